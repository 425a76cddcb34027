"""What a projection of growing stock means in carbon dioxide, year by year (AR-CM, ex-ante)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import polars as pl

from qingshan.core.carbon.curves import reference_curve
from qingshan.core.carbon.expected import co2_per_volume
from qingshan.core.growth.curve import Curves, fit_curves
from qingshan.core.growth.fixed import FixedCurve, Shelved
from qingshan.core.growth.limits import Limits, limits_on
from qingshan.core.growth.projection import ExAnte, ex_ante
from qingshan.core.growth.stands import label_of, marked_by_reason
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import Shelf

_ENDS = ("low", "mid", "high")
_STOCKS = ("stock_low_m3", "stock_m3", "stock_high_m3")


NEVER_CREDITED = Label(
    "这是事前估算，只用于计划和开发论证：不是计量结果，不得据以签发碳票；减排量以监测期末实测为准。",
    "This is an estimate before the event, for planning alone: it is no measurement, and no ticket "
    "is ever issued on it. What counts is what is measured at the end of the period.",
)
"""What stands on everything that shows a projection."""


@dataclass(frozen=True)
class Projected:
    """Curves of one's own, published ones beside them, every stand and the sums, by year.

    ``stands`` and ``yearly`` hold year 0 and the years that were asked for.
    """

    own: Curves | None
    published: tuple[FixedCurve, ...]
    stands: ExAnte
    yearly: pl.DataFrame


def projected(
    frame: pl.DataFrame,
    years: Sequence[int],
    shelf: Shelf,
    as_of: date,
    *,
    reference: bool = False,
) -> Projected:
    """Fit curves on stands (columns ``growth.stands.COLUMNS``) and project every stand along them.

    Parameters
    ----------
    frame, years
        The stands, and whole years from the date of the survey.
    shelf, as_of
        Limits, parameters and published curves, and the date under which they are read.
    reference
        Whether published curves stand in where the stands give none of their own.

    Raises
    ------
    Refused
        As ``growth.curve.fit_curves``, unless published curves may stand in, and as
        ``growth.projection.ex_ante``.
    """
    limits, own = limits_on(shelf, as_of), None
    try:
        own = fit_curves(frame, limits)
    except Refused:
        if not reference:
            raise
    published = _published(frame, own, limits, shelf, as_of) if reference else ()
    stands = ex_ante(frame, Shelved(own, published), max(years))
    asked = pl.col("year").is_in([0, *years])
    yearly = carbon_by_year(stands, shelf, as_of).filter(asked)
    return Projected(own, published, ExAnte(stands.stands.filter(asked), stands.left_out), yearly)


def carbon_by_year(found: ExAnte, shelf: Shelf, as_of: date) -> pl.DataFrame:
    """The project by year with its carbon: stock times SVD BEF (1 + RSR) CF 44/12 of each group.

    Columns year, stands, area_ha, stock_low_m3, stock_m3, stock_high_m3, co2_low_t, co2_mid_t,
    co2_high_t, and removal_mid_t since year 0. Low and high add the bounds of single stands and are
    blank where one is unknown; they tell of the curve alone, not of the parameters.
    """
    groups = found.stands["curve"].drop_nulls().str.split("|").list.first().unique().sort()
    factors = {group: co2_per_volume(group, shelf, as_of) for group in groups}
    valued = ExAnte(
        found.stands.with_columns(
            pl.col(name)
            * pl.col("curve").str.split("|").list.first().replace_strict(factors, default=None)
            for name in _STOCKS
        ),
        found.left_out,
    )
    carbon = valued.yearly().select(
        "year",
        *(pl.col(name).alias(f"co2_{end}_t") for name, end in zip(_STOCKS, _ENDS, strict=True)),
    )
    removal = pl.col("co2_mid_t") - pl.col("co2_mid_t").first()
    return found.yearly().join(carbon, on="year").sort("year").with_columns(removal_mid_t=removal)


def published_curve(
    group: str, origin: str, limits: Limits, *, shelf: Shelf, as_of: date
) -> FixedCurve | None:
    """The reference curve of a group for projections, or None where the tables name none."""
    known = {"unknown": ""}.get(origin, origin)
    curve = reference_curve(group, known, shelf=shelf, as_of=as_of)
    if curve is None:
        return None
    source = Label(f"{curve.place.zh}（参考曲线）", f"{curve.place.en} (reference curve)")
    return FixedCurve(
        f"{group}|{origin}",
        label_of(group, origin),
        source,
        curve.volumes,
        limits.reference_first_yr,
        limits.reference_last_yr,
    )


def _published(
    frame: pl.DataFrame, own: Curves | None, limits: Limits, shelf: Shelf, as_of: date
) -> tuple[FixedCurve, ...]:
    """Reference curves for the groups and origins that have none of their own."""
    pairs = marked_by_reason(frame).select("group", "origin").drop_nulls().unique()
    made = (
        published_curve(group, origin, limits, shelf=shelf, as_of=as_of)
        for group, origin in pairs.sort("group", "origin").iter_rows()
        if own is None or own.find(f"{group}|{origin}") is None
    )
    return tuple(curve for curve in made if curve is not None)
