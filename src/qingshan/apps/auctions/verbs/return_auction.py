"""Send a proposed auction back to its seller (退回竞价申请)."""

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
    event="auction.returned",
    label=Label("退回竞价申请", "send the auction back"),
    roles=("operator",),
)
def return_auction(call: Call, *, auction: int, reason: str) -> Done[Auction]:
    """Release the units and say why (E-AC-04 when it is not said)."""
    found = locked(Auction, auction)
    advance(found, "return_auction", call)
    found.reason = must_say_why(reason, found)
    give_all_back(found, call)
    return Done(found, {"number": found.number, "reason": found.reason})
