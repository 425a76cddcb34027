"""Decide an auction (竞价出清): one price, deals for the winners, everybody else's money free."""

from __future__ import annotations

from qingshan.apps.auctions import deciding
from qingshan.apps.auctions.models import Auction, SealedBid
from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.exchange.judging import lock_instrument
from qingshan.core.kernel.errors import refuse_all
from qingshan.core.kernel.label import Label


@verb(
    event="auction.decided",
    label=Label("竞价出结果", "decide the auction"),
    roles=("operator", "system"),
)
def clear_auction(call: Call, *, auction: int) -> Done[Auction]:
    """Clear the opened bids, agree the deals and release what no deal needs.

    Raises
    ------
    Refused
        E-AC-12 while bids may be opened, E-AC-13 a frozen series, halts and whatever else keeps
        the seller from dealing, all at once; E-MC-01 when it was decided or called off before.
    """
    found = locked(Auction, auction)
    advance(found, "clear_auction", call)
    bids = list(
        found.bids.select_related("bidder").select_for_update(of=("self",)).order_by("place")
    )
    lock_instrument(found.asset)
    refuse_all(deciding.clearing_faults(found, call.when))
    deciding.set_aside(found, bids, call)
    deciding.decide(found, bids)
    deciding.agree_deals(found, bids, call)
    deciding.give_back(found, bids, call)
    SealedBid.objects.bulk_update(bids, ["held_fen", "won", "set_aside", "trade"])
    found.ended = call.when
    found.save()
    deals = [bid.trade.number for bid in bids if bid.trade]
    facts = {"price_fen": found.price_fen, "sold": found.sold, "wanted": found.wanted}
    return Done(found, {"number": found.number, **facts, "deals": deals})
