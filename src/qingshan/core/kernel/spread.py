"""Three figures where one would say too much: low, middle and high of an estimate."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple


class Spread(NamedTuple):
    """Low, mid and high as integers in the smallest unit of what is estimated."""

    low: int
    mid: int
    high: int

    def map(self, change: Callable[[int], int]) -> Spread:
        """The same act on all three, in order again afterwards."""
        low, mid, high = sorted((change(self.low), change(self.mid), change(self.high)))
        return Spread(low, mid, high)

    def plus(self, other: Spread) -> Spread:
        """Low to low, mid to mid, high to high: parts that err together."""
        return Spread(self.low + other.low, self.mid + other.mid, self.high + other.high)

    def as_dict(self) -> dict[str, int]:
        """For JSON."""
        return self._asdict()


NOTHING = Spread(0, 0, 0)
