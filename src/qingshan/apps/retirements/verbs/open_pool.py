"""Open a pooled retirement: people enter kilograms, whole units are retired for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from qingshan.apps.base.call import Call
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.parties.reads import party as party_of
from qingshan.apps.registry.claims import claim_faults
from qingshan.apps.registry.models import Ticket
from qingshan.apps.retirements.models import RetirementPool
from qingshan.apps.retirements.naming import beneficiary_of, named_faults
from qingshan.apps.retirements.refusals import SUBJECT_MISSING
from qingshan.apps.retirements.saying import CHOSEN, use_faults
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label

SERIES = "HZ"


@verb(
    event="pool.opened",
    label=Label("开立合并注销", "open a pooled retirement"),
    roles=("applicant", "trader"),
)
def open_pool(  # noqa: PLR0913  the fields of the form
    call: Call,
    *,
    ticket: int,
    party: int,
    purpose: str,
    beneficiary: Mapping[str, str],
    subject: str,
    first_day: date | None = None,
    last_day: date | None = None,
) -> Done[RetirementPool]:
    """Name event, days and organiser; the units are taken when the pool is closed.

    Raises
    ------
    Refused
        E-RT-01 to E-RT-05, E-RT-10, E-RG-06 to E-RG-08, E-PA-03 and E-PA-04, all at once.
    """
    must_act_for(call, party)
    holder, as_of = party_of(party), call.when.date()
    wrong = use_faults(purpose, subject, first_day, last_day, when=call.when)
    if not subject.strip() and not any(one.code == SUBJECT_MISSING for one in wrong):
        wrong.append(Refusal(SUBJECT_MISSING, CHOSEN.get(purpose, "")))
    wrong += named_faults(beneficiary, holder, as_of=as_of)
    wrong += claim_faults(subject, place=subject.strip(), as_of=as_of)
    refuse_all(wrong)
    pool = RetirementPool.objects.create(
        number=next_number(SERIES, call.when.year),
        ticket=Ticket.objects.get(pk=ticket),
        party=holder,
        purpose=purpose,
        beneficiary=beneficiary_of(beneficiary, holder, when=call.when),
        subject=subject.strip(),
        first_day=first_day,
        last_day=last_day,
        opened=call.when,
    )
    return Done(pool, {"number": pool.number, "purpose": purpose})
