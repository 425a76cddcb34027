"""Hand a case over to another office (转办)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.casework.handling import handling, other_offices, refuse_unless
from qingshan.apps.casework.letters import write_letter
from qingshan.apps.casework.machine import OFFICIALS
from qingshan.apps.casework.models import Case
from qingshan.apps.casework.refusals import AREA_FOREIGN, NOT_ABLE
from qingshan.apps.casework.steps import field_faults, open_case_faults, reason_faults
from qingshan.apps.parties.reads import party
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label


@verb(event="case.handed_over", label=Label("转办", "hand the case over"), roles=OFFICIALS)
def hand_over_case(call: Call, *, case: int, office: int, reason: str) -> Done[Case]:
    """Let another office handle the case; the clock runs on, for the applicant waits all the same.

    Who has the post may hand a case over even from outside its area: that is why one does.

    Raises
    ------
    Refused
        All at once: what ``handling`` tells (but E-CW-04), E-CW-16 a field check is out, E-CW-17 no
        reason, E-CW-19 the office has no such post or area, or is one's own, E-CW-26 the case is
        finished.
    """
    found, today = locked(Case, case), call.when.date()
    receiver = party(office)
    desk = handling(call, found).without(AREA_FOREIGN)
    faults = [*open_case_faults(found), *field_faults(found), *reason_faults(reason, today)]
    if receiver not in other_offices(found, desk.office):
        faults.append(Refusal(NOT_ABLE, found.number, {"name": receiver.label}))
    sender = refuse_unless(desk, faults)
    found.office, found.assignee = receiver, None
    found.save(update_fields=["office", "assignee"])
    content = {"to": list(receiver.label), "reason": reason.strip()}
    letter = write_letter(call, found, "hand_over", sender, content)
    return Done(found, {"number": found.number, "office": office, "letter": letter.number})
