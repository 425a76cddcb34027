"""Let a listing lapse at its end."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.exchange.closing import give_back
from qingshan.apps.exchange.models import Listing
from qingshan.core.kernel.label import Label


@verb(event="listing.expired", label=Label("到期撤牌", "expire the listing"), roles=("system",))
def expire_listing(call: Call, *, listing: int) -> Done[Listing]:
    """Release what is left once the time is over; the timer calls it."""
    found = locked(Listing, listing)
    assert found.expires <= call.when, "the timer came too early"
    advance(found, "expire_listing", call)
    left = give_back(found, call)
    return Done(found, {"number": found.number, "released": left})
