"""Fees of a deal, by dated rows."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from qingshan.core.tables.shelf import Shelf

TABLE = "market.exchange"
KEY = "ticket"


def fee_fen(amount_fen: int, *, side: str, shelf: Shelf, as_of: date) -> int:
    """The fee of one side (``buyer`` or ``seller``) of a deal, in fen.

    Rate times amount, rounded half up once, not below the minimum fee; read from
    ``market.exchange`` under the day of the deal.
    """
    rate = shelf.value(TABLE, key=KEY, name=f"fee_{side}", unit="%", as_of=as_of)
    least = shelf.value(TABLE, key=KEY, name="fee_min_fen", unit="fen", as_of=as_of)
    exact = Decimal(amount_fen) * rate.value / 100
    return max(int(exact.quantize(Decimal(1), ROUND_HALF_UP)), int(least.value))
