"""Refuse a case: not accepted (不予受理), or not passed (不予通过), with reason and remedy."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.casework.handling import handling, refuse_unless
from qingshan.apps.casework.kinds import remedy_text
from qingshan.apps.casework.letters import write_letter
from qingshan.apps.casework.machine import OFFICIALS
from qingshan.apps.casework.models import Case
from qingshan.apps.casework.steps import field_faults, guard, late_faults, reason_faults, take_step
from qingshan.core.kernel.label import Label


@verb(event="case.refused", label=Label("不予办理", "refuse the case"), roles=OFFICIALS)
def refuse_case(call: Call, *, case: int, reason: str, late_reason: str = "") -> Done[Case]:
    """End the case against its applicant; the decision names the reason and what may be done.

    Raises
    ------
    Refused
        All at once: what ``handling`` tells, E-CW-09 late without reason, E-CW-16 a field check is
        out, E-CW-17 no reason is told.
    """
    found, today = locked(Case, case), call.when.date()
    guard(found, "refuse_case", call)
    faults = [
        *reason_faults(reason, today),
        *field_faults(found),
        *late_faults(found, today, late_reason),
    ]
    kind = "not_accepted" if found.state == "submitted" else "not_passed"
    found.office = refuse_unless(handling(call, found), faults)
    take_step(found, "refuse_case", call, late_reason)
    content = {"reason": reason.strip(), "remedy": list(remedy_text(today))}
    letter = write_letter(call, found, kind, found.office, content)
    return Done(found, {"number": found.number, "reason": reason, "letter": letter.number})
