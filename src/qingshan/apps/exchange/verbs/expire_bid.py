"""Let a request lapse at its end."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.exchange.closing import give_back_money
from qingshan.apps.exchange.models import Bid
from qingshan.core.kernel.label import Label


@verb(event="bid.expired", label=Label("求购到期", "expire the request"), roles=("system",))
def expire_bid(call: Call, *, bid: int) -> Done[Bid]:
    """Release the money for what nobody sold once the time is over; the timer calls it."""
    found = locked(Bid, bid)
    assert found.expires <= call.when, "the timer came too early"
    advance(found, "expire_bid", call)
    released = give_back_money(found, call)
    return Done(found, {"number": found.number, "released_fen": released})
