"""What a projection of growing stock means in carbon dioxide, year by year (AR-CM, ex-ante)."""

from __future__ import annotations

from datetime import date

import polars as pl

from qingshan.core.carbon.curves import reference_curve
from qingshan.core.carbon.expected import co2_per_volume
from qingshan.core.growth.fixed import FixedCurve
from qingshan.core.growth.limits import Limits
from qingshan.core.growth.projection import ExAnte
from qingshan.core.growth.stands import label_of
from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import Shelf

_ENDS = ("low", "mid", "high")
_STOCKS = ("stock_low_m3", "stock_m3", "stock_high_m3")


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
