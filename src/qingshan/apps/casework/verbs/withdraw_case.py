"""Withdraw a case (撤回); only who asked for it may."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.casework.handling import must_be_applicant
from qingshan.apps.casework.models import Case
from qingshan.apps.casework.steps import guard, reason_faults, take_step
from qingshan.core.kernel.errors import refuse_all
from qingshan.core.kernel.label import Label


@verb(event="case.withdrawn", label=Label("撤回事项", "withdraw the case"), roles=("applicant",))
def withdraw_case(call: Call, *, case: int, reason: str) -> Done[Case]:
    """End the case at the wish of its applicant, at any time before it is forwarded.

    Raises
    ------
    Refused
        E-CW-24 for a foreign case, E-CW-17 when no reason is told.
    """
    found = locked(Case, case)
    must_be_applicant(call, found)
    guard(found, "withdraw_case", call)
    refuse_all(reason_faults(reason, call.when.date()))
    take_step(found, "withdraw_case", call)
    return Done(found, {"number": found.number, "reason": reason})
