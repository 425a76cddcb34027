"""Rules of trading that need nothing but dated rows: hours, price band, close of a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

from qingshan.core.kernel.units import CARBON_PER_TONNE
from qingshan.core.market.fee import KEY, TABLE
from qingshan.core.tables.shelf import Shelf

BLOCK = "block"
ZONE_SUFFIX = "_zone"
_HALF_DAYS = ("morning", "afternoon")


@dataclass(frozen=True)
class Session:
    """A span of the day in which orders are taken; the closing minute itself is past."""

    opens: time
    closes: time

    def holds(self, moment: time) -> bool:
        """Whether a moment of Chinese time lies in it."""
        return self.opens <= moment < self.closes

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}–{self.closes:%H:%M}"


@dataclass(frozen=True)
class Band:
    """The lowest and the highest price that an order may name, in fen per tonne."""

    low_fen: int
    high_fen: int

    def holds(self, price_fen: int) -> bool:
        """Whether a price lies in it, the ends included."""
        return self.low_fen <= price_fen <= self.high_fen


def amount_rule(name: str, unit: str, *, shelf: Shelf, as_of: date) -> Decimal:
    """One number of the table ``market.exchange`` in force on a day."""
    return shelf.value(TABLE, key=KEY, name=name, unit=unit, as_of=as_of).value


def quantity_rule(name: str, *, shelf: Shelf, as_of: date) -> int:
    """A quantity of the table, in carbon units."""
    return int(amount_rule(name, "tCO2e", shelf=shelf, as_of=as_of) * CARBON_PER_TONNE)


def sessions(mode: str, *, shelf: Shelf, as_of: date) -> tuple[Session, ...]:
    """The sessions of a trading day; block deals have one of their own."""
    parts = (BLOCK,) if mode == BLOCK else _HALF_DAYS

    def told(name: str) -> time:
        row = shelf.text(TABLE, key=KEY, name=name, as_of=as_of)
        return time.fromisoformat(row.value)

    return tuple(Session(told(f"open_{part}"), told(f"close_{part}")) for part in parts)


def band_around(close_fen: int, mode: str, *, shelf: Shelf, as_of: date) -> Band:
    """The band around the close before: its share up and down, each end rounded half up once."""
    share = amount_rule(band_name(mode), "%", shelf=shelf, as_of=as_of) / 100

    def end(factor: Decimal) -> int:
        return int((close_fen * factor).quantize(Decimal(1), ROUND_HALF_UP))

    return Band(max(end(1 - share), 1), end(1 + share))


def band_name(mode: str) -> str:
    """The row that bounds the price of a mode; zones have one of their own."""
    if mode == BLOCK:
        return "band_block"
    return "band_zone" if mode.endswith(ZONE_SUFFIX) else "band_listing"


def report_mark(circulating: int, *, shelf: Shelf, as_of: date) -> int:
    """From how much on a holding is reported, in carbon units: a share of the series or a quantity.

    Whichever is reached first. The share is of what parties hold together, rounded up once.
    """
    share = amount_rule("holding_report_share", "%", shelf=shelf, as_of=as_of) / 100
    part = int((circulating * share).quantize(Decimal(1), ROUND_CEILING))
    return min(part, quantity_rule("position_report", shelf=shelf, as_of=as_of))


def mean_price_fen(amount_fen: int, quantity: int) -> int:
    """The mean by volume, in fen per tonne, rounded half up once.

    ``quantity`` in carbon units, above zero. The close of a day is the mean of what was picked
    (上海环境能源交易所关于全国碳排放权交易相关事项的公告, 2021).
    """
    assert quantity > 0
    exact = Decimal(amount_fen) * CARBON_PER_TONNE / quantity
    return int(exact.quantize(Decimal(1), ROUND_HALF_UP))
