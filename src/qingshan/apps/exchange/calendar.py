"""The trading calendar of a year (交易日历): days with a market, closures, days with deals."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db import connection

from qingshan.apps.base.holiday_text import HOLIDAYS, WORKED
from qingshan.apps.base.workdays import (
    HolidayNotice,
    holiday_notice,
    if_known,
    named_day,
)
from qingshan.apps.exchange.trading_days import is_trading_day, trading_day_after
from qingshan.apps.rulebook.reads import open_rulebook
from qingshan.core.kernel.label import Label
from qingshan.core.market.rules import amount_rule

_DEALT = """
select day from unnest(%s::date[]) as day
where exists (
  select from exchange_trade where (agreed at time zone 'Asia/Shanghai')::date = day
)
"""


@dataclass(frozen=True)
class Day:
    """A day of a year: whether the market opens, and the holiday for which it is free or worked."""

    day: date
    is_open: bool
    holiday: Label | None = None
    is_worked: bool = False
    is_dealt: bool = False


@dataclass(frozen=True)
class Closure:
    """Days in a row without a market because of a holiday; ``reopens`` is None if not known yet."""

    holidays: Label
    first: date
    last: date
    reopens: date | None

    @property
    def days(self) -> int:
        """How many days there are, weekends among them."""
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Year:
    """A year for which the notice of holidays is entered."""

    notice: HolidayNotice
    days: list[Day]

    @property
    def open_days(self) -> int:
        """How many trading days it has."""
        return sum(day.is_open for day in self.days)

    def open_until(self, last: date) -> int:
        """How many of its trading days have come by the end of a day."""
        return sum(day.is_open for day in self.days if day.day <= last)

    def months(self) -> list[list[list[Day | None]]]:
        """Weeks from Monday to Sunday by month; None stands for days of other months."""
        by_month = groupby(self.days, key=lambda day: day.day.month)
        return [_weeks(list(days)) for _, days in by_month]

    def closures(self) -> list[Closure]:
        """Every closure for a holiday, in order."""
        runs = groupby(self.days, key=lambda day: day.is_open)
        found = ([*days] for is_open, days in runs if not is_open)
        return [_closure(days) for days in found if any(_is_free(day) for day in days)]


def year_of(number: int) -> Year | None:
    """The calendar of a year; None where no notice of its holidays is entered."""
    notice = holiday_notice(number)
    if notice is None:
        return None
    first, count = date(number, 1, 1), (date(number + 1, 1, 1) - date(number, 1, 1)).days
    days = [first + timedelta(days=n) for n in range(count)]
    dealt = _dealt_on(days)
    return Year(notice, [_told(day, dealt) for day in days])


def enterable_years(today: date) -> tuple[int, int]:
    """Years whose notice may be entered or amended: this one and the next."""
    return today.year, today.year + 1


def unknown_from(today: date) -> date | None:
    """The first day that an order made today may reach and of whose year nothing is known."""
    days = int(amount_rule("order_max_days", "d", shelf=open_rulebook(), as_of=today))
    years = range(today.year, (today + timedelta(days=days)).year + 1)
    missing = next((year for year in years if holiday_notice(year) is None), None)
    return None if missing is None else max(today, date(missing, 1, 1))


def next_open(day: date) -> date | None:
    """The trading day after a day; None where its year is not known yet."""
    return if_known(lambda: trading_day_after(day, 1))


def _dealt_on(days: list[date]) -> set[date]:
    with connection.cursor() as cursor:
        cursor.execute(_DEALT, [days])
        return {day for (day,) in cursor.fetchall()}


def _told(day: date, dealt: set[date]) -> Day:
    kind, names = named_day(day) or ("", "")
    holiday = _named(names.split("、")) if names else None
    return Day(day, is_trading_day(day), holiday, kind == WORKED, day in dealt)


def _named(names: list[str]) -> Label:
    return Label("、".join(names), ", ".join(HOLIDAYS.get(name, name) for name in names))


def _is_free(day: Day) -> bool:
    return day.holiday is not None and not day.is_worked


def _weeks(days: list[Day]) -> list[list[Day | None]]:
    before: list[Day | None] = [None] * days[0].day.weekday()
    behind: list[Day | None] = [None] * (6 - days[-1].day.weekday())
    cells = [*before, *days, *behind]
    return [cells[n : n + 7] for n in range(0, len(cells), 7)]


def _closure(days: list[Day]) -> Closure:
    names = dict.fromkeys(
        name for day in days if day.holiday and _is_free(day) for name in day.holiday.zh.split("、")
    )
    return Closure(_named(list(names)), days[0].day, days[-1].day, next_open(days[-1].day))
