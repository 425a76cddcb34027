"""Enter a court's order that a party buys and retires units."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.registry.models import Ticket
from qingshan.apps.remedies.models import Subscription
from qingshan.apps.remedies.refusals import CASE_KNOWN, TERMS_WRONG
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import amount_fen
from qingshan.core.kernel.units import CARBON_PER_TONNE


@verb(
    event="subscription.ordered",
    label=Label("登记司法认购", "enter a court-ordered purchase"),
    roles=("court",),
)
def order_subscription(  # noqa: PLR0913  the fields of form F16
    call: Call,
    *,
    court: int,
    case_number: str,
    party: int,
    ticket: int,
    seller: int,
    quantity: int,
    price_fen: int,
) -> Done[Subscription]:
    """Record case, party, ticket, quantity in carbon units and price in fen per tonne.

    Raises
    ------
    Refused
        E-RM-01 a case entered twice, E-RM-02 quantity or price not above zero.
    """
    must_act_for(call, court)
    if quantity <= 0 or price_fen <= 0:
        raise Refused.because(TERMS_WRONG, case_number)
    if Subscription.objects.filter(case_number=case_number).exists():
        raise Refused.because(CASE_KNOWN, case_number)
    subscription = Subscription.objects.create(
        case_number=case_number,
        court_id=court,
        party_id=party,
        ticket=Ticket.objects.get(pk=ticket),
        seller_id=seller,
        quantity=quantity,
        price_fen=price_fen,
        amount_fen=amount_fen(quantity, price_fen, CARBON_PER_TONNE),
        ordered=call.when,
    )
    return Done(subscription, {"quantity": quantity, "amount_fen": subscription.amount_fen})
