"""Working days by the State Council's calendar: weekends, public holidays, make-up days (调休)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from qingshan.apps.base import refusals
from qingshan.core.kernel.errors import Refused
from qingshan.core.tables.row import Row
from qingshan.core.tables.shelf import open_shelf

_SATURDAY = 5
_TABLE = "calendar.holidays"
WORKED = "workday"


@dataclass(frozen=True)
class HolidayNotice:
    """The State Council's notice for a year: its row (the value is its number), its days.

    Each day that it names is free (``holiday``) or worked in exchange (``workday``), for a
    holiday that is told by its Chinese name.
    """

    row: Row
    days: Mapping[date, tuple[str, str]]


@cache
def holiday_notices() -> Mapping[int, HolidayNotice]:
    """The notices that are entered, by year."""
    rows = open_shelf().rows(_TABLE)
    heads = {int(row.key): row for row in rows if row.name == "coverage"}
    days: dict[int, dict[date, tuple[str, str]]] = {year: {} for year in heads}
    for row in rows:
        if row.name != "coverage":
            day = date.fromisoformat(row.key)
            days[day.year][day] = (row.name, str(row.value))
    return {year: HolidayNotice(row, days[year]) for year, row in sorted(heads.items())}


def is_workday(day: date) -> bool:
    """Whether offices work on the day.

    Raises
    ------
    Refused
        E-MC-05 when no holiday notice for that year is entered.
    """
    notice = holiday_notices().get(day.year)
    if notice is None:
        raise Refused.because(refusals.YEAR_UNKNOWN, str(day.year))
    if day in notice.days:
        return notice.days[day][0] == WORKED
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
