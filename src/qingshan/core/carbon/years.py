"""The length of a period in calendar years, as forest periods are spoken of."""

from __future__ import annotations

from datetime import date

from qingshan.core.kernel.period import DAYS_PER_YEAR, Period

LEAP_DAY = (2, 29)


def calendar_years(period: Period) -> float:
    """Whole anniversaries plus the remaining days: 2016-01-01 to 2020-12-31 is exactly 5.

    The mean year of 365.2425 days alone would call the same five years 5.0022, and a yield per
    year or
    an age on a curve would drift with the leap days.
    """
    years = period.end.year - period.start.year
    if _anniversary(period.start, years) > period.end:
        years -= 1
    rest = (period.end - _anniversary(period.start, years)).days
    return years + rest / DAYS_PER_YEAR


def _anniversary(day: date, years: int) -> date:
    if (day.month, day.day) == LEAP_DAY:
        return (
            date(day.year + years, 3, 1)
            if not _is_leap(day.year + years)
            else day.replace(year=day.year + years)
        )
    return day.replace(year=day.year + years)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
