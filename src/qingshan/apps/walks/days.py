"""The days on which a walk or a story goes from application to ticket."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.workdays import if_known, is_workday
from qingshan.apps.notices.rules import least_days

A_DAY = timedelta(days=1)
EARLIEST_YEAR = 2000


@dataclass(frozen=True)
class Days:
    """One moment for each act, in their order."""

    applied: datetime
    accepted: datetime
    confirmed: datetime
    forwarded: datetime
    measured: datetime
    opened: datetime
    verified: datetime
    closed: datetime
    drawn: datetime
    voted: datetime
    signed: datetime
    issued: datetime


def days_until(now: datetime) -> Days:
    """Days that end now: the notice lasted as long as it must, each other act took a working day.

    Where the holidays of this year or the last are not entered, the notice lies in the last year
    whose holidays are known.

    Raises
    ------
    Refused
        E-MC-05 when no year before now is known.
    """
    voted = _before(_known(now.date()), 1)
    drawn = _before(voted, 1)
    closed = _before(drawn, 1)
    last = _before(closed, 1)
    opened = _before(last, least_days(last) - 1)
    measured = _before(opened, 1)
    forwarded = _before(measured, 1)
    confirmed = _before(forwarded, 1)
    accepted = _before(confirmed, 1)
    return Days(
        applied=_at(_before(accepted, 1), 9, 30),
        accepted=_at(accepted, 10, 0),
        confirmed=_at(confirmed, 10, 0),
        forwarded=_at(forwarded, 10, 0),
        measured=_at(measured, 10, 0),
        opened=_at(opened, 9, 0),
        verified=_at(opened, 15, 0),
        closed=_at(closed, 9, 0),
        drawn=_at(drawn, 9, 0),
        voted=_at(voted, 9, 0),
        signed=now,
        issued=now,
    )


def _known(day: date) -> date:
    """The day itself, or the last one before it of a year whose holidays are entered."""
    while not _is_known(day) and day.year > EARLIEST_YEAR:
        day = date(day.year - 1, 12, 31)
    return day


def _is_known(day: date) -> bool:
    return if_known(lambda: is_workday(day)) is not None


def _before(day: date, count: int) -> date:
    """The day so many working days before another."""
    while count:
        day -= A_DAY
        count -= is_workday(day)
    return day


def _at(day: date, hour: int, minute: int) -> datetime:
    return datetime.combine(day, time(hour, minute), SHANGHAI)
