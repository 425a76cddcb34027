"""Take an offer to an inquiry back (撤回报价)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import store
from qingshan.apps.exchange.inquiring import freed_units, locked_quotation
from qingshan.apps.exchange.inquiry_models import Quotation
from qingshan.apps.parties.reads import must_act_for
from qingshan.core.kernel.label import Label


@verb(
    event="quotation.withdrawn",
    label=Label("撤回报价", "withdraw the offer"),
    roles=("applicant", "trader"),
)
def withdraw_quotation(call: Call, *, quotation: int) -> Done[Quotation]:
    """Release its units; E-MC-01 when the buyer was faster."""
    found = locked_quotation(quotation)
    must_act_for(call, found.holder_id)
    advance(found, "withdraw_quotation", call)
    store.post_all(freed_units(found, found.quantity), when=call.when)
    found.save(update_fields=["state"])
    return Done(found, {"number": found.number})
