"""Deals by use: what was added up last night, what was dealt since, less what was corrected since.

Everything goes by the moments that deals bear: whoever asks, and whenever the night's sums were
made, each deal is counted once.
"""

from __future__ import annotations

from datetime import date

from django.db.models import Count, Q, QuerySet, Sum

from qingshan.apps.books.reads import day_start
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.reads import STANDING, UseMean
from qingshan.apps.exchange.use_models import UseTotals

Sums = dict[str, tuple[int, int, int]]
"""For each use the number of deals, the quantity and the amount."""


def means_by_use() -> list[UseMean]:
    """Settled deals by use."""
    told = sorted(_standing_sums().items())
    return [UseMean(purpose, *sums) for purpose, sums in told if sums[0]]


def means_among(keys: QuerySet[Trade, int]) -> list[UseMean]:
    """The same of the deals with some keys, each of which is looked at."""
    told = _sums(STANDING & Q(pk__in=keys))
    return [UseMean(purpose, *sums) for purpose, sums in sorted(told.items())]


def led_back(purpose: str = "") -> int:
    """How many deals were led back as errors, all or of one use."""
    rows = Trade.objects.filter(corrected__isnull=False)
    return (rows.filter(purpose=purpose) if purpose else rows).count()


def turnover() -> tuple[int, int, int]:
    """Number, quantity and amount of all settled deals."""
    rows = _standing_sums().values()
    return sum(row[0] for row in rows), sum(row[1] for row in rows), sum(row[2] for row in rows)


def sums_before(day: date) -> Sums:
    """What was settled before a day began and not corrected before it began, all added up."""
    begin = day_start(day)
    return _sums(Q(settled__lt=begin) & (Q(corrected=None) | Q(corrected__gte=begin)))


def _standing_sums() -> Sums:
    newest = UseTotals.objects.order_by("-day").first()
    if newest is None:
        return _sums(Q(state="settled"))
    begin = day_start(newest.day)
    found: Sums = {purpose: (row[0], row[1], row[2]) for purpose, row in newest.sums.items()}
    _add(found, _sums(Q(settled__gte=begin, state="settled")), 1)
    _add(found, _sums(Q(settled__lt=begin, corrected__gte=begin)), -1)
    return found


def _add(found: Sums, more: Sums, sign: int) -> None:
    for purpose, sums in more.items():
        before = found.get(purpose, (0, 0, 0))
        deals, quantity, amount = (
            one + sign * other for one, other in zip(before, sums, strict=True)
        )
        found[purpose] = (deals, quantity, amount)


def _sums(which: Q) -> Sums:
    rows = Trade.objects.filter(which).values_list("purpose").order_by("purpose")
    told = rows.annotate(deals=Count("*"), total=Sum("quantity"), amount=Sum("amount_fen"))
    return {
        purpose: (deals, int(quantity), int(amount)) for purpose, deals, quantity, amount in told
    }
