"""Take an offer back (撤牌)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.exchange.closing import give_back
from qingshan.apps.exchange.models import Listing
from qingshan.apps.parties.reads import must_act_for
from qingshan.core.kernel.label import Label


@verb(
    event="listing.cancelled",
    label=Label("撤牌", "cancel the listing"),
    roles=("applicant", "trader"),
)
def cancel_listing(call: Call, *, listing: int) -> Done[Listing]:
    """Release exactly what is still held; deals already agreed stand."""
    found = locked(Listing, listing)
    must_act_for(call, found.seller_id)
    advance(found, "cancel_listing", call)
    left = give_back(found, call)
    return Done(found, {"number": found.number, "released": left})
