"""Take a request back (撤销求购)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.exchange.closing import give_back_money
from qingshan.apps.exchange.models import Bid
from qingshan.apps.parties.reads import must_act_for
from qingshan.core.kernel.label import Label


@verb(event="bid.cancelled", label=Label("撤销求购", "cancel the request"), roles=("trader",))
def cancel_bid(call: Call, *, bid: int) -> Done[Bid]:
    """Release exactly what is still held; deals already agreed stand."""
    found = locked(Bid, bid)
    must_act_for(call, found.buyer_id)
    advance(found, "cancel_bid", call)
    released = give_back_money(found, call)
    return Done(found, {"number": found.number, "released_fen": released})
