"""Withdraw a case (撤回); only who asked for it may."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.casework.clocks import end_step
from qingshan.apps.casework.models import Case
from qingshan.apps.parties.reads import must_act_for
from qingshan.core.kernel.label import Label


@verb(event="case.withdrawn", label=Label("撤回事项", "withdraw the case"), roles=("applicant",))
def withdraw_case(call: Call, *, case: int, reason: str) -> Done[Case]:
    """End the case at the wish of its applicant, at any time before it is forwarded."""
    found = locked(Case, case)
    must_act_for(call, found.party_id or 0)
    before = found.state
    advance(found, "withdraw_case", call)
    end_step(found, before, call.when.date())
    found.save()
    return Done(found, {"number": found.number, "reason": reason})
