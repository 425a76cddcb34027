"""Send somebody out to look at the land (安排现场核查)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.casework.clocks import stop
from qingshan.apps.casework.handling import handling, handling_by, refuse_unless
from qingshan.apps.casework.machine import OFFICIALS
from qingshan.apps.casework.models import Case, FieldCheck
from qingshan.apps.casework.refusals import NOT_ABLE
from qingshan.apps.casework.steps import TASK, field_faults, reason_faults, state_faults
from qingshan.apps.parties.models import User
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label


@verb(event="case.sent_to_field", label=Label("安排现场核查", "send to the field"), roles=OFFICIALS)
def send_to_field(call: Call, *, case: int, checker: int, task: str) -> Done[FieldCheck]:
    """Tell a colleague what to look at; the clock of the review stands still until the result.

    Raises
    ------
    Refused
        All at once: what ``handling`` tells, E-CW-14 the case is not under review, E-CW-16 somebody
        is out already, E-CW-17 the task says nothing, E-CW-19 the person cannot handle the case.
    """
    found, today = locked(Case, case), call.when.date()
    person = User.objects.get(pk=checker)
    faults = [
        *state_faults(found, "accepted"),
        *field_faults(found),
        *reason_faults(task, today, TASK),
    ]
    if not handling_by(checker, found).may:
        faults.append(Refusal(NOT_ABLE, found.number, {"name": str(person)}))
    refuse_unless(handling(call, found), faults)
    check = FieldCheck.objects.create(case=found, checker=person, task=task.strip(), assigned=today)
    stop(found, today)
    found.save()
    return Done(check, {"number": found.number, "checker": checker})
