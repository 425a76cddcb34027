"""Trading days: working days from Monday to Friday, by the State Council's calendar."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.conf import settings

from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.workdays import is_workday
from qingshan.apps.rulebook.reads import open_rulebook
from qingshan.core.ledger.model import booking_day
from qingshan.core.market.fee import KEY, TABLE

_SATURDAY = 5


def is_trading_day(day: date) -> bool:
    """Whether the market opens; a weekend that is worked in exchange for a holiday stays closed.

    Raises
    ------
    Refused
        E-MC-05 when no holiday notice for that year is entered.
    """
    return day.weekday() < _SATURDAY and is_workday(day)


def is_after_close(moment: datetime) -> bool:
    """Whether what was dealt on this day may be delivered, by the row ``settle_from``."""
    local = moment.astimezone(SHANGHAI)
    row = open_rulebook().text(TABLE, key=KEY, name="settle_from", as_of=local.date())
    return local.time() >= time.fromisoformat(row.value)


def is_running(day: date, moment: datetime) -> bool:
    """Whether more may be picked on a day, so that it has no close yet; to its end at any hour."""
    if booking_day(moment) != day:
        return False
    return not (settings.TRADING_HOURS and is_after_close(moment))


def trading_day_after(day: date, count: int) -> date:
    """The trading day that comes ``count`` trading days after a day."""
    while count:
        day += timedelta(days=1)
        count -= is_trading_day(day)
    return day


def trading_days_between(first: date, last: date, *, enough: int) -> int:
    """Trading days after ``first`` up to ``last``; counting stops at ``enough``."""
    count, day = 0, first
    while day < last and count < enough:
        day += timedelta(days=1)
        count += is_trading_day(day)
    return count


def end_of_day(when: datetime, days: int) -> datetime:
    """The last second of a later day: the same for a form that is sent twice."""
    last = when.astimezone(SHANGHAI).date() + timedelta(days=days)
    return last_second(last)


def last_second(day: date) -> datetime:
    """The last second of a day in Chinese time."""
    return datetime.combine(day, time(23, 59, 59), SHANGHAI)
