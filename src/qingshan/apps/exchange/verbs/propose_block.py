"""Propose a block deal to a named party (大宗协议): what the proposer brings is held at once."""

from __future__ import annotations

from datetime import timedelta

from qingshan.apps.base.call import Call
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.exchange.blocks import hold_side, must_be_trader
from qingshan.apps.exchange.judging import Order, judged, lock_instrument
from qingshan.apps.exchange.models import BlockTrade
from qingshan.apps.exchange.modes import BLOCK, BUY, SIDES, UNRELATED
from qingshan.apps.exchange.refusals import OWN_BLOCK, SIDE_WRONG
from qingshan.apps.exchange.rules import (
    is_related,
    purpose_faults,
    relation_faults,
    ware_faults,
)
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.parties.reads import party as party_of
from qingshan.apps.rulebook.reads import open_rulebook
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day
from qingshan.core.market.rules import amount_rule

SERIES = "DZ"


@verb(
    event="block.proposed",
    label=Label("提出大宗协议", "propose a block deal"),
    roles=("applicant", "trader"),
)
def propose_block(  # noqa: PLR0913  the fields of the form
    call: Call,
    *,
    asset: str,
    side: str,
    proposer: int,
    counterparty: int,
    quantity: int,
    price_fen: int,
    purpose: str = "",
    relation: str = UNRELATED,
) -> Done[BlockTrade]:
    """Hold units or money until the other side confirms, declines, or lets the time pass.

    Raises
    ------
    Refused
        E-EX-26 the side, E-EX-27 the same party twice, and what keeps an order from the market,
        all at once; E-AU-01 a buyer who is no trader; E-LG codes when the ledger refuses.
    """
    must_act_for(call, proposer)
    if side not in SIDES:
        raise Refused.because(SIDE_WRONG, side or "—")
    if side == BUY:
        must_be_trader(call)
    mine, other, day = party_of(proposer), party_of(counterparty), booking_day(call.when)
    lock_instrument(asset)
    faults = [*judged(Order(BLOCK, side, mine, asset, quantity, price_fen, call.when))]
    faults += ware_faults(asset)
    if proposer == counterparty:
        faults.append(Refusal(OWN_BLOCK, asset))
    if side == BUY:
        known = is_related(other, mine, as_of=day)
        faults += purpose_faults(purpose)
        faults += relation_faults(other, mine, relation, are_related=known)
    refuse_all(faults)
    days = int(amount_rule("proposal_days", "d", shelf=open_rulebook(), as_of=day))
    block = BlockTrade.objects.create(
        number=next_number(SERIES, call.when.year),
        asset=asset,
        side=side,
        proposer=mine,
        counterparty=other,
        quantity=quantity,
        price_fen=price_fen,
        purpose=purpose if side == BUY else "",
        relation=relation if side == BUY else UNRELATED,
        proposed=call.when,
        expires=call.when + timedelta(days=days),
    )
    hold_side(block, side, block.hold, call)
    return Done(block, {"number": block.number, "quantity": quantity, "price_fen": price_fen})
