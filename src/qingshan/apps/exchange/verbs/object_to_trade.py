"""A side of a deal objects to it (异议)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.exchange.models import Objection, Trade
from qingshan.apps.exchange.objecting import objection_days, objections_until
from qingshan.apps.exchange.refusals import (
    OBJECTION_FOREIGN,
    OBJECTION_KNOWN,
    OBJECTION_LATE,
    WORDS_MISSING,
)
from qingshan.apps.parties.reads import must_act_for
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day


@verb(
    event="trade.objected",
    label=Label("提出成交异议", "object to the deal"),
    roles=("applicant", "trader"),
)
def object_to_trade(
    call: Call, *, trade: int, party: int, reason: str, attachment: int | None = None
) -> Done[Objection]:
    """Until the end of the next trading day; silence is consent.

    ``attachment`` is the key of a kept file.

    Raises
    ------
    Refused
        E-AU-02 a foreign party, E-EX-61 too late, E-EX-62 a party that is no side, E-EX-63 a second
        objection, E-EX-64 no reason.
    """
    must_act_for(call, party)
    found = locked(Trade, trade)
    until, faults = objections_until(found), []
    if until is not None and booking_day(call.when) > until:
        days = objection_days(booking_day(found.settled or found.agreed))
        told = {"until": until.isoformat(), "days": days}
        faults.append(Refusal(OBJECTION_LATE, found.number, told))
    if party not in {found.seller_id, found.buyer_id}:
        faults.append(Refusal(OBJECTION_FOREIGN, found.number))
    if found.objections.filter(party=party).exists():
        faults.append(Refusal(OBJECTION_KNOWN, found.number))
    if not reason.strip():
        faults.append(Refusal(WORDS_MISSING, found.number))
    refuse_all(faults)
    made = Objection.objects.create(
        trade=found,
        party_id=party,
        reason=reason.strip(),
        attachment_id=attachment,
        raised=call.when,
    )
    return Done(made, {"number": found.number, "party": party})
