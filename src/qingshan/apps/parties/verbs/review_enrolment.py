"""Look at a customer again (持续尽职调查)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.enrolling import (
    keep_review,
    next_review,
    not_own,
    review_faults,
    screening_of,
)
from qingshan.apps.parties.models import DueDiligence, Enrolment
from qingshan.core.kernel.errors import refuse_all
from qingshan.core.kernel.label import Label


@verb(
    event="enrolment.reviewed",
    label=Label("复审客户", "review the customer"),
    roles=("registrar", "operator"),
)
def review_enrolment(
    call: Call, *, enrolment: int, checked: list[str], risk: str, screening_reason: str = ""
) -> Done[DueDiligence]:
    """A new row with a new grade and a new date; E-PA-09, E-PA-17, E-PA-18 as at the opening."""
    found = locked(Enrolment, enrolment)
    not_own(call, found)
    screening = screening_of(found, call.when)
    refuse_all(review_faults(checked, screening, screening_reason))
    again = next_review(risk, call.when.date())
    review = keep_review(
        call,
        found,
        "reviewed",
        reason=screening_reason,
        checked=sorted(checked),
        risk=risk,
        next_review=again,
        screening=screening.outcome,
        hits=list(screening.hits),
        lists=list(screening.lists),
    )
    return Done(review, {"risk": risk, "again": str(again), "screening": screening.outcome})
