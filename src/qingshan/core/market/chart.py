"""Prices of one series as an SVG: a mark for every price of a day and use, candles where they tell.

A candle is drawn only for a day with deals enough; everywhere else the marks speak for themselves.
No line joins them, and no price of the market is drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import yuan
from qingshan.core.kernel.units import tonnes_text

WIDTH, HEIGHT = 440, 300
_LEFT, _RIGHT, _TOP, _BOTTOM = 62, 16, 40, 42
_INK, _LINE = "#3f4b45", "#d6dcd6"
_RISE, _FALL, _EVEN = "#c8102e", "#0b7a4b", "#57615c"
_ROOM_FOR_THREE = 6
"""Days from which a third label finds its place between the first and the last."""
_FONT = "'Noto Sans SC','Source Han Sans SC','Microsoft YaHei',sans-serif"
_MARKS = (
    ("#1757a6", "M0-5A5 5 0 1 1 0 5A5 5 0 1 1 0-5Z"),
    ("#9a5b00", "M-4.5-4.5H4.5V4.5H-4.5Z"),
    ("#5b3a8e", "M0-6L6 0L0 6L-6 0Z"),
    ("#00707a", "M0-5.5L6 5H-6Z"),
    ("#7a3b1d", "M0 5.5L6-5H-6Z"),
    ("#444444", "M-5.5-2H-2V-5.5H2V-2H5.5V2H2V5.5H-2V2H-5.5Z"),
)
"""Colour and outline of a use, by its place in the list; neither red nor green, which mean up
and down."""

TITLE = Label("逐笔成交价", "Prices of deals")
PRICE = Label("元/吨", "CNY/t")
RISE, FALL, EVEN = "▲", "▼", "—"


@dataclass(frozen=True)
class Dot:
    """Deals of one day, price and use; quantity in carbon units."""

    day: date
    price_fen: int
    purpose: str
    deals: int
    quantity: int


@dataclass(frozen=True)
class Candle:
    """Open, high, low and close of a day with picked deals enough, in fen per tonne."""

    day: date
    open_fen: int
    high_fen: int
    low_fen: int
    close_fen: int
    deals: int
    quantity: int

    @property
    def sign(self) -> str:
        """▲ where the close lies above the opening price, ▼ below it."""
        if self.close_fen == self.open_fen:
            return EVEN
        return RISE if self.close_fen > self.open_fen else FALL


@dataclass(frozen=True)
class Chart:
    """What is drawn, from the first to the last day, both included."""

    first: date
    last: date
    dots: Sequence[Dot]
    candles: Sequence[Candle]


def chart_svg(chart: Chart, uses: Mapping[str, Label], language: str = "zh") -> str:
    """The picture with title and description; ``uses`` names the uses in the order of their marks.

    There is at least one dot.
    """
    title, told = (escape(one.say(language)) for one in (TITLE, _description(chart)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'style="display:block;width:100%;max-width:{WIDTH}px;height:auto" '
        f'font-family="{_FONT}" role="img" aria-labelledby="chart-title chart-told">'
        f'<title id="chart-title">{title}</title><desc id="chart-told">{told}</desc>'
        f'<rect width="100%" height="100%" fill="white"/>'
        f"{''.join(_parts(chart, uses, language))}</svg>"
    )


def mark_svg(at: int) -> str:
    """The mark of the use at a place of the list, for a legend; its words stand beside it."""
    return (
        '<svg viewBox="-7 -7 14 14" width="14" height="14" aria-hidden="true" '
        f'style="vertical-align:-.1em">{_mark(at)}</svg>'
    )


def _parts(chart: Chart, uses: Mapping[str, Label], language: str) -> Iterator[str]:
    sheet = _Sheet(chart)
    yield from _axes(sheet, language)
    for candle in chart.candles:
        yield _candle(candle, sheet)
    places = {name: at for at, name in enumerate(uses)}
    for dot in chart.dots:
        use = uses[dot.purpose]
        said = Label(
            f"{dot.day} {use.zh} {yuan(dot.price_fen)} 元/吨，"
            f"{tonnes_text(dot.quantity)} 吨，{dot.deals} 笔",
            f"{dot.day} {use.en}: CNY {yuan(dot.price_fen)} per t, "
            f"{tonnes_text(dot.quantity)} t, {dot.deals} deals",
        )
        place = f"translate({sheet.across(dot.day):.1f} {sheet.up(dot.price_fen):.1f})"
        words = escape(said.say(language))
        yield f'<g transform="{place}"><title>{words}</title>{_mark(places[dot.purpose])}</g>'


def _mark(at: int) -> str:
    colour, outline = _MARKS[at % len(_MARKS)]
    return f'<path d="{outline}" fill="{colour}" fill-opacity="0.75" stroke="white"/>'


class _Sheet:
    """From days and prices to places on the sheet; the axis of prices begins where they do."""

    def __init__(self, chart: Chart) -> None:
        self.first, self.last = chart.first, chart.last
        prices = [dot.price_fen for dot in chart.dots]
        self.step = _step(max(prices) - min(prices))
        low = max(min(prices) // self.step - 1, 0) * self.step
        high = (max(prices) // self.step + 1) * self.step
        self.ticks = list(range(low, high + 1, self.step))
        self._days = (chart.last - chart.first).days

    def across(self, day: date) -> float:
        """Days keep a margin, so that marks of the first and last one stand on the sheet."""
        share = (day - self.first).days / self._days if self._days else 0.5
        return _LEFT + 10 + share * (WIDTH - _LEFT - _RIGHT - 20)

    def up(self, price_fen: int) -> float:
        share = (price_fen - self.ticks[0]) / (self.ticks[-1] - self.ticks[0])
        return HEIGHT - _BOTTOM - share * (HEIGHT - _BOTTOM - _TOP)

    @property
    def body(self) -> float:
        """How wide a candle may be."""
        return min(max((WIDTH - _LEFT - _RIGHT) / max(self._days, 1) * 0.6, 3), 10)


def _step(span_fen: int) -> int:
    """A round step of at least one yuan that gives some five lines."""
    power = 100
    while True:
        for factor in (1, 2, 5):
            if factor * power * 5 >= span_fen:
                return factor * power
        power *= 10


def _axes(sheet: _Sheet, language: str) -> Iterator[str]:
    for tick in sheet.ticks:
        y = sheet.up(tick)
        yield f'<path d="M{_LEFT} {y:.1f}H{WIDTH - _RIGHT}" stroke="{_LINE}"/>'
        yield _text(_LEFT - 8, y + 4, yuan(tick), "end")
    span = sheet.last - sheet.first
    middle = sheet.first + span // 2 if span.days >= _ROOM_FOR_THREE else sheet.first
    days = sorted({sheet.first, middle, sheet.last})
    for at, day in enumerate(days):
        is_inner = len(days) == 1 or 0 < at < len(days) - 1
        anchor = "middle" if is_inner else "end" if at else "start"
        x = {"start": float(_LEFT), "end": float(WIDTH - _RIGHT)}.get(anchor, sheet.across(day))
        yield _text(x, HEIGHT - _BOTTOM + 24, day.isoformat(), anchor)
    yield _text(_LEFT - 8, 16, PRICE.say(language), "end")


def _candle(candle: Candle, sheet: _Sheet) -> str:
    colour = {RISE: _RISE, FALL: _FALL, EVEN: _EVEN}[candle.sign]
    x, wide = sheet.across(candle.day), sheet.body
    top, bottom = sheet.up(candle.high_fen), sheet.up(candle.low_fen)
    upper = sheet.up(max(candle.open_fen, candle.close_fen))
    lower = sheet.up(min(candle.open_fen, candle.close_fen))
    return (
        f'<g stroke="{colour}" fill="{colour}" fill-opacity="0.25">'
        f"<title>{candle.day} {candle.sign}</title>"
        f'<path d="M{x:.1f} {top:.1f}V{bottom:.1f}"/>'
        f'<rect x="{x - wide / 2:.1f}" y="{upper:.1f}" width="{wide:.1f}" '
        f'height="{max(lower - upper, 1):.1f}"/></g>'
        f'<text x="{x:.1f}" y="{top - 9:.1f}" font-size="11" fill="{colour}" '
        f'text-anchor="middle">{candle.sign}</text>'
    )


def _description(chart: Chart) -> Label:
    prices = [dot.price_fen for dot in chart.dots]
    deals = sum(dot.deals for dot in chart.dots)
    low, high = yuan(min(prices)), yuan(max(prices))
    return Label(
        f"{chart.first} 至 {chart.last}，{deals} 笔成交，价格 {low} 至 {high} 元/吨；"
        f"成交足够多的 {len(chart.candles)} 天另画蜡烛图。数据见图下表格。",
        f"{chart.first} to {chart.last}: {deals} deals at CNY {low} to {high} per t; candles on "
        f"{len(chart.candles)} days with deals enough. The tables below hold the figures.",
    )


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" font-size="13" fill="{_INK}" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )


def earliest_day(last: date, days: int) -> date:
    """The first day of a window of so many days that ends with ``last``."""
    return last - timedelta(days=days - 1)
