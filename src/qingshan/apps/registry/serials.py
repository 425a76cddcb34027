"""Numbers of units: a block at issue, the next sub-range when units leave circulation."""

from __future__ import annotations

from django.db.backends.postgresql.psycopg_any import NumericRange

from qingshan.apps.registry.faces import serial_text
from qingshan.apps.registry.models import Cut, NumberSpace, Ticket


def take_block(quantity: int) -> NumericRange:
    """The next free numbers of the whole register, half-open; one per 0.0001 t.

    The allocator's row lock is held until the issue commits, so that blocks leave no gap.
    """
    NumberSpace.objects.bulk_create([NumberSpace(pk=1)], ignore_conflicts=True)
    space = NumberSpace.objects.select_for_update(no_key=True).get(pk=1)
    first = space.next_number
    space.next_number = first + quantity
    space.save(update_fields=["next_number"])
    return NumericRange(first, first + quantity)


def cut(ticket: Ticket, quantity: int, *, code: str, chain: str) -> Cut:
    """Cut the next numbers off a ticket's block; runs in the transaction of the chain.

    The caller has the ticket under lock since before it booked (decision 0026).
    """
    last = ticket.cuts.order_by("-span").first()
    first: int = last.span.upper if last else ticket.block.lower
    assert first + quantity <= ticket.block.upper, "the ledger lets no more out than was issued"
    return Cut.objects.create(
        ticket=ticket, span=NumericRange(first, first + quantity), code=code, chain=chain
    )


def span_text(span: NumericRange) -> str:
    """First and last number of a half-open range, both included, as papers print them."""
    return f"{serial_text(span.lower)} – {serial_text(span.upper - 1)}"


def remaining(ticket: Ticket) -> NumericRange:
    """The numbers still in circulation."""
    last = ticket.cuts.order_by("-span").first()
    return NumericRange(last.span.upper if last else ticket.block.lower, ticket.block.upper)
