"""The last days on which something happened to deals, found by an index from one to the next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.db.models import QuerySet

from qingshan.apps.books.reads import day_start
from qingshan.apps.exchange.models import AGREED_DAY, Trade
from qingshan.core.ledger.model import booking_day

Newest = Callable[[date | None], date | None]
"""The last day before a day, or of all; None where there is none. It reads one row."""


def the_day(day: date) -> date:
    """The day itself, where each day is told."""
    return day


def month_of(day: date) -> date:
    """The first day of its month, where one day of each month is told."""
    return day.replace(day=1)


def last_days(
    newest: Newest,
    limit: int,
    *,
    before: date | None = None,
    span: Callable[[date], date] = the_day,
) -> list[date]:
    """The newest days, in as many questions as answers.

    ``span`` answers the first day of what a day belongs to, such as its month: then one day of each
    is told, by that first day.
    """
    found: list[date] = []
    while len(found) < limit and (last := newest(found[-1] if found else before)) is not None:
        found.append(span(last))
    return found


def by_moment(deals: QuerySet[Trade], moment: str) -> Newest:
    """Days on which deals have a moment that may be missing: ``settled``, ``corrected``."""
    there = deals.filter(**{f"{moment}__isnull": False}).order_by(f"-{moment}")
    moments = there.values_list(moment, flat=True)

    def newest(until: date | None) -> date | None:
        earlier = moments.filter(**{f"{moment}__lt": day_start(until)}) if until else moments
        last = earlier.first()
        return booking_day(last) if last else None

    return newest


def when_agreed(until: date | None) -> date | None:
    """Days on which deals were agreed, whatever became of them."""
    days = Trade.objects.annotate(day=AGREED_DAY).order_by("-day").values_list("day", flat=True)
    return (days.filter(day__lt=until) if until else days).first()
