"""Let an inquiry lapse at its end."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.exchange.inquiring import end_quotations
from qingshan.apps.exchange.inquiry_models import Inquiry
from qingshan.core.kernel.label import Label


@verb(
    event="inquiry.expired",
    label=Label("询价截止", "expire the inquiry"),
    roles=("system",),
)
def expire_inquiry(call: Call, *, inquiry: int) -> Done[Inquiry]:
    """Release every offer once the time is over; the timer calls it."""
    found = locked(Inquiry, inquiry)
    assert found.expires <= call.when, "the timer came too early"
    advance(found, "expire_inquiry", call)
    found.save(update_fields=["state"])
    ended = end_quotations(found, call)
    return Done(found, {"number": found.number, "ended": ended})
