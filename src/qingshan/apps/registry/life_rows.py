"""A ticket with everything that its page tells, in few statements, whatever became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from qingshan.apps.base.fixed import Fixed, brought
from qingshan.apps.projects.reads import verifications_of
from qingshan.apps.registry.models import (
    Correction,
    Cut,
    FacePrint,
    HoldingTransfer,
    Retirement,
    Ticket,
    TicketState,
)
from qingshan.apps.registry.reads import signatures_of, tickets

ABOUT = ("monitoring__survey", "report__run__result", "report__run__measurer", "face", "duty")
UNREAD = ("report__document", "report__run__record")
"""What is large and not on the page."""


@dataclass(frozen=True)
class LifeRows:
    """What was entered about a ticket since its issue, each in its order."""

    states: list[TicketState]
    prints: list[FacePrint]
    corrections: list[Correction]
    transfers: list[HoldingTransfer]
    cuts: list[Cut]

    @property
    def state(self) -> str:
        """The state that the ticket was brought into last."""
        return self.states[-1].state if self.states else TicketState.machine.start

    @property
    def retirements(self) -> list[Retirement]:
        """Retirements, the earliest first."""
        found = [cut.retirement for cut in self.cuts if hasattr(cut, "retirement")]
        return sorted(found, key=lambda row: (row.when, row.pk))


def rows_of(ticket: Ticket) -> LifeRows:
    """Everything that was entered about a ticket; what ``opened`` saw to be absent is not asked."""
    rare = {
        name: list(found.filter(ticket=ticket)) if getattr(ticket, f"has_{name}", True) else []
        for name, found in _rare().items()
    }
    return LifeRows(**rare, cuts=_CUTS.objects(ticket.pk))


def _cuts(ticket: int) -> QuerySet[Cut]:
    found = Cut.objects.filter(ticket=ticket).order_by("pk")
    return found.select_related("retirement", "amends__duty__ticket")


_CUTS = Fixed(_cuts, int)


def opened(number: str) -> Ticket | None:
    """The ticket of a number with run, bodies and signatures, and which rows there are of it."""
    found: Ticket | None = next(iter(_OPENED.objects(number)), None)
    if found is not None:
        brought(found.report, "signatures", signatures_of(found.report_id))
        brought(found.report, "verifications", verifications_of(found.report_id))
    return found


def _opened(number: str) -> QuerySet[Ticket]:
    there = {
        f"has_{name}": Exists(found.order_by().filter(ticket=OuterRef("pk")))
        for name, found in _rare().items()
    }
    found = tickets().select_related(*ABOUT)
    return found.defer(*UNREAD).annotate(**there).filter(number=number)


_OPENED = Fixed(_opened, str)
"""Over so many tables that planning it costs the server thirty times what finding the row does."""


def _rare() -> dict[str, QuerySet[Any]]:
    """What most tickets have none of."""
    return {
        "states": TicketState.objects.order_by("pk"),
        "prints": FacePrint.objects.select_related("face").order_by("serial"),
        "corrections": Correction.objects.filter(state="accepted").order_by("pk"),
        "transfers": HoldingTransfer.objects.select_related("source", "target").order_by("pk"),
    }
