"""Sets of biomass equations: what of a tree they give, its dry matter above and below ground."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from qingshan.core.biomass import refusals as codes
from qingshan.core.biomass.equation import ALLOMETRY, Equation, component_equation, unknown
from qingshan.core.biomass.formula import Column
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.tables.lists import PART
from qingshan.core.tables.row import Value
from qingshan.core.tables.shelf import Shelf

ABOVE, BELOW, TOTAL = "aboveground", "belowground", "total"
ORGANS = ("stem", "branch", "leaf")
ROOT = "root"
FRACTIONS = "carbon.carbon_fraction"


@dataclass(frozen=True)
class Weight:
    """Dry matter of trees in kg; a set that gives whole trees only has no parts."""

    total_kg: Column
    above_kg: Column | None
    below_kg: Column | None
    outside: npt.NDArray[np.bool_]


@dataclass(frozen=True)
class EquationSet:
    """The equations of one region, species and form; each component in its bands of diameter.

    ``root_shoot`` stands in where the set has no equation below ground.
    """

    name: str
    components: Mapping[str, tuple[Equation, ...]]
    root_shoot: Value | None = None

    @cached_property
    def equations(self) -> tuple[Equation, ...]:
        """All of them that are used."""
        return tuple(equation for part in self.used for equation in self.components[part])

    @cached_property
    def used(self) -> tuple[str, ...]:
        """Components that make up the tree: above and below, or the whole tree where it is all."""
        above = (ABOVE,) if ABOVE in self.components else ORGANS
        if not all(part in self.components for part in above):
            return (TOTAL,) if TOTAL in self.components else ()
        below = next((part for part in (BELOW, ROOT) if part in self.components), None)
        return above if below is None else (*above, below)

    @property
    def needs_root_shoot(self) -> bool:
        """Whether the set gives only what is above ground."""
        return bool(self.used) and not {BELOW, ROOT, TOTAL} & set(self.used)

    @cached_property
    def needs_height(self) -> bool:
        """Whether any equation used needs heights."""
        return any(equation.needs_height for equation in self.equations)

    @cached_property
    def finding(self) -> Label | None:
        """Why the set cannot be used, if so."""
        if not self.used:
            return Label("地上部分的方程不全", "equations above ground are incomplete")
        if not all(equation.is_plausible for equation in self.equations):
            return Label(
                "结果或根茎比超出合理范围（参数表标注）",
                "its table marks its weights or root-to-shoot ratio as implausible",
            )
        if any(equation.confidence == "L" for equation in self.equations):
            return Label("可信度为 L，未见原文", "confidence is L, the document was not seen")
        return None

    def weigh(self, d_cm: Column, h_m: Column) -> Weight:
        """Dry matter of trees.

        Parameters
        ----------
        d_cm, h_m
            Columns of one length: diameter at 1.3 m in cm, height in m (NaN where unknown).
        """
        parts = {part: _banded(self.components[part], d_cm, h_m) for part in self.used}
        outside = np.zeros(len(d_cm), dtype=np.bool_)
        for part in self.used:
            outside |= _outside(self.components[part], d_cm)
        if TOTAL in parts:
            return Weight(parts[TOTAL], None, None, outside)
        above = np.asarray(
            sum(column for part, column in parts.items() if part not in {BELOW, ROOT}),
            dtype=np.float64,
        )
        below = next((parts[part] for part in (BELOW, ROOT) if part in parts), None)
        if below is None:
            assert self.root_shoot is not None, f"{self.name} gives nothing below ground"
            below = above * self.root_shoot.number
        return Weight(above + below, above, below, outside)

    def as_dict(self) -> dict[str, Any]:
        """For JSON: every equation used with its source."""
        return {
            "name": self.name,
            "equations": [equation.as_dict() for equation in self.equations],
            "root_shoot": None if self.root_shoot is None else self.root_shoot.as_dict(),
        }


@dataclass(frozen=True)
class CarbonFractions:
    """Carbon per dry matter above ground, below ground and of the whole tree, tC/t."""

    above: Value
    below: Value
    total: Value


def set_names(shelf: Shelf) -> dict[str, list[str]]:
    """Names of all sets (region|species|form) with the keys of their equations."""
    names: dict[str, list[str]] = {}
    for key in shelf.keys(ALLOMETRY):
        region, species, _, form, _ = key.split(PART)
        names.setdefault(PART.join((region, species, form)), []).append(key)
    return names


def equation_set(
    shelf: Shelf, name: str, as_of: date, root_shoot: Callable[[], Value] | None = None
) -> EquationSet:
    """A set by its full name, such as ``national|杉木|a*D^b*H^c`` (LY/T 2264-2014).

    ``root_shoot`` is asked only when the set gives nothing below ground. Whether the set may be
    used says ``usable``.

    Raises
    ------
    Refused
        E-BM-02 when the table has no such set.
    """
    names = set_names(shelf)
    if name not in names:
        raise unknown(ALLOMETRY, name, names)
    components: dict[str, list[Equation]] = {}
    for key in names[name]:
        components.setdefault(key.split(PART)[2], []).append(component_equation(shelf, key, as_of))
    bands = {
        part: tuple(sorted(found, key=lambda equation: equation.d_min_cm or 0.0))
        for part, found in components.items()
    }
    found = EquationSet(name, bands)
    if found.needs_root_shoot and root_shoot is not None:
        return EquationSet(name, bands, root_shoot())
    return found


def usable(found: EquationSet, *, allowed_by: str = "") -> EquationSet:
    """The set itself, or E-BM-03 when its table warns of it and no named person allows it."""
    incomplete = not found.used
    if found.finding is None or (allowed_by and not incomplete):
        return found
    raise Refused.because(
        codes.EQUATION_UNUSABLE,
        found.name,
        equation=found.name,
        finding_zh=found.finding.zh,
        finding_en=found.finding.en,
    )


def carbon_fractions(
    shelf: Shelf, found: EquationSet, species: str, group: Value, as_of: date
) -> CarbonFractions:
    """Fractions published with the equations where there are such, else that of the group.

    LY/T 2264-2014 gives fractions of its own above and below ground; they go with its equations
    and with no others.
    """
    source = found.equations[0].rows[0].source.id
    keys = [f"{species} {part}" for part in (ABOVE, BELOW, TOTAL)]
    if not all(key in shelf.keys(FRACTIONS) for key in keys):
        return CarbonFractions(group, group, group)
    own = [shelf.value(FRACTIONS, key=key, name="cf", unit="tC/t", as_of=as_of) for key in keys]
    if any(value.source.id != source for value in own):
        return CarbonFractions(group, group, group)
    return CarbonFractions(*own)


def _banded(bands: tuple[Equation, ...], d_cm: Column, h_m: Column) -> Column:
    """Each tree by the band its diameter lies in; below the lowest by the lowest."""
    result = bands[0].evaluate(D=d_cm, H=h_m)
    for band in bands[1:]:
        result = np.where(d_cm >= (band.d_min_cm or 0.0), band.evaluate(D=d_cm, H=h_m), result)
    return result


def _outside(bands: tuple[Equation, ...], d_cm: Column) -> npt.NDArray[np.bool_]:
    outside = bands[0].outside(d_cm)
    for band in bands[1:]:
        outside = outside & band.outside(d_cm)
    return outside
