"""Bamboo, culm by culm: dry matter by diameter and age, rhizomes and roots by ratio."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np

from qingshan.core.biomass.equation import BAMBOO, Equation, culm_equation
from qingshan.core.biomass.formula import Column
from qingshan.core.tables.row import Value
from qingshan.core.tables.shelf import Shelf

GROUP = "竹林"
"""The species group of the tables whose members are culms."""

_ABOVE = "agb_per_culm"
_FRACTION, _RATIO, _LEAST = "cf|毛竹", "bgb_to_agb|竹林 national", "min_dbh|竹 definition"


@dataclass(frozen=True)
class Culm:
    """How the culms of one species are weighed.

    ``below`` is the dry matter of rhizomes and roots as a share of that above ground, for an
    equation of what is above; None where the equation says not what it covers, and nothing is
    added. Culms thinner than ``least`` are none by the definition of AR-CM-005.
    """

    equation: Equation
    fraction: Value
    below: Value | None
    least: Value

    @property
    def name(self) -> str:
        """The key of its equation."""
        return self.equation.name

    @property
    def needs_height(self) -> bool:
        """Culms are measured by diameter and age."""
        return False

    @cached_property
    def needs_age(self) -> bool:
        """Whether the age in du stands in its equation."""
        return "A" in self.equation.formula.names

    @property
    def own(self) -> tuple[Value, ...]:
        """The parameters beside its equation."""
        return (self.fraction, self.least, *(() if self.below is None else (self.below,)))

    def weigh(self, d_cm: Column, age_du: Column) -> tuple[Column, Column]:
        """Dry matter above and below ground, kg; one du is the first year, each further du two.

        Source: table ``carbon.bamboo`` (moso by Zhou Guomo, AR-CM-005; recalled).
        """
        made = self.equation.evaluate(D=d_cm, A=age_du)
        above = np.where(d_cm < self.least.number, 0.0, made)
        return above, above * (0.0 if self.below is None else self.below.number)

    def as_dict(self) -> dict[str, Any]:
        """For JSON: the equation and what belongs to it."""
        return self.equation.as_dict()


def culm_of(shelf: Shelf, names: Iterable[str], as_of: date) -> tuple[str, Culm] | None:
    """The first of some names that has a culm equation above ground, with it; None if none has."""
    known = {key.partition("|")[2] for key in shelf.keys(BAMBOO) if key.startswith(_ABOVE)}
    found = next((name for name in names if name in known), None)
    return None if found is None else (found, named_culm(shelf, found, as_of))


def named_culm(shelf: Shelf, name: str, as_of: date) -> Culm:
    """Culms by the equation of that name, such as ``毛竹`` or ``丛生竹`` (E-BM-02)."""
    equation = culm_equation(shelf, name, as_of)

    def read(key: str, unit: str) -> Value:
        return shelf.value(BAMBOO, key=key, name="value", unit=unit, as_of=as_of)

    is_above = equation.key.startswith(_ABOVE)
    return Culm(
        equation,
        read(_FRACTION, "tC/t"),
        read(_RATIO, "1") if is_above else None,
        read(_LEAST, "cm"),
    )
