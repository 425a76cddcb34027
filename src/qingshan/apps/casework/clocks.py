"""The clock of a case: working days, the last one counted; days of a pause are not.

The day of an event does not count (Civil Code Art. 201: the first day is left out), working days
are those of the State Council's calendar.
"""

from __future__ import annotations

from datetime import date, timedelta

from qingshan.apps.base.workdays import if_known, last_of_workdays, workdays_between
from qingshan.apps.casework.kinds import limit_days
from qingshan.apps.casework.machine import OPEN
from qingshan.apps.casework.models import Case, CaseStep

A_DAY = timedelta(days=1)


def start_step(case: Case, today: date) -> None:
    """Set the clock for the state that the case has just reached; the caller saves."""
    limit = limit_days(case.kind, case.state, as_of=today) if case.state in OPEN else None
    case.since, case.limit_days, case.paused_days = today, limit, 0
    case.paused = case.escalated = None
    set_due(case)


def end_step(case: Case, state: str, today: date, late_reason: str = "") -> None:
    """Keep how long the step in ``state`` took, then start the clock of the present one."""
    go_on(case, today)
    CaseStep.objects.create(
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


def stop(case: Case, today: date) -> None:
    """Let the clock stand still from today on; a term that is over stays over."""
    if case.paused is None and case.limit_days is not None and not is_late(case, today):
        case.paused, case.due = today, None


def go_on(case: Case, today: date) -> None:
    """Let the clock run again from tomorrow on, with the days that were left."""
    if case.paused is not None:
        case.paused_days += workdays_between(case.paused, today)
        case.paused = None
        set_due(case)


def set_due(case: Case) -> None:
    """The last day of the present step; empty without a limit or where the year is not entered."""
    length = None if case.limit_days is None else case.limit_days + case.paused_days
    case.due = due_day(case.since, length)


def due_day(event: date, count: int | None) -> date | None:
    """The last day of a term of working days after an event.

    Unknown (None) where the term has no length or ends in a year without holiday notice.
    """
    return None if count is None else if_known(lambda: last_of_workdays(event + A_DAY, count))


def used_days(case: Case, last: date) -> int | None:
    """Working days of the present step up to ``last``, pauses left out; None if not known."""
    counted = if_known(lambda: workdays_between(case.since + A_DAY, last))
    return None if counted is None else max(counted - case.paused_days, 0)


def remaining_days(case: Case, today: date) -> int | None:
    """Working days left, today counted; zero when the term is over, None without a known term."""
    if case.due is not None:
        due = case.due
        return if_known(lambda: workdays_between(today, due))
    if case.paused is None or case.limit_days is None:
        return None
    used = used_days(case, case.paused - A_DAY)
    return None if used is None else case.limit_days - used


def is_late(case: Case, today: date) -> bool:
    """Whether the term of the present step is over."""
    return case.due is not None and today > case.due
