"""The deals of a series for its chart: marks by day, price and use, candles, and prices by use.

Deals count on the day on which they were agreed, as in the bulletin; what was led back as an error
does not count. The chart ends with the day of the last deal: a series may rest for months. How far
back it goes from there, and how many picked deals make a candle, stand in the table
``market.exchange``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Min, QuerySet, Sum
from django.db.models.functions import TruncDate
from django.utils.safestring import SafeString, mark_safe

from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.frame import language
from qingshan.apps.books.reads import day_end, day_start
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.modes import PICKED
from qingshan.apps.exchange.reads import STANDING
from qingshan.apps.registry.purposes import PURPOSES
from qingshan.apps.rulebook.reads import open_rulebook
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day
from qingshan.core.market.chart import Candle, Chart, Dot, chart_svg, earliest_day, mark_svg
from qingshan.core.market.rules import amount_rule, mean_price_fen

MOST_DOTS = 400
"""More marks than this cannot be told apart; the newest are drawn and the page says so."""


@dataclass(frozen=True)
class UsePrices:
    """What was dealt in a series for one use; prices in fen per tonne."""

    purpose: str
    deals: int
    quantity: int
    amount_fen: int
    low_fen: int
    high_fen: int

    @property
    def label(self) -> Label:
        """The use in words."""
        return PURPOSES[self.purpose]

    @property
    def mean_fen(self) -> int:
        """The mean by volume of this use alone."""
        return mean_price_fen(self.amount_fen, self.quantity)

    @property
    def mark(self) -> SafeString:
        """Its mark in the chart."""
        return mark_safe(mark_svg(list(PURPOSES).index(self.purpose)))  # noqa: S308  made by us


@dataclass(frozen=True)
class SeriesChart:
    """The window with its picture and the rows behind it, newest first."""

    chart: Chart
    uses: list[UsePrices]
    days: int
    candle_deals: int
    is_cut: bool

    @property
    def picture(self) -> SafeString:
        """The picture in the language of the page."""
        return mark_safe(chart_svg(self.chart, PURPOSES, language()))  # noqa: S308  made by us

    @property
    def dots(self) -> list[dict[str, object]]:
        """The marks as rows."""
        return [{"dot": dot, "use": PURPOSES[dot.purpose]} for dot in self.chart.dots]


def series_chart(asset: str, today: date) -> SeriesChart | None:
    """The chart of a series as it stands on a day; None when nothing was ever dealt in it."""
    ever = Trade.objects.filter(STANDING, asset=asset, agreed__lt=day_end(today))
    newest = ever.order_by("-agreed").values_list("agreed", flat=True).first()
    if newest is None:
        return None
    shelf, last = open_rulebook(), booking_day(newest)
    days = int(amount_rule("chart_days", "d", shelf=shelf, as_of=today))
    enough = int(amount_rule("candle_deals", "count", shelf=shelf, as_of=today))
    dealt = ever.filter(agreed__gte=day_start(earliest_day(last, days)))
    dots = _dots(dealt)
    drawn = dots[:MOST_DOTS]
    first = drawn[-1].day
    candles = [one for one in _candles(dealt, enough) if one.day >= first]
    chart = Chart(first, last, drawn, candles)
    return SeriesChart(chart, _uses(dealt), days, enough, len(dots) > MOST_DOTS)


def _by_day(dealt: QuerySet[Trade]) -> Any:
    return dealt.order_by().annotate(day=TruncDate("agreed", tzinfo=SHANGHAI))


def _dots(dealt: QuerySet[Trade]) -> list[Dot]:
    rows = _by_day(dealt).values("day", "price_fen", "purpose")
    told = rows.annotate(deals=Count("pk"), sum=Sum("quantity"))
    newest = told.order_by("-day", "purpose", "-price_fen")[: MOST_DOTS + 1]
    return [
        Dot(row["day"], row["price_fen"], row["purpose"], row["deals"], row["sum"])
        for row in newest
    ]


def _candles(dealt: QuerySet[Trade], enough: int) -> list[Candle]:
    picked = _by_day(dealt.filter(mode__in=PICKED))
    told = picked.values("day").annotate(
        deals=Count("pk"),
        high=Max("price_fen"),
        low=Min("price_fen"),
        sum=Sum("quantity"),
        amount=Sum("amount_fen"),
    )
    first = picked.order_by("day", "agreed", "pk").distinct("day")
    opened = dict(first.values_list("day", "price_fen"))
    return [
        Candle(
            row["day"],
            opened[row["day"]],
            row["high"],
            row["low"],
            mean_price_fen(row["amount"], row["sum"]),
            row["deals"],
            row["sum"],
        )
        for row in told.filter(deals__gte=enough).order_by("-day")
    ]


def _uses(dealt: QuerySet[Trade]) -> list[UsePrices]:
    rows = dealt.values("purpose").annotate(
        deals=Count("pk"),
        quantity=Sum("quantity"),
        amount_fen=Sum("amount_fen"),
        low_fen=Min("price_fen"),
        high_fen=Max("price_fen"),
    )
    return [UsePrices(**row) for row in rows.order_by("purpose")]
