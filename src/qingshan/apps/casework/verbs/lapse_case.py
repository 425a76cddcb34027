"""Let a case lapse whose correction was not answered in time."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.casework.clocks import is_late
from qingshan.apps.casework.models import Case
from qingshan.apps.casework.steps import guard, take_step
from qingshan.core.kernel.label import Label


@verb(event="case.lapsed", label=Label("逾期终止", "let the case lapse"), roles=("system",))
def lapse_case(call: Call, *, case: int) -> Done[Case]:
    """End the case on the day after the last one of the applicant's term; the timer calls it."""
    found = locked(Case, case)
    guard(found, "lapse_case", call)
    assert is_late(found, call.when.date()), "the timer came too early"
    take_step(found, "lapse_case", call)
    return Done(found, {"number": found.number})
