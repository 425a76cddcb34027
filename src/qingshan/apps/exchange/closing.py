"""What is left of an order goes back: units to a seller, money to a buyer."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.books import store
from qingshan.apps.exchange.models import Bid, Listing
from qingshan.apps.exchange.requesting import still_due_fen
from qingshan.core.ledger.model import Chain, release
from qingshan.core.market.settlement import cash, clearing, escrow, units


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


def give_back_money(bid: Bid, call: Call) -> int:
    """Release the money for what nobody sold and answer how much it was, in fen."""
    due = still_due_fen(bid)
    if due:
        moved = release(bid.hold, cash(bid.buyer.owner), clearing(), due)
        store.post_one(Chain(f"unbid:{bid.number}", "order_cancel", (moved,)), when=call.when)
    bid.left = 0
    bid.save(update_fields=["state", "left"])
    return due
