"""Amounts and moments for programs: exact to the last unit, in the time of the house."""

from __future__ import annotations

from datetime import datetime

from qingshan.apps.base.clock import SHANGHAI
from qingshan.core.kernel.money import plain_yuan
from qingshan.core.kernel.units import exact_tonnes


def tonnes(amount: int) -> str:
    """Carbon units as tonnes: ``2468.0000``."""
    return exact_tonnes(amount)


def money(fen: int) -> str:
    """Fen as yuan: ``217184.00``."""
    return plain_yuan(fen)


def moment(when: datetime) -> str:
    """ISO 8601 with the offset of the house: the same moment is always the same text."""
    return when.astimezone(SHANGHAI).isoformat()
