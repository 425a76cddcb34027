"""Retire units that a party holds."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.parties.reads import party as party_of
from qingshan.apps.registry.models import Retirement, Ticket
from qingshan.apps.registry.order import Order
from qingshan.apps.registry.retiring import retire
from qingshan.core.kernel.label import Label


@verb(event="units.retired", label=Label("注销", "retire units"), roles=("applicant", "trader"))
def retire_units(  # noqa: PLR0913  the fields of form F11
    call: Call,
    *,
    ticket: int,
    party: int,
    quantity: int,
    purpose: str,
    beneficiary: str,
    statement: str = "",
) -> Done[Retirement]:
    """Take ``quantity`` carbon units of a ticket out of circulation for good.

    Raises
    ------
    Refused
        E-RG-05 to E-RG-08 and E-RG-12 all at once; E-LG codes when the ledger refuses.
    """
    must_act_for(call, party)
    order = Order(
        ticket=Ticket.objects.get(pk=ticket),
        party=party_of(party),
        quantity=quantity,
        purpose=purpose,
        beneficiary=beneficiary,
        statement=statement,
    )
    done = retire(call, order)
    facts = {"number": done.number, "quantity": quantity, "purpose": purpose}
    return Done(done, {**facts, "certificate": done.certificate.digest})
