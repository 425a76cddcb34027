"""The holder agrees to sell to the party that a court ordered to buy."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.remedies.models import Subscription
from qingshan.core.kernel.label import Label


@verb(
    event="subscription.accepted",
    label=Label("同意司法认购", "accept a court-ordered purchase"),
    roles=("applicant", "trader"),
)
def accept_subscription(call: Call, *, subscription: int) -> Done[Subscription]:
    """Agree to quantity and price; without the holder's word no unit leaves the account."""
    found = locked(Subscription, subscription)
    must_act_for(call, found.seller_id)
    advance(found, "accept_subscription", call)
    found.save(update_fields=["state"])
    return Done(found, {"quantity": found.quantity, "amount_fen": found.amount_fen})
