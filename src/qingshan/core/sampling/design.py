"""A sampling design as a whole: strata, how many plots, how they are shared, where they lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import numpy.typing as npt
import polars as pl

from qingshan.core.kernel.digest import digest_of
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.units import SQUARE_METRE_PER_HECTARE
from qingshan.core.sampling import refusals as codes
from qingshan.core.sampling.placement import Ground, Pattern, place_plots
from qingshan.core.sampling.size import Share, Size, aim, allocate, size
from qingshan.core.sampling.strata import Strata, build_strata
from qingshan.core.tables.shelf import Shelf

STOCK = "stock"
DEGREES = ("longitude_deg", "latitude_deg")


@dataclass(frozen=True)
class Wish:
    """What is asked of a design.

    ``error_percent`` is the relative error that is aimed at, by default that of the rule;
    ``cv_percent`` how much plots are expected to vary, by default as the stocks of the
    sub-compartments do.
    """

    seed: int
    plot_area_m2: int
    error_percent: Decimal | None = None
    cv_percent: Decimal | None = None
    pattern: Pattern = "systematic"
    share: Share = "neyman"

    @property
    def plot_area_ha(self) -> float:
        """Area of a plot, ha."""
        return self.plot_area_m2 / SQUARE_METRE_PER_HECTARE

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        told = dict(vars(self))
        for name in ("error_percent", "cv_percent"):
            told[name] = None if told[name] is None else str(told[name])
        return told


@dataclass(frozen=True)
class Design:
    """``strata`` has ``stratum area_ha compartments mean sd plots``, ``places`` is that of
    ``placement.place_plots``; ``mean`` and ``sd`` are those that the number was found with;
    ``stratum_of`` names the stratum of each sub-compartment.
    """

    wish: Wish
    size: Size
    strata: pl.DataFrame
    places: pl.DataFrame
    stratum_of: Mapping[str, str]

    @property
    def count(self) -> int:
        """Plots that are laid out, those for the minimum of each stratum included."""
        return int(self.strata["plots"].sum())

    @property
    def digest(self) -> str:
        """SHA-256 over what was asked and every place."""
        degrees = (pl.col(name).round(7).cast(pl.String) for name in DEGREES)
        places = self.places.with_columns(*degrees).to_dicts()
        return digest_of({"wish": self.wish.as_dict(), "places": places})


def design_plots(
    compartments: pl.DataFrame,
    shapes: npt.NDArray[Any],
    wish: Wish,
    shelf: Shelf,
    as_of: date,
) -> Design:
    """Lay out the plots of a forest: the same answer for the same forest, wish and tables.

    Parameters
    ----------
    compartments
        As ``strata.build_strata`` takes them, with ``stock`` (per hectare) where it is known.
    shapes
        Their outlines in degrees (CGCS2000), row by row.
    wish, shelf, as_of
        What is asked; the rules, and the day they are read under.

    Raises
    ------
    Refused
        E-SA-11 for a stratum without room, E-SA-12 where neither stocks nor ``cv_percent`` are
        known, E-SA-13 where the mean stock is nothing.
    """
    strata = build_strata(compartments, shelf, as_of)
    spread = _spread(compartments, strata, wish)
    mean = float((spread["mean"] * spread["area_ha"]).sum()) / float(spread["area_ha"].sum())
    if not mean > 0:
        facts = {"what_zh": "蓄积", "what_en": "the stock", "value": f"{mean:g}"}
        raise Refused.because(codes.MEAN_NOT_POSITIVE, STOCK, **facts)
    aimed = aim(shelf, as_of, error_percent=wish.error_percent)
    needed = size(spread, mean, aimed, wish.plot_area_ha)
    shares = allocate(spread, needed.plots, aimed, wish.plot_area_ha, wish.share)
    counts: Mapping[str, int] = dict(shares.select("stratum", "plots").iter_rows())
    ground = Ground(
        shapes,
        tuple(strata.compartments["compartment"]),
        tuple(strata.compartments["stratum"]),
    )
    places = place_plots(
        ground,
        counts,
        seed=wish.seed,
        plot_area_ha=wish.plot_area_ha,
        pattern=wish.pattern,
    )
    listed = spread.join(shares.select("stratum", "plots"), on="stratum").sort("stratum")
    by_key = dict(strata.compartments.select("compartment", "stratum").iter_rows())
    return Design(wish, needed, listed, places, by_key)


def _spread(compartments: pl.DataFrame, strata: Strata, wish: Wish) -> pl.DataFrame:
    """Mean and spread of each stratum: of its sub-compartments, or by the coefficient told.

    A stratum of one sub-compartment varies as the whole does.
    """
    known = STOCK in compartments.columns and compartments[STOCK].null_count() == 0
    if not known and wish.cv_percent is None:
        columns = "、".join(compartments.columns)
        facts = {"table_zh": "小班表", "table_en": "list of sub-compartments", "columns": columns}
        raise Refused.because(codes.COLUMN_MISSING, STOCK, column=STOCK, **facts)
    stock = pl.col(STOCK) if known else pl.lit(1.0).alias(STOCK)
    rows = compartments.select("compartment", "area_ha", stock).join(
        strata.compartments, on="compartment"
    )
    mean, sd = rows.select(pl.col(STOCK).mean(), sd=pl.col(STOCK).std()).row(0)
    relative = float(sd or 0.0) / float(mean) if mean else 0.0
    weighted = (pl.col(STOCK) * pl.col("area_ha")).sum() / pl.col("area_ha").sum()
    told = rows.group_by("stratum").agg(weighted.alias("mean"), pl.col(STOCK).std().alias("sd"))
    if wish.cv_percent is not None:
        told = told.with_columns(sd=pl.col("mean") * float(wish.cv_percent) / 100.0)
    told = told.with_columns(sd=pl.col("sd").fill_null(pl.col("mean") * relative))
    return strata.strata.join(told, on="stratum").select(
        "stratum", "area_ha", "compartments", "mean", "sd"
    )
