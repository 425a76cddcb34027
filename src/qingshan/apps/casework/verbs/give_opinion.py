"""Say whether the title to the land is as stated (出具权属意见)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.casework.handling import TITLE_POST, refuse_unless, title_handling
from qingshan.apps.casework.models import OwnershipOpinion
from qingshan.apps.casework.refusals import LATE_WITHOUT_REASON, OPINION_CLOSED
from qingshan.apps.casework.steps import OPINION, reason_faults
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label


@verb(
    event="case.opinion_given", label=Label("出具权属意见", "give the opinion"), roles=(TITLE_POST,)
)
def give_opinion(
    call: Call, *, opinion: int, holds: bool, text: str, late_reason: str = ""
) -> Done[OwnershipOpinion]:
    """Confirm the title or not, with a reason; for the office of the place.

    Raises
    ------
    Refused
        All at once: E-CW-04 outside the area, E-CW-05 another office, E-CW-06 same unit as the
        applicant, E-CW-09 late without reason, E-CW-17 no reason, E-CW-21 given before.
    """
    found = locked(OwnershipOpinion, opinion)
    today = call.when.date()
    faults = reason_faults(text, today, OPINION)
    if found.given is not None:
        faults.append(Refusal(OPINION_CLOSED, found.case.number))
    if found.due is not None and today > found.due and not late_reason.strip():
        facts = {"step": OPINION, "due": str(found.due)}
        faults.append(Refusal(LATE_WITHOUT_REASON, found.case.number, facts))
    found.office = refuse_unless(title_handling(call, found.case), faults)
    found.given, found.holds, found.text = today, holds, text.strip()
    found.late_reason = late_reason.strip()
    found.save()
    return Done(found, {"number": found.case.number, "holds": holds})
