"""From when on deals and orders are looked into: the dated rows of ``market.watch``.

A mark says that somebody should look, not that anybody did wrong. The kinds follow what
碳排放权交易管理规则（试行） calls 异常交易监控; that text gives no numbers, so they are settings.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from qingshan.core.tables.shelf import Shelf

TABLE = "market.watch"
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True)
class Marks:
    """The marks in force on a day; percentages in per cent, the window in days with the last."""

    price_percent: Decimal
    window_days: int
    pair_deals: int
    pair_percent: Decimal
    related_percent: Decimal
    withdrawn: int


def marks_on(day: date, shelf: Shelf) -> Marks:
    """What the table says of a day."""

    def told(key: str, name: str, unit: str) -> Decimal:
        return shelf.value(TABLE, key=key, name=name, unit=unit, as_of=day).value

    return Marks(
        price_percent=told("deals", "price_percent", "%"),
        window_days=int(told("deals", "window_days", "d")),
        pair_deals=int(told("deals", "pair_deals", "count")),
        pair_percent=told("deals", "pair_percent", "%"),
        related_percent=told("deals", "related_percent", "%"),
        withdrawn=int(told("orders", "withdrawn", "count")),
    )


def clarification_days(day: date, shelf: Shelf) -> int:
    """How many working days a side has to explain what it was asked on a day."""
    unit = "working day"
    return int(shelf.value(TABLE, key="clarification", name="days", unit=unit, as_of=day).value)


def percent_apart(price_fen: int, close_fen: int) -> Decimal:
    """How far a price lies from the close before, above or below, in per cent of that close.

    Rounded half up once to two decimals; ``close_fen`` above zero.
    """
    return percent_of(price_fen - close_fen, close_fen)


def percent_of(part: int, whole: int) -> Decimal:
    """A part in per cent of a whole above zero, rounded half up once to two decimals."""
    return (Decimal(100) * part / whole).quantize(_HUNDREDTH, ROUND_HALF_UP)
