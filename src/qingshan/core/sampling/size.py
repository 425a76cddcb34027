"""How many plots an aim of precision takes, and how they are shared among the strata."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

import polars as pl

from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.sampling import exact
from qingshan.core.sampling import refusals as codes
from qingshan.core.sampling.estimate import RULE, TABLE, confidence, quantile
from qingshan.core.tables.shelf import Shelf

Share = Literal["neyman", "proportional"]
PASSES = 50
_VALUES = (
    ("relative_error", "%"), ("first_quantile", "1"), ("plots_min", "count"),
    ("small_sample", "count"),
)  # fmt: skip


@dataclass(frozen=True)
class Aim:
    """What precision a survey is to reach, as a rule states it.

    Below ``small_sample`` plots t is taken at their degrees of freedom.
    """

    relative_error_percent: Decimal
    confidence_percent: Decimal
    first_t: float
    plots_min: int
    small_sample: int


@dataclass(frozen=True)
class Size:
    """How many plots are needed: ``exact`` before rounding up, ``large`` for endless forest.

    ``t`` is the quantile of the last pass.
    """

    plots: int
    exact: float
    large: float
    t: float
    passes: int


def aim(shelf: Shelf, as_of: date, rule: str = RULE, error_percent: Decimal | None = None) -> Aim:
    """The aim of a rule (table ``carbon.sampling``); ``error_percent`` may be stricter."""
    values = {
        name: shelf.value(TABLE, key=rule, name=name, unit=unit, as_of=as_of).value
        for name, unit in _VALUES
    }
    return Aim(
        values["relative_error"] if error_percent is None else error_percent,
        confidence(shelf, as_of, rule).value,
        float(values["first_quantile"]),
        int(values["plots_min"]),
        int(values["small_sample"]),
    )


def size_at(strata: pl.DataFrame, mean: float, aimed: Aim, plot_area_ha: float, t: float) -> Size:
    """The number of plots at a given quantile t (AR-CM-001; CDM tool 03, finite population).

    ``n = N t² (Σ w s)² / (N E² + t² Σ w s²)`` with N = A / a_p possible plots and the absolute
    error E. ``strata`` has ``stratum``, ``area_ha`` and ``sd`` (per hectare, as the mean).
    """
    area = exact.total(strata["area_ha"])
    weight = strata["area_ha"] / area
    possible = area / plot_area_ha
    allowed = float(aimed.relative_error_percent) / 100.0 * mean
    spread = exact.total(weight * strata["sd"])
    squares = exact.total(weight * strata["sd"] ** 2)
    finite = possible * (t * spread) ** 2 / (possible * allowed**2 + t**2 * squares)
    large = (t / allowed * spread) ** 2
    return Size(math.ceil(finite - 1e-12), finite, large, t, 1)


def size(strata: pl.DataFrame, mean: float, aimed: Aim, plot_area_ha: float) -> Size:
    """The number of plots with t at the degrees of freedom of the design that is really laid out.

    From ``first_t`` on, t is taken again at n - M while the sample is small, where n is at least
    the minimum of each stratum; if two numbers take turns the larger one stands.
    """
    least = aimed.plots_min * len(strata)
    found = size_at(strata, mean, aimed, plot_area_ha, aimed.first_t)
    seen: dict[int, Size] = {}
    for count in range(2, PASSES):
        laid = max(found.plots, least)
        if laid >= aimed.small_sample or laid in seen:
            break
        seen[laid] = found
        t = quantile(laid - len(strata), aimed.confidence_percent)
        again = size_at(strata, mean, aimed, plot_area_ha, t)
        again = Size(again.plots, again.exact, again.large, t, count)
        if max(again.plots, least) == laid:
            return again
        found = again
    return max([found, *seen.values()], key=lambda one: one.plots) if found.plots in seen else found


def allocate(
    strata: pl.DataFrame, plots: int, aimed: Aim, plot_area_ha: float, share: Share = "neyman"
) -> pl.DataFrame:
    """Share plots among strata by ``w s`` (Neyman) or by ``w``; no stratum below the minimum.

    Whole numbers go by the largest remainder, ties by the name of the stratum; what the minimum
    adds comes on top, so that the total may be larger than ``plots``.

    Returns
    -------
    ``stratum``, ``area_ha``, ``plots``, in order of the name.

    Raises
    ------
    Refused
        E-SA-11 for a stratum too small for its plots.
    """
    strata = strata.sort("stratum")
    weight = strata["area_ha"]
    if share == "neyman" and exact.total(strata["sd"]) > 0:
        weight = weight * strata["sd"]
    names = strata["stratum"].to_list()
    counts = _whole(dict(zip(names, weight, strict=True)), plots)
    counts = {name: max(count, aimed.plots_min) for name, count in counts.items()}
    wrong = []
    for name, area in strata.select("stratum", "area_ha").iter_rows():
        room = math.floor(area / plot_area_ha)
        if counts[name] > room:
            facts = {"stratum": name, "wanted": counts[name], "found": room, "area_ha": area}
            wrong.append(Refusal(codes.NO_ROOM, name, facts))
    refuse_all(wrong)
    return strata.select("stratum", "area_ha").with_columns(
        plots=pl.Series([counts[name] for name in names])
    )


def _whole(weights: Mapping[str, float], plots: int) -> dict[str, int]:
    whole = exact.total(weights.values())
    parts = {name: plots * weight / whole for name, weight in weights.items()}
    counts = {name: math.floor(part) for name, part in parts.items()}
    rest = plots - sum(counts.values())
    order = sorted(parts, key=lambda name: (counts[name] - parts[name], name))
    for name in order[:rest]:
        counts[name] += 1
    return counts
