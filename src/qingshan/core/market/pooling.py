"""Small amounts pooled into whole units: kilograms of many people, tonnes on one certificate."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from qingshan.core.kernel.units import CARBON_PER_TONNE

KG_PER_TONNE = 1_000
UNITS_PER_KG = CARBON_PER_TONNE // KG_PER_TONNE
"""A carbon unit is 0.1 kg, so that a kilogram is a whole number of them."""


@dataclass(frozen=True)
class Pooled:
    """What a pool comes to: the people's kilograms, and what fills the last whole unit up."""

    shares_kg: int
    top_up_kg: int

    @property
    def quantity(self) -> int:
        """What is retired, in carbon units: shares and top-up, nothing lost and nothing made."""
        return (self.shares_kg + self.top_up_kg) * UNITS_PER_KG


def pooled(shares_kg: Sequence[int], *, unit_kg: int) -> Pooled:
    """Shares added up and filled to whole units of ``unit_kg``; the organiser bears the top-up."""
    assert all(type(kg) is int and kg > 0 for kg in shares_kg), "shares are kilograms above zero"
    assert unit_kg > 0
    total = sum(shares_kg)
    return Pooled(total, -total % unit_kg)


def divided(total: int, weights: Sequence[int]) -> list[int]:
    """A whole number divided by weights into whole numbers that add up to it exactly.

    By largest remainders; of equal remainders the earlier goes first. Nobody is more than one away
    from the exact part.
    """
    assert total >= 0
    assert weights
    assert min(weights) >= 0
    whole = sum(weights)
    assert whole > 0, "somebody takes part"
    parts = [total * weight // whole for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda at: -(total * weights[at] % whole))
    for at in by_remainder[: total - sum(parts)]:
        parts[at] += 1
    return parts
