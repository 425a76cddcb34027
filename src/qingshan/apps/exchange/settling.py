"""What delivery takes from a deal, and what it tells of it."""

from __future__ import annotations

from typing import Any

from qingshan.apps.exchange.models import Trade
from qingshan.apps.parties.models import owner_of
from qingshan.core.market.settlement import Deal


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


def settled_facts(trade: Trade) -> dict[str, Any]:
    """What the journal says of a delivery, alone or together with others."""
    return {"number": trade.number, "amount_fen": trade.amount_fen}
