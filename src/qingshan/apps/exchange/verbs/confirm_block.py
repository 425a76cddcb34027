"""Confirm a block deal: both sides are held now, and the deal is agreed."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.lasting import beside
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.exchange.agreeing import Terms, agree, terms_faults
from qingshan.apps.exchange.blocks import buyer_charge, hold_side, must_be_trader
from qingshan.apps.exchange.judging import lock_instrument
from qingshan.apps.exchange.models import BlockTrade, Trade
from qingshan.apps.exchange.modes import BLOCK, BUY, SELL, UNRELATED
from qingshan.apps.exchange.refusals import BLOCK_OVER
from qingshan.apps.parties.reads import must_act_for
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label


@verb(
    event="block.confirmed",
    label=Label("确认大宗协议", "confirm the block deal"),
    roles=("applicant", "trader"),
)
def confirm_block(
    call: Call, *, block: int, purpose: str = "", relation: str = UNRELATED
) -> Done[Trade]:
    """Agree the deal as it was proposed; a buyer who confirms tells use and relation.

    Raises
    ------
    Refused
        E-EX-28 expired, and what keeps either side from the deal, all at once; E-MC-01 when it
        was answered before; E-AU-01 a buyer who is no trader; E-LG codes when the ledger refuses.
    """
    found = locked(BlockTrade, block)
    must_act_for(call, found.counterparty_id)
    advance(found, "confirm_block", call)
    is_selling = found.side == BUY
    if not is_selling:
        must_be_trader(call)
        found.purpose, found.relation = purpose, relation
    lock_instrument(found.asset)
    terms = Terms(
        BLOCK,
        found.number,
        found.asset,
        found.seller,
        found.buyer,
        found.quantity,
        found.price_fen,
        found.purpose,
        found.relation,
    )
    faults = terms_faults(terms, call)
    if found.expires <= call.when:
        told = f"{found.expires.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        faults.append(Refusal(BLOCK_OVER, found.number, {"expires": told}))
    refuse_all(faults)
    trade = agree(
        terms,
        call,
        unit_hold="" if is_selling else found.hold,
        cash_hold=found.hold if is_selling else "",
        buyer_fee_fen=buyer_charge(found).fee_fen,
    )
    found.save(update_fields=["state", "purpose", "relation"])
    side, key = (SELL, trade.unit_hold) if is_selling else (BUY, trade.cash_hold)
    hold_side(found, side, key, call)
    facts = {"number": trade.number, "quantity": trade.quantity, "amount_fen": trade.amount_fen}
    return Done(trade, {**facts, "block": found.number, **beside(found)})
