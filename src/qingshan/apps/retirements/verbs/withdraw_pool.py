"""Withdraw a pool: nothing is retired and the names are gone."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.retirements.models import RetirementPool
from qingshan.core.kernel.label import Label


@verb(
    event="pool.withdrawn",
    label=Label("撤回合并注销", "withdraw a pooled retirement"),
    roles=("applicant", "trader"),
)
def withdraw_pool(call: Call, *, pool: int) -> Done[RetirementPool]:
    """What people told of themselves is not kept without a use."""
    found = locked(RetirementPool, pool)
    must_act_for(call, found.party_id)
    advance(found, "withdraw_pool", call)
    found.shares.all().delete()
    found.save(update_fields=["state"])
    return Done(found, {"number": found.number})
