"""Listings are reviewed by the operator: what the market knows of one that waits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from qingshan.apps.exchange.judging import Order, standing_faults
from qingshan.apps.exchange.models import Listing
from qingshan.apps.exchange.modes import LISTING, SELL
from qingshan.apps.exchange.reads import last_close
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import yuan
from qingshan.core.ledger.model import booking_day


def listed_facts(listing: Listing) -> dict[str, Any]:
    """What the journal tells of a listing that is handed in or opens."""
    facts = {
        "number": listing.number,
        "quantity": listing.quantity,
        "price_fen": listing.price_fen,
    }
    return facts | ({"zone": listing.zone} if listing.zone else {})


def doubts(listing: Listing, moment: datetime) -> list[Label]:
    """What speaks against a listing today, and how its price lies to the last close."""
    what = (listing.asset, listing.quantity, listing.price_fen, moment)
    order = Order(listing.zone or LISTING, SELL, listing.seller, *what)
    found = [Label(one.what("zh"), one.what("en")) for one in standing_faults(order)]
    if listing.expires <= moment:
        found.append(Label("已过有效期。", "Its time is over."))
    close = last_close(listing.asset, before=booking_day(moment))
    if close is not None and close.price_fen != listing.price_fen:
        found.append(
            Label(
                f"前收盘价 {yuan(close.price_fen)} 元/吨（{close.day}）。",
                f"The last close was CNY {yuan(close.price_fen)} ({close.day}).",
            )
        )
    return found
