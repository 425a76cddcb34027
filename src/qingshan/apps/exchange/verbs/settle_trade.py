"""Settle one deal alone: units, cash and fees in one chain, or nothing."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import changed, locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import store
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.modes import ZONES
from qingshan.apps.exchange.settling import deal_of, settled_facts
from qingshan.apps.exchange.zones import deliver_and_retire
from qingshan.core.kernel.label import Label
from qingshan.core.market.settlement import settlement_chain


@verb(event="trade.settled", label=Label("交割", "settle the trade"), roles=("operator", "system"))
def settle_trade(call: Call, *, trade: int) -> Done[Trade]:
    """Deliver against payment; what was bought in a zone is retired in the same chain.

    Raises
    ------
    Refused
        E-LG codes when either side is not there.
    """
    found = locked(Trade, trade)
    advance(found, "settle_trade", call)
    facts = settled_facts(found)
    if found.mode in ZONES:
        facts["retirement"] = deliver_and_retire(found, deal_of(found), call).number
    else:
        store.post_one(settlement_chain(deal_of(found)), when=call.when)
    found.settled = call.when
    changed(found, "state", "settled")
    return Done(found, facts)
