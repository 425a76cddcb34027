"""Enter a court's order that a party buys and retires units."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.parties.reads import party as party_of
from qingshan.apps.registry.models import Retirement, Ticket
from qingshan.apps.remedies.models import Subscription
from qingshan.apps.remedies.refusals import CASE_KNOWN, SAME_PARTY, TERMS_WRONG
from qingshan.core.kernel.errors import Refusal, refuse_all
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
        E-RM-01 a case entered twice or for which units were retired, E-RM-02 quantity or price not
        above zero, E-RM-20 who buys would sell; all at once.
    """
    must_act_for(call, court)
    faults = []
    if quantity <= 0 or price_fen <= 0:
        faults.append(Refusal(TERMS_WRONG, case_number))
    if _is_known(case_number):
        faults.append(Refusal(CASE_KNOWN, case_number))
    if party == seller:
        faults.append(Refusal(SAME_PARTY, party_of(seller).label))
    refuse_all(faults)
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


def _is_known(case_number: str) -> bool:
    """Whether a purchase was ordered in the case, or units were retired for it in the zone."""
    rows = (Subscription.objects, Retirement.objects)
    return any(one.filter(case_number=case_number).exists() for one in rows)
