"""Give a case to one person of its office (指派)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.casework.handling import handling, handling_by, refuse_unless
from qingshan.apps.casework.machine import OFFICIALS
from qingshan.apps.casework.models import Case
from qingshan.apps.casework.refusals import NOT_ABLE
from qingshan.apps.casework.steps import open_case_faults
from qingshan.apps.parties.models import User
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label


@verb(event="case.assigned", label=Label("指派承办人", "assign the case"), roles=OFFICIALS)
def assign_case(call: Call, *, case: int, person: int) -> Done[Case]:
    """Let one person answer for the case; whoever handles it there may give it to another.

    Raises
    ------
    Refused
        All at once: what ``handling`` tells of the actor, E-CW-19 the person lacks the post, is of
        another office, or has a tie; E-CW-26 the case is finished.
    """
    found = locked(Case, case)
    chosen = User.objects.get(pk=person)
    faults = open_case_faults(found)
    if not handling_by(person, found).may:
        faults.append(Refusal(NOT_ABLE, found.number, {"name": str(chosen)}))
    found.office = refuse_unless(handling(call, found, even_if_assigned=True), faults)
    found.assignee = chosen
    found.save(update_fields=["office", "assignee"])
    return Done(found, {"number": found.number, "person": person})
