"""How much a trip or an event emits, by the factors of a dated table, and what offsets it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal

from qingshan.core.kernel.label import Label
from qingshan.core.market.pooling import KG_PER_TONNE, UNITS_PER_KG
from qingshan.core.tables.shelf import Shelf

TABLE = "market.footprint"


@dataclass(frozen=True)
class Activity:
    """One thing that emits: its names, its unit, its factor in kg CO2e a unit, and who says so."""

    key: str
    label: Label
    unit: Label
    factor: Decimal
    source: str
    basis: str
    note: str


@dataclass(frozen=True)
class Part:
    """An activity, how much of it, and its whole kilograms."""

    activity: Activity
    amount: Decimal
    kg: int


@dataclass(frozen=True)
class Footprint:
    """The parts of an event and what they add up to."""

    parts: tuple[Part, ...]

    @property
    def kg(self) -> int:
        """The sum of the parts, in whole kilograms of CO2e."""
        return sum(part.kg for part in self.parts)

    @property
    def quantity(self) -> int:
        """What offsets it, in carbon units."""
        return self.kg * UNITS_PER_KG

    @property
    def whole_tonnes(self) -> int:
        """How many whole tonnes it takes."""
        return -(-self.kg // KG_PER_TONNE)


def activities(shelf: Shelf, as_of: date) -> list[Activity]:
    """What the calculator knows on a day, in the order of the table."""
    found = []
    for key in shelf.keys(TABLE):
        words = {
            name: shelf.text(TABLE, key=key, name=name, as_of=as_of).value
            for name in ("label_zh", "label_en", "unit_zh", "unit_en")
        }
        row = shelf.value(TABLE, key=key, name="factor", unit="kg per unit", as_of=as_of)
        found.append(
            Activity(
                key=key,
                label=Label(words["label_zh"], words["label_en"]),
                unit=Label(words["unit_zh"], words["unit_en"]),
                factor=Decimal(row.value),
                source=row.source.title,
                basis=row.basis,
                note=row.note,
            )
        )
    return found


def footprint(amounts: Mapping[str, Decimal], shelf: Shelf, as_of: date) -> Footprint:
    """Amount times factor for each activity named, rounded up once to the kilogram.

    Up, because an offset is not to be smaller than what it offsets. Amounts are not below zero.
    """
    parts = []
    for one in activities(shelf, as_of):
        amount = amounts.get(one.key) or Decimal(0)
        assert amount >= 0, "nothing emits less than nothing"
        if amount:
            kg = int((amount * one.factor).quantize(Decimal(1), ROUND_CEILING))
            parts.append(Part(one, amount, kg))
    return Footprint(tuple(parts))
