"""Let an offer lapse whose time is over while its inquiry stands."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import store
from qingshan.apps.exchange.inquiring import freed_units, locked_quotation
from qingshan.apps.exchange.inquiry_models import Quotation
from qingshan.core.kernel.label import Label


@verb(
    event="quotation.expired",
    label=Label("报价过期", "expire the offer"),
    roles=("system",),
)
def expire_quotation(call: Call, *, quotation: int) -> Done[Quotation]:
    """Release its units once the time is over; the timer calls it."""
    found = locked_quotation(quotation)
    assert found.expires <= call.when, "the timer came too early"
    advance(found, "expire_quotation", call)
    store.post_all(freed_units(found, found.quantity), when=call.when)
    found.save(update_fields=["state"])
    return Done(found, {"number": found.number})
