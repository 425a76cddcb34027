"""The carbon of each measured tree: its equation, its dry matter or volume, what stood in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from qingshan.core.biomass.choice import (
    LEVELS,
    VOLUME_ROUTES,
    Choice,
    Chooser,
    without_ages,
    without_heights,
)
from qingshan.core.biomass.culm import Culm
from qingshan.core.biomass.equation import Equation, volume_m3
from qingshan.core.biomass.species import GROUP_TABLE, resolve_species, species_book
from qingshan.core.biomass.weight import CarbonFractions, EquationSet, carbon_fractions
from qingshan.core.carbon.note import Note
from qingshan.core.kernel.errors import refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.sampling.trees import Field
from qingshan.core.tables.row import Value
from qingshan.core.tables.shelf import Shelf

UNITS: Mapping[str, str] = {"svd": "t/m3", "bef": "1", "rsr": "1", "cf": "tC/t"}
KG_PER_TONNE = 1000.0
TREE_VALUES = ("carbon_kg", "volume_dm3", "above_kg", "below_kg")
Column = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Kind:
    """What all trees of one species share: equation, group parameters, carbon fractions."""

    choice: Choice
    group: Mapping[str, Value]
    fractions: CarbonFractions

    @cached_property
    def per_volume(self) -> float:
        """Carbon per stem volume, kg C/dm3: SVD · BEF · (1 + RSR) · CF (AR-CM-001)."""
        svd, bef, rsr, cf = (self.group[name].number for name in UNITS)
        return svd * bef * (1.0 + rsr) * cf

    @property
    def rows(self) -> tuple[Value, ...]:
        """The rows beside those of the equation that enter the carbon of a tree."""
        if isinstance(self.choice.equation, Equation):
            return tuple(self.group[name] for name in UNITS)
        if isinstance(self.choice.equation, Culm):
            return self.choice.equation.own
        ratio = self.choice.equation.root_shoot
        parts = (self.fractions.above, self.fractions.below, self.fractions.total)
        own = parts[2:] if self.choice.equation.used == ("total",) else parts[:2]
        return (*dict.fromkeys(own), *(() if ratio is None else (ratio,)))

    @property
    def equations(self) -> tuple[Equation, ...]:
        """Every equation that the carbon of its trees rests on."""
        equation = self.choice.equation
        if isinstance(equation, Equation):
            return (equation,)
        return (equation.equation,) if isinstance(equation, Culm) else equation.equations

    @property
    def is_recalled(self) -> bool:
        """Whether anything that its carbon rests on was entered from memory."""
        return any(row.basis == "recalled" for row in (*self.rows, *self._equation_rows()))

    def _equation_rows(self) -> tuple[Any, ...]:
        return tuple(row for part in self.equations for row in part.rows)

    def as_dict(self) -> dict[str, Any]:
        """For JSON and digests: equation and parameters with their sources."""
        return {**self.choice.as_dict(), "parameters": [row.as_dict() for row in self.rows]}


@dataclass(frozen=True)
class Weighed:
    """Living trees with their carbon, and by species what it was measured with.

    ``trees`` has the columns of the field, ``kind`` (the name of the species) and ``TREE_VALUES``;
    volumes are blank where the route weighs, weights where it measures volumes.
    """

    trees: pl.DataFrame
    kinds: Mapping[str, Kind]
    outside: int

    @cached_property
    def stand_ins(self) -> pl.DataFrame:
        """By species how its equation was found, with trees, their share, and the carbon share."""
        counted = (
            self.trees.group_by("kind")
            .agg(trees=pl.col("count").sum(), carbon=(pl.col("carbon_kg") * pl.col("count")).sum())
            .sort("kind")
        )
        names = counted["kind"].to_list()
        choices = [self.kinds[name].choice for name in names]
        return counted.select(
            species="kind",
            level=pl.Series([choice.level for choice in choices], dtype=pl.String),
            equation=pl.Series([choice.equation.name for choice in choices], dtype=pl.String),
            trees="trees",
            share=pl.col("trees") / pl.col("trees").sum(),
            carbon_share=pl.col("carbon") / pl.col("carbon").sum(),
        )

    @property
    def share_recalled(self) -> float:
        """Share of the carbon that rests on recalled parameters."""
        shares = self.stand_ins
        recalled = [name for name, kind in self.kinds.items() if kind.is_recalled]
        return float(shares.filter(pl.col("species").is_in(recalled))["carbon_share"].sum())

    def notes(self) -> list[Note]:
        """A note for each kind of stand-in and for diameters outside the range of an equation."""
        made = []
        for level, label in LEVELS.items():
            if level in {"named", "species"}:
                continue
            rows = self.stand_ins.filter(pl.col("level") == level)
            if not len(rows):
                continue
            names = "、".join(rows["species"])
            trees, share = int(rows["trees"].sum()), 100 * float(rows["carbon_share"].sum())
            zh = f"{names} 没有专用方程，用{label.zh}的方程代替：{trees} 株，占碳量 {share:.1f}%。"
            en = (
                f"{names} have no equation of their own; that of {label.en} stands in: {trees} "
                f"trees, {share:.1f}% of the carbon."
            )
            made.append(Note(f"equation-{level}", "warn", Label(zh, en)))
        if self.outside:
            zh = f"{self.outside} 株的胸径超出方程的适用范围，仍按原方程外推。"
            en = f"{self.outside} trees lie outside the range of their equation, which is extended."
            made.append(Note("equation-range", "warn", Label(zh, en)))
        return made


@dataclass(frozen=True)
class Means:
    """How trees are measured: the route, equations by species, declared species, a person's word.

    ``route`` is one of ``biomass.choice.ROUTES``; ``allowed_by`` names who allows equations that
    their table warns of.
    """

    route: str
    equations: Mapping[str, str]
    species: Mapping[str, str]
    allowed_by: str = ""


def weigh(surveyed: Field, means: Means, shelf: Shelf, as_of: date) -> Weighed:
    """The carbon of every living tree, kg C for one stem.

    By volume: stem volume by the tree's equation, then SVD · BEF · (1 + RSR) · CF of its group
    (AR-CM-001). By biomass: dry matter above and below ground by the tree's set of equations and
    their carbon fractions; a set for whole trees is not enlarged by roots. Bamboo on either route:
    dry matter of each culm with its share of rhizomes (AR-CM-005), by its own carbon fraction.

    Raises
    ------
    Refused
        E-BM-02 … E-BM-07 for species, equations, heights and ages; E-TB codes for parameters.
    """
    book = species_book(shelf, as_of)
    counts = surveyed.trees["species"]
    found = resolve_species(counts.unique().to_list(), book, means.species)
    chooser = Chooser(shelf, book, means.route, as_of, means.equations, means.allowed_by)
    chosen = chooser.choose_all(found)
    kinds = {choice.species.name: _kind(choice, shelf, as_of) for choice in chosen.values()}
    names = {value: species.name for value, species in found.items()}
    trees = surveyed.trees.with_columns(
        kind=pl.col("species").fill_null("").replace_strict(names, return_dtype=pl.String)
        if names
        else pl.lit("", pl.String)
    )
    _check_measured(trees, kinds)
    values, outside = _values(trees, kinds, by_volume=means.route in VOLUME_ROUTES)
    return Weighed(trees.with_columns(**values), kinds, outside)


def _kind(choice: Choice, shelf: Shelf, as_of: date) -> Kind:
    if isinstance(choice.equation, Culm):
        cf = choice.equation.fraction
        return Kind(choice, {}, CarbonFractions(cf, cf, cf))
    group = {
        name: shelf.value(GROUP_TABLE, key=choice.species.group, name=name, unit=unit, as_of=as_of)
        for name, unit in UNITS.items()
    }
    cf = group["cf"]
    fractions = CarbonFractions(cf, cf, cf)
    if isinstance(choice.equation, EquationSet):
        fractions = carbon_fractions(shelf, choice.equation, choice.species.name, cf, as_of)
    return Kind(choice, group, fractions)


def _check_measured(trees: pl.DataFrame, kinds: Mapping[str, Kind]) -> None:
    """E-BM-04 and E-BM-07, each species at once, for what its equation needs and is blank."""
    lacking = {column: trees.filter(pl.col(column).is_null()) for column in ("h_m", "age_du")}

    def places(column: str, name: str) -> list[str]:
        own = lacking[column].filter(pl.col("kind") == name).sort("plot", "tree")
        return own.select(pl.concat_str("plot", "tree", separator="/")).to_series().to_list()

    refuse_all(
        refusal
        for name, kind in sorted(kinds.items())
        for refusal in (
            without_heights(kind.choice, places("h_m", name)),
            without_ages(kind.choice, places("age_du", name)),
        )
        if refusal
    )


def _values(
    trees: pl.DataFrame, kinds: Mapping[str, Kind], *, by_volume: bool
) -> tuple[dict[str, pl.Series], int]:
    d = trees["d_cm"].to_numpy()
    h, age = (trees[name].fill_null(np.nan).to_numpy() for name in ("h_m", "age_du"))
    columns: dict[str, Column] = {}
    outside = 0
    places = trees.with_row_index("at").group_by("kind").agg("at")
    for name, at in zip(places["kind"], places["at"], strict=True):
        rows = at.to_numpy()
        kind = kinds[name]
        if isinstance(kind.choice.equation, Culm):
            values = _by_culm(kind, kind.choice.equation, d[rows], age[rows])
        elif by_volume:
            values = _by_volume(kind, d[rows], h[rows])
        else:
            values, count = _by_weight(kind, d[rows], h[rows])
            outside += count
        for column, found in values.items():
            columns.setdefault(column, np.full(len(trees), np.nan))[rows] = found
    return {
        name: pl.Series(name, columns[name], nan_to_null=True)
        if name in columns
        else pl.Series(name, [None], dtype=pl.Float64).new_from_index(0, len(trees))
        for name in TREE_VALUES
    }, outside


def _by_volume(kind: Kind, d_cm: Column, h_m: Column) -> dict[str, Column]:
    equation = kind.choice.equation
    assert isinstance(equation, Equation)
    volume = volume_m3(d_cm, h_m, equation) * KG_PER_TONNE
    return {"volume_dm3": volume, "carbon_kg": volume * kind.per_volume}


def _by_culm(kind: Kind, culm: Culm, d_cm: Column, age_du: Column) -> dict[str, Column]:
    above, below = culm.weigh(d_cm, age_du)
    carbon = (above + below) * kind.fractions.total.number
    return {"above_kg": above, "below_kg": below, "carbon_kg": carbon}


def _by_weight(kind: Kind, d_cm: Column, h_m: Column) -> tuple[dict[str, Column], int]:
    equation = kind.choice.equation
    assert isinstance(equation, EquationSet)
    weight = equation.weigh(d_cm, h_m)
    count = int(weight.outside.sum())
    if weight.above_kg is None or weight.below_kg is None:
        return {"carbon_kg": weight.total_kg * kind.fractions.total.number}, count
    above, below = (kind.fractions.above.number, kind.fractions.below.number)
    return {
        "above_kg": weight.above_kg,
        "below_kg": weight.below_kg,
        "carbon_kg": weight.above_kg * above + weight.below_kg * below,
    }, count
