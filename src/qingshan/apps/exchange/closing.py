"""What is left of a listing goes back to its seller."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.books import store
from qingshan.apps.exchange.models import Listing
from qingshan.core.ledger.model import Chain, release
from qingshan.core.market.settlement import escrow, units


def give_back(listing: Listing, call: Call) -> int:
    """Release what nobody took and answer how much it was, in carbon units."""
    left = listing.left
    if left:
        asset = listing.asset
        moved = release(listing.hold, units(asset, listing.seller.owner), escrow(asset), left)
        store.post_one(Chain(f"unlist:{listing.number}", "unlist", (moved,)), when=call.when)
    listing.left = 0
    listing.save(update_fields=["state", "left"])
    return left
