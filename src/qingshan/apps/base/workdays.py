"""Working days by the State Council's calendar: weekends, public holidays, make-up days (调休)."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

from qingshan.apps.base import refusals
from qingshan.core.kernel.errors import Refused
from qingshan.core.tables.shelf import open_shelf

_SATURDAY = 5
_TABLE = "calendar.holidays"


@cache
def _calendar() -> tuple[frozenset[int], dict[str, str]]:
    rows = open_shelf().rows(_TABLE)
    years = frozenset(int(row.key) for row in rows if row.name == "coverage")
    return years, {row.key: row.name for row in rows if row.name != "coverage"}


def is_workday(day: date) -> bool:
    """Whether offices work on the day.

    Raises
    ------
    Refused
        E-MC-05 when no holiday notice for that year is entered.
    """
    years, days = _calendar()
    if day.year not in years:
        raise Refused.because(refusals.YEAR_UNKNOWN, str(day.year))
    kind = days.get(day.isoformat())
    if kind is not None:
        return kind == "workday"
    return day.weekday() < _SATURDAY


def last_of_workdays(first: date, count: int) -> date:
    """The last of ``count`` working days when ``first`` counts as one, as public notices say it."""
    day = first
    left = count - 1 if is_workday(first) else count
    while left:
        day += timedelta(days=1)
        left -= is_workday(day)
    return day


def workdays_between(first: date, last: date) -> int:
    """Number of working days from ``first`` to ``last``, both counted."""
    days = (last - first).days + 1
    return sum(is_workday(first + timedelta(days=n)) for n in range(max(days, 0)))
