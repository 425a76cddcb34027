"""Admit a listing to the market (挂牌审核通过)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import changed, locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.exchange.models import Listing
from qingshan.apps.exchange.refusals import LISTING_OVER
from qingshan.apps.exchange.reviewing import listed_facts
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(event="listing.opened", label=Label("通过挂牌审核", "admit the listing"), roles=("operator",))
def admit_listing(call: Call, *, listing: int) -> Done[Listing]:
    """Open a listing that waits for review; what its rules are is judged again at each deal.

    Raises
    ------
    Refused
        E-MC-01 when it does not wait any more; E-EX-06 when its time is over.
    """
    found = locked(Listing, listing)
    advance(found, "admit_listing", call)
    if found.expires <= call.when:
        told = f"{found.expires:%Y-%m-%d %H:%M}"
        raise Refused.because(LISTING_OVER, found.number, expires=told)
    found.reviewed = found.opened = call.when
    changed(found, "state", "reviewed", "opened")
    return Done(found, listed_facts(found))
