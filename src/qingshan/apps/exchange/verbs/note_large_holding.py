"""Note that a holding reached the mark from which it is reported (大户报告)."""

from __future__ import annotations

from datetime import timedelta

from qingshan.apps.base.call import Call
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.base.workdays import last_of_workdays
from qingshan.apps.exchange.holding_models import LargeHolding
from qingshan.apps.exchange.holding_reads import held_by
from qingshan.apps.exchange.judging import lock_instrument
from qingshan.apps.rulebook.reads import open_rulebook
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day
from qingshan.core.market.rules import amount_rule

SERIES = "DH"


@verb(
    event="holding.noted",
    label=Label("记录大户持有", "note the large holding"),
    roles=("system",),
)
def note_large_holding(call: Call, *, asset: str, party: int) -> Done[LargeHolding]:
    """From now on its holder owes a report; the timer calls it, once for each time."""
    lock_instrument(asset)
    day = booking_day(call.when)
    held = held_by(asset, party, day)
    assert held is not None, "the timer named somebody who holds nothing"
    days = int(amount_rule("holding_report_days", "working day", shelf=open_rulebook(), as_of=day))
    found = LargeHolding.objects.create(
        number=next_number(SERIES, call.when.year),
        asset=asset,
        party_id=party,
        quantity=held.quantity,
        circulating=held.circulating,
        noted=call.when,
        due=last_of_workdays(day + timedelta(days=1), days),
    )
    return Done(found, {"number": found.number, "quantity": held.quantity, "party": party})
