"""What units might be worth as a security: use by use, from deals, less a haircut."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from statistics import median

from qingshan.core.kernel.units import CARBON_PER_TONNE

_HUNDRED = 100


@dataclass(frozen=True)
class Comparable:
    """One deal that is looked at: its use, its day, fen per tonne."""

    purpose: str
    day: date
    price_fen: int


@dataclass(frozen=True)
class Valuation:
    """The deals of one use, and what a quantity would be worth by their median.

    ``value_fen`` is the worth less the haircut, or None where there are deals too few.
    """

    purpose: str
    deals: int
    first: date
    last: date
    low_fen: int
    high_fen: int
    median_fen: int
    value_fen: int | None


def valuations(
    deals: Iterable[Comparable], *, quantity: int, least: int, haircut_percent: Decimal
) -> list[Valuation]:
    """A line for each use, by name; ``quantity`` in carbon units.

    The median of an even number is the mean of the two in the middle; median and worth are rounded
    once each to the fen, half to even.
    """
    uses: dict[str, list[Comparable]] = {}
    for deal in deals:
        uses.setdefault(deal.purpose, []).append(deal)
    share = (_HUNDRED - haircut_percent) / _HUNDRED
    return [_valued(name, uses[name], quantity, least, share) for name in sorted(uses)]


def _valued(
    purpose: str, deals: list[Comparable], quantity: int, least: int, share: Decimal
) -> Valuation:
    prices, days = [one.price_fen for one in deals], [one.day for one in deals]
    middle = median(Decimal(price) for price in prices)
    worth = Decimal(quantity) * middle / CARBON_PER_TONNE * share
    return Valuation(
        purpose=purpose,
        deals=len(deals),
        first=min(days),
        last=max(days),
        low_fen=min(prices),
        high_fen=max(prices),
        median_fen=_whole(middle),
        value_fen=_whole(worth) if len(deals) >= least else None,
    )


def _whole(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), ROUND_HALF_EVEN))
