"""Take an auction back before anybody could bid (撤回竞价)."""

from __future__ import annotations

from qingshan.apps.auctions.holding import give_all_back
from qingshan.apps.auctions.models import Auction
from qingshan.apps.auctions.refusals import BIDDING_BEGUN
from qingshan.apps.auctions.rules import said
from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(
    event="auction.withdrawn",
    label=Label("撤回竞价", "withdraw the auction"),
    roles=("applicant", "trader"),
)
def withdraw_auction(call: Call, *, auction: int) -> Done[Auction]:
    """Release the units; E-AC-05 once bidding has begun."""
    found = locked(Auction, auction)
    must_act_for(call, found.seller_id)
    advance(found, "withdraw_auction", call)
    if found.bidding_from <= call.when:
        raise Refused.because(BIDDING_BEGUN, found.number, begins=said(found.bidding_from))
    give_all_back(found, call)
    return Done(found, {"number": found.number})
