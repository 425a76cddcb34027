"""Call an announced auction off (取消竞价): everything that it holds goes back."""

from __future__ import annotations

from qingshan.apps.auctions.holding import give_all_back
from qingshan.apps.auctions.models import Auction
from qingshan.apps.auctions.rules import must_say_why
from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.core.kernel.label import Label


@verb(
    event="auction.called_off",
    label=Label("取消竞价", "call the auction off"),
    roles=("operator",),
)
def call_off_auction(call: Call, *, auction: int, reason: str) -> Done[Auction]:
    """Release units, deposits and money, and say why in public (E-AC-04 when it is not said)."""
    found = locked(Auction, auction)
    advance(found, "call_off_auction", call)
    found.reason = must_say_why(reason, found)
    give_all_back(found, call)
    return Done(found, {"number": found.number, "reason": found.reason})
