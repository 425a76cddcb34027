"""Amounts and moments for programs: exact to the last unit, in the time of the house."""

from __future__ import annotations

from datetime import datetime

from qingshan.apps.base.clock import SHANGHAI
from qingshan.core.kernel.units import CARBON_PER_TONNE

_FEN_PER_YUAN = 100


def tonnes(amount: int) -> str:
    """Carbon units as tonnes: ``2468.0000``."""
    return _decimal(amount, CARBON_PER_TONNE, 4)


def money(fen: int) -> str:
    """Fen as yuan: ``217184.00``."""
    return _decimal(fen, _FEN_PER_YUAN, 2)


def moment(when: datetime) -> str:
    """ISO 8601 with the offset of the house: the same moment is always the same text."""
    return when.astimezone(SHANGHAI).isoformat()


def _decimal(amount: int, unit: int, decimals: int) -> str:
    whole, rest = divmod(abs(amount), unit)
    return f"{'-' if amount < 0 else ''}{whole}.{rest:0{decimals}d}"
