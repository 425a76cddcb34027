"""Propose to sell units by auction (申请竞价): they are held at once."""

from __future__ import annotations

from datetime import datetime

from qingshan.apps.auctions import rules
from qingshan.apps.auctions.models import Auction
from qingshan.apps.base.call import Call
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import store
from qingshan.apps.exchange.judging import Order, judged, lock_instrument, term_faults
from qingshan.apps.exchange.modes import AUCTION, SELL
from qingshan.apps.exchange.refusals import BELOW_FEE
from qingshan.apps.exchange.rules import ware_faults
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.parties.reads import party as party_of
from qingshan.apps.rulebook.reads import open_rulebook
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import amount_fen, yuan
from qingshan.core.kernel.units import CARBON_PER_TONNE
from qingshan.core.ledger.model import Chain, booking_day, hold
from qingshan.core.market.fee import fee_fen
from qingshan.core.market.settlement import escrow, units

SERIES = "JJ"


@verb(
    event="auction.proposed",
    label=Label("申请竞价", "propose an auction"),
    roles=("applicant", "trader"),
)
def propose_auction(  # noqa: PLR0913  the fields of the form
    call: Call,
    *,
    asset: str,
    seller: int,
    quantity: int,
    floor_fen: int,
    under: str,
    bidding_from: datetime,
    bidding_until: datetime,
    opening_until: datetime,
) -> Done[Auction]:
    """Hold the units until the auction is decided, sent back, withdrawn or called off.

    Raises
    ------
    Refused
        E-AC-01 to 03 notice, windows and rule, E-EX-09 a floor below the fee, and what keeps an
        order from the market, all at once; E-LG codes when the units are not available.
    """
    must_act_for(call, seller)
    party, day = party_of(seller), booking_day(call.when)
    lock_instrument(asset)
    order = Order(AUCTION, SELL, party, asset, quantity, floor_fen, call.when)
    faults = [*judged(order), *ware_faults(asset), *term_faults(opening_until, order)]
    faults += rules.notice_faults(bidding_from, call.when)
    faults += rules.window_faults(bidding_from, bidding_until, opening_until, as_of=day)
    refuse_all([*faults, *rules.under_faults(under), *_fee_faults(order)])
    auction = Auction.objects.create(
        number=next_number(SERIES, call.when.year),
        asset=asset,
        seller=party,
        quantity=quantity,
        floor_fen=floor_fen,
        under=under,
        deposit_fen=rules.deposit_fen(quantity, floor_fen, as_of=day),
        bidding_from=bidding_from,
        bidding_until=bidding_until,
        opening_until=opening_until,
        proposed=call.when,
    )
    held = hold(auction.hold, units(asset, party.owner), escrow(asset), quantity)
    store.post_one(Chain(f"auction:{auction.number}", "list", (held,)), when=call.when)
    return Done(auction, {"number": auction.number, "quantity": quantity, "floor_fen": floor_fen})


def _fee_faults(order: Order) -> list[Refusal]:
    """The smallest deal at the floor must pay the seller's fee."""
    least = amount_fen(rules.lot(order.day), order.price_fen, CARBON_PER_TONNE)
    fee = fee_fen(least, side="seller", shelf=open_rulebook(), as_of=order.day)
    if fee <= least:
        return []
    return [Refusal(BELOW_FEE, order.asset, {"amount": yuan(least), "fee": yuan(fee)})]
