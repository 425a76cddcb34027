"""Trading days: working days from Monday to Friday, by the State Council's calendar."""

from __future__ import annotations

from datetime import date, timedelta

from qingshan.apps.base.workdays import is_workday

_SATURDAY = 5


def is_trading_day(day: date) -> bool:
    """Whether the market opens; a weekend that is worked in exchange for a holiday stays closed.

    Raises
    ------
    Refused
        E-MC-05 when no holiday notice for that year is entered.
    """
    return day.weekday() < _SATURDAY and is_workday(day)


def trading_days_between(first: date, last: date, *, enough: int) -> int:
    """Trading days after ``first`` up to ``last``; counting stops at ``enough``."""
    count, day = 0, first
    while day < last and count < enough:
        day += timedelta(days=1)
        count += is_trading_day(day)
    return count
