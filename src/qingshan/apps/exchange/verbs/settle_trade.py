"""Settle a deal: units, cash and fees in one chain, or nothing."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import changed, locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import store
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.modes import ZONES
from qingshan.apps.exchange.zones import deliver_and_retire
from qingshan.apps.parties.models import owner_of
from qingshan.core.kernel.label import Label
from qingshan.core.market.settlement import Deal, settlement_chain


@verb(event="trade.settled", label=Label("交割", "settle the trade"), roles=("operator",))
def settle_trade(call: Call, *, trade: int) -> Done[Trade]:
    """Deliver against payment; what was bought in a zone is retired in the same chain.

    Raises
    ------
    Refused
        E-LG codes when either side is not there.
    """
    found = locked(Trade, trade)
    advance(found, "settle_trade", call)
    facts = {"number": found.number, "amount_fen": found.amount_fen}
    if found.mode in ZONES:
        facts["retirement"] = deliver_and_retire(found, deal_of(found), call).number
    else:
        store.post_one(settlement_chain(deal_of(found)), when=call.when)
    found.settled = call.when
    changed(found, "state", "settled")
    return Done(found, facts)


def deal_of(trade: Trade) -> Deal:
    """The trade in the words of the market floor."""
    return Deal(
        number=trade.number,
        asset=trade.asset,
        seller=owner_of(trade.seller_id),
        buyer=owner_of(trade.buyer_id),
        quantity=trade.quantity,
        amount_fen=trade.amount_fen,
        buyer_fee_fen=trade.buyer_fee_fen,
        seller_fee_fen=trade.seller_fee_fen,
        unit_hold=trade.unit_hold,
        cash_hold=trade.cash_hold,
    )
