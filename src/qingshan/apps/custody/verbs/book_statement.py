"""Book a statement: what matches becomes payments, what does not waits as differences."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked_all
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import store
from qingshan.apps.custody.models import BankStatement, Difference, PayIn, PayOut
from qingshan.apps.custody.paying import left, received
from qingshan.apps.custody.reconciling import compare, found_at_bank
from qingshan.apps.custody.statements import (
    DIFFERS,
    IN,
    KNOWN,
    OUT,
    Planned,
    last_booked,
    planned,
    statement_faults,
)
from qingshan.core.kernel.errors import refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import AssetKind, Chain
from qingshan.core.market.settlement import MONEY


@verb(
    event="statement.booked",
    label=Label("流水入账", "book the statement"),
    roles=("operator",),
)
def book_statement(call: Call, *, statement: int) -> Done[BankStatement]:
    """Post every matched movement and compare the day.

    Raises
    ------
    Refused
        E-MC-01 when it is booked or discarded, and what ``read_statement`` refuses when another
        statement was booked in between.
    """
    # One statement at a time: the second one finds the first booked.
    waiting = BankStatement.objects.filter(state="read").values_list("pk", flat=True)
    rows = {one.pk: one for one in locked_all(BankStatement, [*waiting, statement])}
    found = rows[statement]
    advance(found, "book_statement", call)
    lines = list(found.lines.order_by("place"))
    told = [{"reference": one.reference, "amount_fen": one.amount_fen} for one in lines]
    refuse_all(statement_faults(found.day, found.closing_fen, told, call.when))
    before = last_booked()
    locked_all(PayOut, PayOut.objects.filter(state="asked").values_list("pk", flat=True))
    plans = planned(lines)
    store.open_asset(MONEY, AssetKind.MONEY)
    _book(found, plans, call)
    found.booked, found.opening_fen = call.when, before.closing_fen if before else None
    compare(found, call, before)
    found.save()
    counts = {name: sum(one.outcome == name for one in plans) for name in (IN, OUT, KNOWN)}
    facts = {"day": found.day.isoformat(), "closing_fen": found.closing_fen, **counts}
    return Done(found, {**facts, "differences": found.differences.count()})


def _book(statement: BankStatement, plans: list[Planned], call: Call) -> None:
    """Payments first, then one call of the ledger's door; a refused payment is a difference."""
    chains: list[Chain] = []
    booked: list[PayIn | PayOut | None] = []
    for one in plans:
        made: PayIn | PayOut | None = None
        if one.outcome == IN and one.party is not None:
            made = PayIn.objects.create(
                party=one.party,
                amount_fen=one.line.amount_fen,
                bank_reference=one.line.reference,
                when=call.when,
            )
            chains.append(received(made))
        elif one.outcome == OUT:
            made = one.pay_out
            assert made is not None
            chains.append(left(made))
        booked.append(made)
    replies = {reply.key: reply.accepted for reply in store.post(chains, when=call.when)}
    for one, made in zip(plans, booked, strict=True):
        _link(statement, one, made, replies, call)


def _link(
    statement: BankStatement,
    one: Planned,
    made: PayIn | PayOut | None,
    replies: dict[str, bool],
    call: Call,
) -> None:
    line, amount = one.line, one.line.amount_fen
    line.is_booked = True
    if isinstance(made, PayOut) and replies[left(made).key]:
        advance(made, "confirm_pay_out", call)
        made.bank_reference, made.paid = line.reference, call.when
        made.save(update_fields=["state", "bank_reference", "paid"])
        line.pay_out = made
    elif isinstance(made, PayIn) and replies[received(made).key]:
        line.pay_in = made
    elif one.outcome in {KNOWN, DIFFERS}:
        line.pay_in, line.pay_out = one.pay_in, one.pay_out
        found_at_bank(one.pay_in, one.pay_out, call)
    elif isinstance(made, PayIn):
        made.delete()
    line.save(update_fields=["is_booked", "pay_in", "pay_out"])
    paid = one.pay_in or one.pay_out
    if one.outcome == DIFFERS and paid is not None:
        counted = paid.amount_fen if one.pay_in else -paid.amount_fen
        _differs(statement, "differs", one, amount - counted)
    elif line.pay_in is None and line.pay_out is None:
        _differs(statement, "unmatched", one, amount)


def _differs(statement: BankStatement, kind: str, one: Planned, amount_fen: int) -> None:
    Difference.objects.create(statement=statement, kind=kind, line=one.line, amount_fen=amount_fen)
