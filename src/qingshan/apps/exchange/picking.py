"""What keeps a buyer from picking a listing, in the market or in a zone."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.exchange.models import Listing
from qingshan.apps.exchange.refusals import LISTING_OVER, OWN_LISTING, TOO_MUCH
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.units import tonnes_text


def picked_faults(listing: Listing, buyer: int, quantity: int, call: Call) -> list[Refusal]:
    """Whether it is one's own, over, or less than is wanted."""
    faults = []
    if listing.seller_id == buyer:
        faults.append(Refusal(OWN_LISTING, listing.number))
    if listing.expires <= call.when:
        faults.append(
            Refusal(LISTING_OVER, listing.number, {"expires": f"{listing.expires:%Y-%m-%d %H:%M}"})
        )
    if quantity > listing.left:
        facts = {"left_t": tonnes_text(listing.left), "asked_t": tonnes_text(quantity)}
        faults.append(Refusal(TOO_MUCH, listing.number, facts))
    return faults
