"""Take an inquiry back (撤回询价): every offer to it is free again."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.exchange.inquiring import end_quotations
from qingshan.apps.exchange.inquiry_models import Inquiry
from qingshan.apps.parties.reads import must_act_for
from qingshan.core.kernel.label import Label


@verb(
    event="inquiry.withdrawn",
    label=Label("撤回询价", "withdraw the inquiry"),
    roles=("trader",),
)
def withdraw_inquiry(call: Call, *, inquiry: int) -> Done[Inquiry]:
    """End it without a deal; E-MC-01 when it is closed."""
    found = locked(Inquiry, inquiry)
    must_act_for(call, found.buyer_id)
    advance(found, "withdraw_inquiry", call)
    found.save(update_fields=["state"])
    ended = end_quotations(found, call)
    return Done(found, {"number": found.number, "ended": ended})
