"""Close a case (办结)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.casework.handling import handling, refuse_unless
from qingshan.apps.casework.kinds import kind_of
from qingshan.apps.casework.machine import OFFICIALS
from qingshan.apps.casework.models import Case
from qingshan.apps.casework.steps import field_faults, guard, late_faults, state_faults, take_step
from qingshan.core.kernel.errors import refuse_all
from qingshan.core.kernel.label import Label

ROLES = (*OFFICIALS, "system")


@verb(event="case.closed", label=Label("办结", "close the case"), roles=ROLES)
def close_case(
    call: Call, *, case: int, outcome: str = "", late_reason: str = "", is_settled: bool = False
) -> Done[Case]:
    """End a case after the last step of its kind, with what came of it.

    The house itself ends one whose ticket was issued: that needs no post in the office. Where the
    matter was settled in the room that knows it (``is_settled``), steps that are left are not
    taken; the house alone says so.

    Raises
    ------
    Refused
        All at once: what ``handling`` tells, E-CW-09 late without reason, E-CW-14 a step of its
        kind is still ahead, E-CW-16 a field check is out.
    """
    found, today = locked(Case, case), call.when.date()
    guard(found, "close_case", call)
    is_house = call.actor.may("system")
    assert is_house or not is_settled, "an office takes every step"
    last = kind_of(found.kind, as_of=found.opened_on).steps[-1]
    faults = [
        *(() if is_settled else state_faults(found, last)),
        *field_faults(found),
        *late_faults(found, today, late_reason),
    ]
    if is_house:
        refuse_all(faults)
    else:
        refuse_unless(handling(call, found), faults)
    take_step(found, "close_case", call, late_reason)
    return Done(found, {"number": found.number, "outcome": outcome, "late_reason": late_reason})
