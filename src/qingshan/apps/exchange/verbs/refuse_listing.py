"""Refuse a listing with a reason (挂牌审核不通过): its units are free again."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.exchange.closing import give_back
from qingshan.apps.exchange.models import Listing
from qingshan.apps.exchange.refusals import WORDS_MISSING
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(event="listing.refused", label=Label("退回挂牌", "refuse the listing"), roles=("operator",))
def refuse_listing(call: Call, *, listing: int, reason: str) -> Done[Listing]:
    """Send a listing back to its seller, who may list again.

    Raises
    ------
    Refused
        E-MC-01 when it does not wait any more; E-EX-64 no reason.
    """
    found = locked(Listing, listing)
    advance(found, "refuse_listing", call)
    if not reason.strip():
        raise Refused.because(WORDS_MISSING, found.number)
    found.reviewed, found.refusal_reason = call.when, reason.strip()
    found.save(update_fields=["reviewed", "refusal_reason"])
    left = give_back(found, call)
    return Done(found, {"number": found.number, "released": left, "reason": found.refusal_reason})
