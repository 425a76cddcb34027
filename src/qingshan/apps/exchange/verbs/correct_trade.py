"""Correct an error trade by new entries: units, money and both fees go back."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import store
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.objecting import way_back_faults
from qingshan.apps.exchange.refusals import WORDS_MISSING
from qingshan.apps.exchange.settling import deal_of
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.market.settlement import correction_chain


@verb(
    event="trade.corrected",
    label=Label("更正错误成交", "correct the deal"),
    roles=("operator",),
)
def correct_trade(call: Call, *, trade: int, reason: str) -> Done[Trade]:
    """Lead a settled deal back; nothing that was booked is changed.

    Raises
    ------
    Refused
        E-EX-64 no reason, E-EX-65 units or money that are gone, E-MC-01 a deal that is
        not settled or is corrected; E-LG codes when something is frozen.
    """
    found = locked(Trade, trade)
    advance(found, "correct_trade", call)
    faults = [] if reason.strip() else [Refusal(WORDS_MISSING, found.number)]
    refuse_all([*faults, *way_back_faults(found)])
    found.corrected, found.correction_reason = call.when, reason.strip()
    found.save(update_fields=["state", "corrected", "correction_reason"])
    store.post_one(correction_chain(deal_of(found)), when=call.when)
    return Done(found, {"number": found.number, "amount_fen": found.amount_fen})
