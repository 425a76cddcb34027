"""The last days on which something happened to deals, found by an index from one to the next."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from django.db.models import QuerySet

from qingshan.apps.books.reads import day_start
from qingshan.apps.exchange.models import Trade
from qingshan.core.ledger.model import booking_day


def the_day(day: date) -> date:
    """The day itself, where each day is told."""
    return day


def month_of(day: date) -> date:
    """The first day of its month, where one day of each month is told."""
    return day.replace(day=1)


def last_days(
    deals: QuerySet[Trade],
    moment: str,
    limit: int,
    *,
    before: date | None = None,
    span: Callable[[date], date] = the_day,
) -> list[date]:
    """The newest days on which deals have a moment (``agreed``, ``settled``, ``corrected``).

    ``span`` answers the first day of what a day belongs to, such as its month: then one day of each
    is told, by that first day. As many questions as answers, each of which reads one row.
    """
    newest = deals.filter(**{f"{moment}__isnull": False}).order_by(f"-{moment}")
    moments = newest.values_list(moment, flat=True)
    found: list[date] = []
    until = before
    while len(found) < limit:
        earlier = (
            moments if until is None else moments.filter(**{f"{moment}__lt": day_start(until)})
        )
        last: datetime | None = earlier.first()
        if last is None:
            break
        until = span(booking_day(last))
        found.append(until)
    return found
