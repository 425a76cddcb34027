"""Strata from what sub-compartments are like, merged until each is large enough."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from qingshan.core.sampling import exact
from qingshan.core.tables.shelf import Shelf

CLOSURE_TABLE, STRATUM_TABLE = "sampling.density_class", "sampling.stratum"
PARTS = ("group", "origin", "age_group", "density")
"""What makes a stratum, from what sets forests apart most to what sets them apart least."""

UNKNOWN = "不详"
JOINT, BETWEEN = "+", "·"
Cell = tuple[str, str, str, str]


@dataclass(frozen=True)
class Strata:
    """Which stratum each sub-compartment belongs to, and what the strata are.

    ``compartments`` has ``compartment`` and ``stratum``; ``strata`` has ``stratum``, ``area_ha``,
    ``compartments`` (their number), ``cells`` (how many kinds of forest were merged into it) and
    ``is_small`` (it has no neighbour of its species group to be merged with).
    """

    compartments: pl.DataFrame
    strata: pl.DataFrame


def density_class(closure: pl.Series, shelf: Shelf, as_of: date) -> pl.Series:
    """The class of canopy closure (0 to 1) in Chinese, as table ``sampling.density_class`` cuts."""
    keys = shelf.keys(CLOSURE_TABLE)
    steps = sorted(
        (
            shelf.value(CLOSURE_TABLE, key=key, name="from_incl", unit="1", as_of=as_of).number,
            shelf.text(CLOSURE_TABLE, key=key, name="label_zh", as_of=as_of).value,
        )
        for key in keys
    )
    named = pl.lit(UNKNOWN)
    for low, label in steps:
        named = pl.when(closure >= low).then(pl.lit(label)).otherwise(named)
    return pl.select(named.alias("density")).to_series()


def build_strata(compartments: pl.DataFrame, shelf: Shelf, as_of: date) -> Strata:
    """Strata by species group, origin, age group and density class, each large enough.

    A stratum below the least area or the least number of sub-compartments (table
    ``sampling.stratum``) is merged with the one most like it: that shares the most of these four
    in their order, then the smallest one, then by name. Strata of different species groups are not
    merged; a small one without company stays and says so. The result does not depend on the order
    of rows.

    Parameters
    ----------
    compartments
        ``compartment``, ``area_ha``, and the texts ``group``, ``origin``, ``age_group``,
        ``density``; blanks count as a kind of their own, named as unknown.
    shelf, as_of
        The limits, and the day they are read under.
    """
    least_ha = shelf.value(
        STRATUM_TABLE, key="stratum", name="area_min", unit="ha", as_of=as_of
    ).number
    least_count = int(
        shelf.value(STRATUM_TABLE, key="stratum", name="count_min", unit="count", as_of=as_of).value
    )
    rows = compartments.with_columns(pl.col(PARTS).cast(pl.String).fill_null(UNKNOWN))
    parts: dict[Cell, list[float]] = {}
    for *cell, area in rows.select(*PARTS, "area_ha").iter_rows():
        group, origin, age, density = cell
        parts.setdefault((group, origin, age, density), []).append(area)
    cells = {cell: (exact.total(areas), len(areas)) for cell, areas in parts.items()}
    merged = _merged(cells, least_ha, least_count)
    names = {cell: _name(found) for found in merged for cell in found}
    assigned = [names[cell] for cell in rows.select(PARTS).iter_rows()]
    return Strata(
        rows.select("compartment").with_columns(stratum=pl.Series(assigned, dtype=pl.String)),
        _table(merged, cells, least_ha, least_count),
    )


def _merged(
    cells: Mapping[Cell, tuple[float, int]], least_ha: float, least_count: int
) -> list[frozenset[Cell]]:
    strata = {frozenset({cell}) for cell in cells}
    settled: set[frozenset[Cell]] = set()
    while True:
        small = [
            one
            for one in strata - settled
            if _area(one, cells) < least_ha or _count(one, cells) < least_count
        ]
        if not small:
            return sorted(strata, key=_name)
        one = min(small, key=lambda stratum: (_area(stratum, cells), _name(stratum)))
        others = [other for other in strata if other != one and _likeness(one, other) > 0]
        if not others:
            settled.add(one)
            continue
        nearest = min(
            others,
            key=lambda other: (-_likeness(one, other), _area(other, cells), _name(other)),
        )
        strata -= {one, nearest}
        strata.add(one | nearest)


def _likeness(one: frozenset[Cell], other: frozenset[Cell]) -> int:
    """How many of the four, counted from the first, all their kinds of forest share."""
    shared = 0
    for place in range(len(PARTS)):
        if {cell[place] for cell in one} != {cell[place] for cell in other}:
            break
        shared += 1
    return shared


def _area(stratum: frozenset[Cell], cells: Mapping[Cell, tuple[float, int]]) -> float:
    return exact.total(cells[cell][0] for cell in stratum)


def _count(stratum: frozenset[Cell], cells: Mapping[Cell, tuple[float, int]]) -> int:
    return sum(cells[cell][1] for cell in stratum)


def _name(stratum: frozenset[Cell]) -> str:
    """The four parts, alternatives joined: ``杉木·人工·中龄林·密+中``."""
    parts = [sorted({cell[place] for cell in stratum}) for place in range(len(PARTS))]
    return BETWEEN.join(JOINT.join(found) for found in parts)


def _table(
    merged: list[frozenset[Cell]],
    cells: Mapping[Cell, tuple[float, int]],
    least_ha: float,
    least_count: int,
) -> pl.DataFrame:
    rows = [
        {
            "stratum": _name(found),
            "area_ha": _area(found, cells),
            "compartments": _count(found, cells),
            "cells": len(found),
            "is_small": _area(found, cells) < least_ha or _count(found, cells) < least_count,
        }
        for found in merged
    ]
    return pl.DataFrame(rows)
