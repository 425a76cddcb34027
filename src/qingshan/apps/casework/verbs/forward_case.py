"""Forward a case to the office above (上报)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.casework.handling import handling, offices_with, refuse_unless
from qingshan.apps.casework.kinds import kind_of
from qingshan.apps.casework.machine import OFFICIALS
from qingshan.apps.casework.models import Case
from qingshan.apps.casework.refusals import NOT_ABLE
from qingshan.apps.casework.steps import guard, late_faults, take_step
from qingshan.apps.parties.reads import party
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label


@verb(event="case.forwarded", label=Label("上报", "forward the case"), roles=OFFICIALS)
def forward_case(call: Call, *, case: int, office: int, late_reason: str = "") -> Done[Case]:
    """Hand what passed the first review to the office that decides; it assigns the case anew.

    Raises
    ------
    Refused
        All at once: what ``handling`` tells, E-CW-09 late without reason, E-CW-19 an office
        without the post or outside the place.
    """
    found, today = locked(Case, case), call.when.date()
    guard(found, "forward_case", call)
    receiver = party(office)
    posts = kind_of(found.kind, as_of=found.opened_on).receivers
    faults = late_faults(found, today, late_reason)
    if receiver not in offices_with(posts, found.county_code):
        faults.append(Refusal(NOT_ABLE, found.number, {"name": receiver.label}))
    refuse_unless(handling(call, found), faults)
    take_step(found, "forward_case", call, late_reason)
    found.office, found.assignee = receiver, None
    found.save(update_fields=["office", "assignee"])
    return Done(found, {"number": found.number, "office": office, "late_reason": late_reason})
