"""Retire units for a beneficiary: own use, an event, a product's period, for oneself or others."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.parties.reads import party as party_of
from qingshan.apps.registry.models import Retirement, Ticket
from qingshan.apps.registry.order import Order
from qingshan.apps.registry.retiring import retire
from qingshan.apps.retirements.models import RetirementUse
from qingshan.apps.retirements.naming import SELF, beneficiary_of, named_faults
from qingshan.apps.retirements.saying import sentence, use_faults
from qingshan.core.kernel.errors import refuse_all
from qingshan.core.kernel.label import Label


@verb(event="units.retired", label=Label("注销", "retire units"), roles=("applicant", "trader"))
def retire_units(  # noqa: PLR0913  the fields of form F11
    call: Call,
    *,
    ticket: int,
    party: int,
    quantity: int,
    purpose: str,
    beneficiary: Mapping[str, str],
    subject: str = "",
    first_day: date | None = None,
    last_day: date | None = None,
) -> Done[Retirement]:
    """Take ``quantity`` carbon units out of circulation and say for whom, for what and when.

    ``beneficiary`` as ``naming.named`` makes it.

    Raises
    ------
    Refused
        E-RT-01 to E-RT-05, E-RG-06, E-RG-07, E-PA-03 and E-PA-04 all at once; then what
        ``registry.retiring.retire`` refuses.
    """
    must_act_for(call, party)
    holder = party_of(party)
    refuse_all(
        [
            *use_faults(purpose, subject, first_day, last_day, when=call.when),
            *named_faults(beneficiary, holder, as_of=call.when.date()),
        ]
    )
    found = beneficiary_of(beneficiary, holder, when=call.when)
    order = Order(
        ticket=Ticket.objects.get(pk=ticket),
        party=holder,
        quantity=quantity,
        purpose=purpose,
        beneficiary=found.name,
        statement=sentence(purpose, subject, first_day, last_day, quantity),
    )
    done = retire(call, order)
    RetirementUse.objects.create(
        retirement=done,
        beneficiary=found,
        is_on_behalf=beneficiary["kind"] != SELF,
        subject=subject.strip(),
        first_day=first_day,
        last_day=last_day,
    )
    facts = {"number": done.number, "quantity": quantity, "purpose": purpose}
    return Done(done, {**facts, "beneficiary": found.pk, "certificate": done.certificate.digest})
