"""What one side of a deal pays or gets: the amount, its fee, and what both come to."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from qingshan.core.kernel.money import amount_fen as amount_of
from qingshan.core.kernel.money import capitals
from qingshan.core.kernel.units import CARBON_PER_TONNE
from qingshan.core.market.fee import fee_fen as fee_of
from qingshan.core.tables.shelf import Shelf

BUYER, SELLER = "buyer", "seller"


@dataclass(frozen=True)
class Charge:
    """Price by quantity and the fee of one side, in fen."""

    amount_fen: int
    fee_fen: int
    side: str = BUYER

    @property
    def total_fen(self) -> int:
        """What a buyer pays, the fee added; what a seller gets, the fee taken off."""
        fee = self.fee_fen if self.side == BUYER else -self.fee_fen
        return self.amount_fen + fee

    @property
    def capitals(self) -> str:
        """The total in the characters that papers use."""
        return capitals(self.total_fen)


def charged(
    quantity: int, price_fen: int, *, shelf: Shelf, as_of: date, side: str = BUYER
) -> Charge:
    """What a side is charged for carbon units at a price in fen per tonne, under a day's rows."""
    amount = amount_of(quantity, price_fen, CARBON_PER_TONNE)
    return Charge(amount, fee_of(amount, side=side, shelf=shelf, as_of=as_of), side)


def together(charges: Iterable[Charge]) -> Charge:
    """What several purchases of one buyer come to; of none it is nothing."""
    among = list(charges)
    assert all(one.side == BUYER for one in among), "what is paid and what is got do not add up"
    return Charge(sum(one.amount_fen for one in among), sum(one.fee_fen for one in among))
