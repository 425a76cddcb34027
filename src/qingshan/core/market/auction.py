"""A sealed one-way auction with one price (单向竞价): who gets how much, and what all pay.

Everything is an integer: prices in fen per tonne, quantities in lots. No bid is looked at before
the opening; how a commitment is sealed and opened stands in ``sealed.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]
TENTH, COVERED = Decimal("0.1"), Decimal(100)
Under = Literal["void", "sell"]
"""What happens when less is asked for than is offered: nothing is sold, or what is asked for is."""


@dataclass(frozen=True)
class Cleared:
    """What came of an auction: ``won`` in lots, in the order of the bids.

    ``price_fen`` is the one price that all pay, the lowest price that wins; 0 when nothing is
    sold. ``wanted`` are the lots of all bids that reach the floor.
    """

    offered: int
    wanted: int
    price_fen: int
    won: Integers

    @property
    def sold(self) -> int:
        """Lots sold."""
        return int(self.won.sum())

    @property
    def cover_percent(self) -> Decimal:
        """Lots asked for by lots offered."""
        return cover_percent(self.wanted, self.offered)


def cover_percent(wanted: int, offered: int) -> Decimal:
    """Asked for by offered in per cent with one decimal, rounded half up.

    What is not covered never reads 100 %.
    """
    share = (Decimal(wanted * 100) / offered).quantize(TENTH, ROUND_HALF_UP)
    return min(share, COVERED - TENTH) if wanted < offered else share


def clear(
    price_fen: Integers,
    lots: Integers,
    *,
    offered: int,
    floor_fen: int,
    under: Under = "void",
) -> Cleared:
    """Sell to the highest prices first; all pay the price of the last bid that wins.

    Parameters
    ----------
    price_fen, lots
        One entry a bid, in the order in which the commitments came in; lots above zero.
    offered
        Lots for sale, above zero.
    floor_fen
        The lowest price at which anything is sold; bids below it do not count.
    under
        What happens when the bids that reach the floor ask for less than is offered.

    Notes
    -----
    The tie rule: bids at the price of the last winner share what is left in proportion to their
    lots, rounded down; the lots that rounding leaves go one each to the earliest commitments.
    Nobody gets more than was asked for, and the seller sells everything or, where ``under``
    says so, what is asked for.
    """
    assert offered > 0
    assert len(price_fen) == len(lots)
    won = np.zeros(len(lots), dtype=np.int64)
    counts = price_fen >= floor_fen
    wanted = int(lots @ counts)
    if wanted == 0 or (wanted < offered and under == "void"):
        return Cleared(offered, wanted, 0, won)
    if wanted <= offered:
        won[counts] = lots[counts]
        return Cleared(offered, wanted, int(price_fen[counts].min()), won)
    last = _last_price(price_fen, lots, offered, floor_fen=floor_fen)
    won = lots * (price_fen > last)
    margin = np.flatnonzero(price_fen == last)
    won[margin] = _shared(lots[margin], offered - int(won.sum()))
    return Cleared(offered, wanted, last, won)


def _last_price(price_fen: Integers, lots: Integers, offered: int, *, floor_fen: int) -> int:
    """The highest price at which all bids from it upwards ask for all that is offered.

    The span of prices is halved, and only the bids inside are kept: nothing has to be sorted.
    """
    low, high, above = floor_fen, int(price_fen.max()), 0
    while low < high:
        middle = (low + high + 1) // 2
        kept = price_fen >= middle
        asked = above + int(lots @ kept)
        if asked >= offered:
            low = middle
        else:
            high, above, kept = middle - 1, asked, ~kept
        price_fen, lots = np.compress(kept, price_fen), np.compress(kept, lots)
    return low


def _shared(lots: Integers, left: int) -> Integers:
    """``left`` lots among bids of one price: in proportion, the rest one each to the earliest."""
    total = int(lots.sum())
    if total <= left:
        return lots
    if total < _SAFE and left < _SAFE:
        parts = lots * left // total
    else:
        # A product that eight bytes do not hold is reckoned in whole numbers of any size.
        parts = np.array([int(lot) * left // total for lot in lots], dtype=np.int64)
    rest = left - int(parts.sum())
    # A bid has room for one more wherever its part was rounded down.
    room = np.flatnonzero(parts < lots)[:rest]
    parts[room] += 1
    return parts


_SAFE = 3_000_000_000
"""Below it the product of two numbers fits into eight bytes."""
