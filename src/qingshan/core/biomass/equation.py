"""One published equation: its formula, its coefficients with their sources, and where it holds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from qingshan.core.biomass import refusals as codes
from qingshan.core.biomass.formula import Column, Formula, parse_formula
from qingshan.core.kernel.errors import Refused
from qingshan.core.tables.lists import PART
from qingshan.core.tables.row import Row, TextValue, Value
from qingshan.core.tables.shelf import Shelf

TWO_ENTRY, ONE_ENTRY = "carbon.volume_two_entry", "carbon.volume_one_entry"
ALLOMETRY = "carbon.biomass_allometry"
BAMBOO = "carbon.bamboo"
_COEFFICIENTS = frozenset({"a", "b", "c", "b1", "b2", "c1", "c2"})


@dataclass(frozen=True)
class Equation:
    """A formula in diameter D (cm) and, where it needs them, height H (m) or age A (du).

    ``d_min_cm`` and ``d_max_cm`` are the range that the table states; None where it states none.
    """

    table: str
    key: str
    formula: Formula
    coefficients: Mapping[str, Value]
    d_min_cm: float | None = None
    d_max_cm: float | None = None
    is_plausible: bool = True
    rows: tuple[Row, ...] = ()

    @property
    def name(self) -> str:
        """The key of the table: region, species and what else tells it from others."""
        return self.key

    @cached_property
    def needs_height(self) -> bool:
        """Whether H stands in the formula."""
        return "H" in self.formula.names

    @cached_property
    def confidence(self) -> str:
        """The lowest confidence of all rows that it rests on."""
        return max((row.confidence for row in self.rows), key="HML".index)

    def evaluate(self, **measured: Column | float) -> Column:
        """The value for columns D, H, A; a missing (NaN) measurement gives NaN."""
        numbers = {name: value.number for name, value in self.coefficients.items()}
        given = {name: value for name, value in measured.items() if name in self.formula.names}
        return self.formula(**numbers, **given)

    def outside(self, d_cm: Column) -> npt.NDArray[np.bool_]:
        """Which diameters lie outside the stated range."""
        low = -np.inf if self.d_min_cm is None else self.d_min_cm
        high = np.inf if self.d_max_cm is None else self.d_max_cm
        return (d_cm < low) | (d_cm > high)

    def as_dict(self) -> dict[str, Any]:
        """For JSON and for explaining: the formula, each coefficient with its source."""
        return {
            "table": self.table,
            "key": self.key,
            "formula": self.formula.text,
            "d_min_cm": None if self.d_min_cm is None else repr(self.d_min_cm),
            "d_max_cm": None if self.d_max_cm is None else repr(self.d_max_cm),
            "coefficients": {name: row.as_dict() for name, row in self.coefficients.items()},
            "source": self.rows[0].source.as_dict(),
            "basis": self.rows[0].basis,
            "confidence": self.confidence,
        }


def volume_m3(d_cm: Column | float, h_m: Column | float | None, equation: Equation) -> Column:
    """Stem volume over bark of each tree, m3.

    Parameters
    ----------
    d_cm, h_m
        Diameter at 1.3 m in cm and height in m, columns or numbers; ``h_m`` is not looked at by a
        one-entry equation and NaN where it is unknown.
    equation
        As ``volume_equation`` finds it (provincial DB52/T tables and others).
    """
    assert equation.table in {TWO_ENTRY, ONE_ENTRY}, f"{equation.table} gives no volume"
    return equation.evaluate(D=d_cm, H=np.nan if h_m is None else h_m)


def volume_equation(shelf: Shelf, table: str, key: str, as_of: date) -> Equation:
    """A volume equation by its full name, such as ``贵州|马尾松|general``.

    Raises
    ------
    Refused
        E-BM-02 when the table has no such equation; E-TB codes for the table itself.
    """
    if key not in shelf.keys(table):
        raise unknown(table, key, shelf.keys(table))
    form = shelf.text(table, key=key, name="form", as_of=as_of, allow_low=True)
    return _equation(shelf, table, key, as_of, form)


def component_equation(shelf: Shelf, key: str, as_of: date) -> Equation:
    """A biomass equation (kg dry matter) of one component, by the key of its table."""
    return _equation(shelf, ALLOMETRY, key, as_of, key.split(PART)[3])


def culm_equation(shelf: Shelf, species: str, as_of: date) -> Equation:
    """Aboveground biomass (kg) of one culm: moso by diameter D (cm) and age A (du).

    One du is the first year, every further du two years.

    Raises
    ------
    Refused
        E-BM-02 when no culm equation bears that name.
    """
    known = {
        key.split(PART)[1]: key
        for key in shelf.keys(BAMBOO)
        if "formula" in shelf.names(BAMBOO, key) and "unit" in shelf.names(BAMBOO, key)
    }
    if species not in known:
        raise unknown(BAMBOO, species, known)
    key = known[species]
    form = shelf.text(BAMBOO, key=key, name="formula", as_of=as_of, allow_low=True)
    return Equation(BAMBOO, key, parse_formula(form.value), {}, rows=(form,))


def _equation(shelf: Shelf, table: str, key: str, as_of: date, form: TextValue | str) -> Equation:
    names = shelf.names(table, key)
    formula = parse_formula(form if isinstance(form, str) else form.value)
    found = {
        name: shelf.value(
            table, key=key, name=name, unit="coefficient", as_of=as_of, allow_low=True
        )
        for name in names
        if name in _COEFFICIENTS and name in formula.names
    }
    low, high, plausible = (
        shelf.value(table, key=key, name=name, unit=unit, as_of=as_of, allow_low=True)
        if name in names
        else None
        for name, unit in (("dbh_min", "cm"), ("dbh_max", "cm"), ("plausible", "flag"))
    )
    rows: tuple[Row, ...] = (*found.values(), *(() if isinstance(form, str) else (form,)))
    return Equation(
        table, key, formula, found,
        None if low is None else low.number,
        None if high is None else high.number,
        is_plausible=plausible is None or plausible.number > 0,
        rows=rows,
    )  # fmt: skip


def unknown(table: str, name: str, known: Iterable[str]) -> Refused:
    """The refusal of an equation that a table does not have."""
    names = list(known)
    nearest = get_close_matches(name, names, n=5, cutoff=0.2) or names[:5]
    return Refused.because(
        codes.EQUATION_UNKNOWN, name, equation=name, nearest="、".join(nearest), table=table
    )
