"""The clock of a case: working days, the last one counted; days of a pause are not.

The day of an event does not count (Civil Code Art. 201: the first day is left out), working days
are those of the State Council's calendar.
"""

from __future__ import annotations

from datetime import date, timedelta

from qingshan.apps.base.refusals import YEAR_UNKNOWN
from qingshan.apps.base.workdays import last_of_workdays, workdays_between
from qingshan.apps.casework.kinds import limit_days
from qingshan.apps.casework.machine import OPEN
from qingshan.apps.casework.models import Case, CaseStep
from qingshan.core.kernel.errors import Refused

A_DAY = timedelta(days=1)


def start_step(case: Case, today: date) -> None:
    """Set the clock for the state that the case has just reached; the caller saves."""
    limit = limit_days(case.kind, case.state, as_of=today) if case.state in OPEN else None
    case.since, case.limit_days, case.due = today, limit, due_day(today, limit)
    case.paused = case.left_days = case.escalated = None
    case.paused_days = 0


def end_step(case: Case, state: str, today: date, late_reason: str = "") -> CaseStep:
    """Keep how long the step in ``state`` took, then start the clock of the present one."""
    step = CaseStep.objects.create(
        case=case,
        state=state,
        office=case.office,
        started=case.since,
        ended=today,
        limit_days=case.limit_days,
        due=case.due,
        used_days=used_days(case, today),
        paused_days=case.paused_days,
        late_reason=late_reason,
    )
    start_step(case, today)
    return step


def due_day(event: date, count: int | None) -> date | None:
    """The last day of a term of working days after an event.

    Unknown (None) where the term has no length or ends in a year without holiday notice.
    """
    if count is None:
        return None
    try:
        return last_of_workdays(event + A_DAY, count)
    except Refused as refused:
        if refused.refusals[0].code != YEAR_UNKNOWN:
            raise
        return None


def used_days(case: Case, today: date) -> int | None:
    """Working days that the present step has taken so far, today counted; None if unknown."""
    try:
        passed = workdays_between(case.since + A_DAY, today)
    except Refused:
        return None
    return max(passed - case.paused_days, 0)


def remaining_days(case: Case, today: date) -> int | None:
    """Working days left, today counted; zero when the term is over, None without a term."""
    if case.left_days is not None:
        return case.left_days
    return None if case.due is None else workdays_between(today, case.due)
