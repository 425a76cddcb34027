"""Working days by the State Council's calendar: weekends, public holidays, make-up days (调休)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, lru_cache
from time import monotonic
from typing import Any, TypeVar

from django.db.models import QuerySet

from qingshan.apps.base import refusals
from qingshan.apps.base.fixed import Fixed
from qingshan.apps.base.holiday_text import FREE, WORKED
from qingshan.apps.base.models import EnteredHolidays
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import open_shelf

T = TypeVar("T")
_SATURDAY, _DECEMBER = 5, 12
_TABLE = "calendar.holidays"
FRESH_S = 600
"""How long a process may go on with what it read of a year that the release has: an amendment
changes days from the next one on, hours before any market opens."""


@dataclass(frozen=True)
class HolidayNotice:
    """The State Council's notice for a year: its number, how we have it, and its days.

    Each day that it names is free or worked in exchange, for a holiday that is told by its Chinese
    name. ``amends`` names the notices before it, where there are any.
    """

    document: str
    issued: date
    basis: Label
    days: Mapping[date, tuple[str, str]]
    amends: str = ""

    @property
    def documents(self) -> str:
        """The numbers of all papers that it rests on, the first one first."""
        return "、".join(filter(None, (self.amends, self.document)))


def holiday_notice(year: int) -> HolidayNotice | None:
    """The notice of a year: that of the release or what was entered last, whichever is the later.

    None where no notice is known.
    """
    released = _released().get(year)
    if released is None:
        return _entered(year)
    return _amended(int(monotonic() // FRESH_S)).get(year, released)


def known_years() -> list[int]:
    """Every year whose holidays are known, in order."""
    entered = EnteredHolidays.objects.values_list("year", flat=True)
    return sorted({*_released(), *entered})


def read_anew() -> None:
    """Let this process ask anew for what was entered of the years that the release has."""
    _amended.cache_clear()


@lru_cache(maxsize=1)
def _amended(_span: int) -> Mapping[int, HolidayNotice]:
    """Notices that were entered for years of the release and are no older than its own."""
    released = _released()
    years = set(EnteredHolidays.objects.filter(year__in=released).values_list("year", flat=True))
    entered = {year: notice for year in years if (notice := _entered(year))}
    return {
        year: notice for year, notice in entered.items() if notice.issued >= released[year].issued
    }


@cache
def _released() -> Mapping[int, HolidayNotice]:
    rows = open_shelf().rows(_TABLE)
    heads = {int(row.key): row for row in rows if row.name == "coverage"}
    days: dict[int, dict[date, tuple[str, str]]] = {year: {} for year in heads}
    for row in rows:
        if row.name in (FREE, WORKED):
            day = date.fromisoformat(row.key)
            days[day.year][day] = (row.name, str(row.value))
    return {
        year: HolidayNotice(str(row.value), row.valid_from, row.basis_label, days[year])
        for year, row in heads.items()
    }


def _entered(year: int) -> HolidayNotice | None:
    """The newest that was entered: asked for each time, for another process may have entered it."""
    row = _NEWEST.row(year)
    return _notice(row[0]) if row else None


def _newest(year: int) -> QuerySet[EnteredHolidays, tuple[Any, ...]]:
    found = EnteredHolidays.objects.filter(year=year).order_by("-pk")
    return found.values_list("pk")[:1]


_NEWEST = Fixed(_newest, int)


@lru_cache(maxsize=16)
def _notice(key: int) -> HolidayNotice:
    """A notice never changes: another of the same year has another key."""
    row = EnteredHolidays.objects.get(pk=key)
    days = {date.fromisoformat(day): (kind, name) for day, kind, name in row.days}
    entered = f"{row.entered:%Y-%m-%d}"
    basis = Label(f"{entered} 录入", f"entered on {entered}")
    return HolidayNotice(row.document, row.issued, basis, days, row.amends)


def is_workday(day: date) -> bool:
    """Whether offices work on the day.

    Raises
    ------
    Refused
        E-MC-05 when no holiday notice for that year is entered.
    """
    notice = holiday_notice(day.year)
    if notice is None:
        raise Refused.because(refusals.YEAR_UNKNOWN, str(day.year))
    named = _named(day, notice)
    return named[0] == WORKED if named else day.weekday() < _SATURDAY


def named_day(day: date) -> tuple[str, str] | None:
    """Whether the day is free or worked for a holiday, and which; None for all other days."""
    notice = holiday_notice(day.year)
    return _named(day, notice) if notice else None


def _named(day: date, notice: HolidayNotice) -> tuple[str, str] | None:
    """What the notice of its year says; New Year in December is in that of the year after."""
    after = holiday_notice(day.year + 1) if day.month == _DECEMBER else None
    return (after and after.days.get(day)) or notice.days.get(day)


def if_known(count: Callable[[], T]) -> T | None:
    """What counting working days comes to; None where it meets a year without a notice."""
    try:
        return count()
    except Refused as refused:
        if refused.refusals[0].code != refusals.YEAR_UNKNOWN:
            raise
        return None


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
