"""Open a sealed bid (开标): price and fee are held instead of the deposit."""

from __future__ import annotations

from qingshan.apps.auctions import holding
from qingshan.apps.auctions.deciding import fits
from qingshan.apps.auctions.models import Auction, SealedBid
from qingshan.apps.auctions.refusals import NOT_OPENING, OPENING_DIFFERS
from qingshan.apps.auctions.rules import said
from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance, must_be_in
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import store
from qingshan.apps.parties.reads import must_act_for
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import Chain, hold
from qingshan.core.market.sealed import opens
from qingshan.core.market.settlement import cash, clearing

LABEL = Label("开标", "open the bid")


@verb(event="bid.opened", label=LABEL, roles=("trader",))
def unseal_bid(
    call: Call, *, bid: int, price_fen: int, quantity: int, secret: str
) -> Done[SealedBid]:
    """Tell what was sealed; what it may cost is held now and the deposit is free.

    A bid that cannot win, because it is below the floor or asks for more than is offered, is
    opened all the same: its deposit is free and nothing else is held.

    Raises
    ------
    Refused
        E-AC-10 outside of the opening, E-AC-11 another bid than was sealed; E-MC-01 when it is
        open already or the auction is over; E-LG codes when the money is not there.
    """
    auction = locked(Auction, SealedBid.objects.values_list("auction", flat=True).get(pk=bid))
    found = locked(SealedBid, bid)
    must_act_for(call, found.bidder_id)
    must_be_in(auction, ["announced"], LABEL)
    advance(found, "unseal_bid", call)
    faults = []
    if not auction.bidding_until <= call.when < auction.opening_until:
        times = {"begins": said(auction.bidding_until), "ends": said(auction.opening_until)}
        faults.append(Refusal(NOT_OPENING, auction.number, times))
    told = (auction.number, found.bidder_id, price_fen, quantity, secret)
    if not opens(found.commitment, *told):
        faults.append(Refusal(OPENING_DIFFERS, found.number))
    refuse_all(faults)
    is_counted = fits(auction, price_fen, quantity)
    due = holding.charge(found, quantity, price_fen).total_fen if is_counted else 0
    moves = holding.freed(found, found.held_fen)
    if due:
        moves.append(hold(found.money_hold, cash(found.bidder.owner), clearing(), due))
    if moves:
        store.post_one(Chain(f"open:{found.number}", "order", tuple(moves)), when=call.when)
    found.opened, found.held_fen = call.when, due
    found.price_fen, found.quantity, found.secret = price_fen, quantity, secret
    found.save()
    return Done(found, {"number": found.number, "auction": auction.number})
