"""What a topic is, and how amounts are told in every one of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import CARBON_PER_TONNE

ANYBODY: tuple[str, ...] = ()
Data = dict[str, Any]


@dataclass(frozen=True)
class Topic:
    """One subscription: which events, how each is told, and who may have it.

    ``parties`` names whom an event concerns; where there is none, or it names none for this one,
    everybody may know of it.
    """

    label: Label
    events: tuple[str, ...]
    told: Callable[[Any], Data]
    roles: tuple[str, ...] = ANYBODY
    parties: Callable[[Any], set[int] | None] | None = None


def tonnes_told(amount: int) -> str:
    """Tonnes as text, exact to 0.0001."""
    whole, rest = divmod(amount, CARBON_PER_TONNE)
    return f"{whole}.{rest:04d}"


def yuan_told(amount_fen: int) -> str:
    """Yuan as text, exact to the fen."""
    whole, rest = divmod(amount_fen, 100)
    return f"{whole}.{rest:02d}"
