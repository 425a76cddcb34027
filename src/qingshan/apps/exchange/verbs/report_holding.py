"""Report a large holding: why it is held and what is meant to become of it (大户报告)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.exchange.holding_models import LargeHolding
from qingshan.apps.exchange.refusals import REPORT_EMPTY
from qingshan.apps.parties.reads import must_act_for
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day


@verb(
    event="holding.reported",
    label=Label("大户报告", "report the holding"),
    roles=("applicant", "trader"),
)
def report_holding(call: Call, *, holding: int, reason: str, intent: str) -> Done[LargeHolding]:
    """Tell the operator; a report after its day is taken all the same and shown as late.

    Raises
    ------
    Refused
        E-EX-60 without reason or intent; E-MC-01 when it was reported, or fell below the mark.
    """
    found = locked(LargeHolding, holding)
    must_act_for(call, found.party_id)
    advance(found, "report_holding", call)
    found.reason, found.intent = reason.strip(), intent.strip()
    if not found.reason or not found.intent:
        raise Refused.because(REPORT_EMPTY, found.number)
    found.reported = call.when
    found.save(update_fields=["state", "reason", "intent", "reported"])
    is_late = booking_day(call.when) > found.due
    return Done(found, {"number": found.number, "is_late": is_late})
