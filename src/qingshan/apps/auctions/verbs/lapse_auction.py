"""Let a proposed auction lapse that nobody admitted in time."""

from __future__ import annotations

from qingshan.apps.auctions.holding import give_all_back
from qingshan.apps.auctions.models import Auction
from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.core.kernel.label import Label


@verb(
    event="auction.lapsed",
    label=Label("竞价申请逾期", "let the auction lapse"),
    roles=("system",),
)
def lapse_auction(call: Call, *, auction: int) -> Done[Auction]:
    """Release the units once bidding should have begun; the timer calls it."""
    found = locked(Auction, auction)
    assert found.bidding_from <= call.when, "the timer came too early"
    advance(found, "lapse_auction", call)
    give_all_back(found, call)
    return Done(found, {"number": found.number})
