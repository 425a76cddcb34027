"""Close a pool: whole units are retired for all shares, and the organiser fills the last one up."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.registry.order import Order
from qingshan.apps.registry.retiring import retire
from qingshan.apps.retirements.models import RetirementPool
from qingshan.apps.retirements.reads import sum_of
from qingshan.apps.retirements.refusals import POOL_EMPTY
from qingshan.apps.retirements.saying import sentence
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(
    event="pool.retired",
    label=Label("办结合并注销", "close a pooled retirement"),
    roles=("applicant", "trader"),
)
def close_pool(call: Call, *, pool: int) -> Done[RetirementPool]:
    """Retire exactly the kilograms of the shares and the top-up to whole units, or nothing.

    Raises
    ------
    Refused
        E-RT-09 without a share; E-MC-01 when it is closed; what ``registry.retiring`` refuses.
    """
    found = locked(RetirementPool, pool)
    must_act_for(call, found.party_id)
    advance(found, "close_pool", call)
    whole = sum_of(found, call.when.date())
    if not whole.shares_kg:
        raise Refused.because(POOL_EMPTY, found.number)
    people = found.shares.count()
    use = sentence(found.purpose, found.subject, found.first_day, found.last_day, whole.quantity)
    order = Order(
        ticket=found.ticket,
        party=found.party,
        quantity=whole.quantity,
        purpose=found.purpose,
        beneficiary=found.beneficiary.name,
        statement=f"{use}（{people} 人份额 {whole.shares_kg:,} 千克）",
    )
    found.retirement = retire(call, order)
    found.top_up_kg = whole.top_up_kg
    found.save(update_fields=["state", "retirement", "top_up_kg"])
    facts = {"retirement": found.retirement.number, "quantity": whole.quantity, "people": people}
    return Done(found, {**facts, "shares_kg": whole.shares_kg, "top_up_kg": whole.top_up_kg})
