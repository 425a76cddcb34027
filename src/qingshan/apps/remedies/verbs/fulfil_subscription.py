"""Pay and retire in one chain: units bought by order of a court are never tradable again."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.registry.order import Order
from qingshan.apps.registry.purposes import JUDICIAL
from qingshan.apps.registry.retiring import retire
from qingshan.apps.remedies.models import Subscription
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import post
from qingshan.core.market.settlement import cash


@verb(
    event="subscription.fulfilled",
    label=Label("司法认购注销", "fulfil a court-ordered purchase"),
    roles=("operator",),
)
def fulfil_subscription(call: Call, *, subscription: int) -> Done[Subscription]:
    """Post the money to the seller and the seller's units into the sink, together or not at all."""
    found = locked(Subscription, subscription)
    advance(found, "fulfil_subscription", call)
    payment = post(cash(found.party.owner), cash(found.seller.owner), found.amount_fen)
    order = Order(
        ticket=found.ticket,
        party=found.seller,
        quantity=found.quantity,
        purpose=JUDICIAL,
        beneficiary=found.party.public_name,
        case_number=found.case_number,
        code="court_purchase",
        before=(payment,),
    )
    found.retirement = retire(call, order)
    found.save(update_fields=["state", "retirement"])
    facts = {"retirement": found.retirement.number, "quantity": found.quantity}
    return Done(found, {**facts, "amount_fen": found.amount_fen})
