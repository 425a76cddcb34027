"""The bidding is over: bidders are to open their bids (开标开始), or they lose the deposit."""

from __future__ import annotations

from qingshan.apps.auctions.models import Auction
from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.core.kernel.label import Label


@verb(
    event="auction.opening_begun",
    label=Label("开标开始", "call the bidders to open"),
    roles=("system",),
)
def call_to_open(call: Call, *, auction: int) -> Done[Auction]:
    """Note that the opening has begun, once; who reads the journal tells the bidders."""
    found = locked(Auction, auction)
    assert found.bidding_until <= call.when, "the timer came too early"
    assert found.called is None, "they are told once"
    advance(found, "call_to_open", call)
    found.called = call.when
    found.save(update_fields=["called"])
    return Done(found, {"number": found.number, "bids": found.bids.count()})
