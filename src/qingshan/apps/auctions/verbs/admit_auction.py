"""Admit an auction and announce it (竞价公告)."""

from __future__ import annotations

from qingshan.apps.auctions.models import Auction
from qingshan.apps.auctions.rules import notice_faults
from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.core.kernel.errors import refuse_all
from qingshan.core.kernel.label import Label


@verb(
    event="auction.announced",
    label=Label("受理并公告竞价", "admit the auction"),
    roles=("operator",),
)
def admit_auction(call: Call, *, auction: int) -> Done[Auction]:
    """From now on everybody sees it; E-AC-01 when bidding would begin too soon."""
    found = locked(Auction, auction)
    advance(found, "admit_auction", call)
    refuse_all(notice_faults(found.bidding_from, call.when))
    found.admitted = call.when
    found.save(update_fields=["state", "admitted"])
    return Done(found, {"number": found.number, "bidding_from": found.bidding_from.isoformat()})
