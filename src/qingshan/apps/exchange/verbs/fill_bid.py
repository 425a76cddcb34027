"""Sell into a request, wholly or in part: the units are held at once (求购点选)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import changed, locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import store
from qingshan.apps.exchange.agreeing import Terms, agree, terms_faults
from qingshan.apps.exchange.judging import lock_instrument
from qingshan.apps.exchange.models import Bid, Trade
from qingshan.apps.exchange.modes import BID, UNRELATED
from qingshan.apps.exchange.refusals import BID_FILLED, BID_OVER, OWN_BID
from qingshan.apps.exchange.requesting import fee_of_part_fen
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.parties.reads import party as party_of
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text
from qingshan.core.ledger.model import Chain, hold
from qingshan.core.market.settlement import escrow, units


@verb(
    event="bid.filled",
    label=Label("向求购卖出", "sell into the request"),
    roles=("applicant", "trader"),
)
def fill_bid(
    call: Call, *, bid: int, seller: int, quantity: int, relation: str = UNRELATED
) -> Done[Trade]:
    """Agree a deal at the price that was asked for.

    Raises
    ------
    Refused
        E-EX-23 more than is asked for, E-EX-24 one's own request, E-EX-25 expired, and what keeps
        either side from the deal, all at once; E-EX-09 an amount below the fee; E-MC-01 when the
        request is closed; E-LG codes when the units are not available.
    """
    must_act_for(call, seller)
    found = locked(Bid, bid)
    advance(found, "fill_bid", call)
    lock_instrument(found.asset)
    terms = Terms(
        BID,
        found.number,
        found.asset,
        party_of(seller),
        found.buyer,
        quantity,
        found.price_fen,
        found.purpose,
        relation,
    )
    refuse_all(_faults(call, found, seller, quantity) + terms_faults(terms, call))
    fee = fee_of_part_fen(found, quantity)
    trade = agree(terms, call, cash_hold=found.hold, buyer_fee_fen=fee)
    found.left -= quantity
    changed(found, "left", "state")
    asset = found.asset
    held = hold(trade.unit_hold, units(asset, trade.seller.owner), escrow(asset), quantity)
    store.post_one(Chain(f"deliver:{trade.number}", "list", (held,)), when=call.when)
    facts = {"number": trade.number, "quantity": quantity, "amount_fen": trade.amount_fen}
    return Done(trade, {**facts, "bid": found.number})


def _faults(call: Call, bid: Bid, seller: int, quantity: int) -> list[Refusal]:
    faults = []
    if bid.buyer_id == seller:
        faults.append(Refusal(OWN_BID, bid.number))
    if bid.expires <= call.when:
        told = f"{bid.expires.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
        faults.append(Refusal(BID_OVER, bid.number, {"expires": told}))
    if quantity > bid.left:
        facts = {"left_t": tonnes_text(bid.left), "asked_t": tonnes_text(quantity)}
        faults.append(Refusal(BID_FILLED, bid.number, facts))
    return faults
