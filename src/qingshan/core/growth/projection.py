"""Stands projected along their curve through their own point, with low, middle and high."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from qingshan.core.growth import refusals as codes
from qingshan.core.growth.curve import Curve
from qingshan.core.growth.fixed import Library
from qingshan.core.growth.stands import label_of, left_out_of, marked_by_reason
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label

Floats = npt.NDArray[np.float64]

METHOD = Label(
    "比例法：V(t+n) = V(t) · f(t+n) / f(t)，过小班自身的林龄和蓄积，保持它相对曲线的位置；"
    "上下限是曲线的置信带，不含小班自身的随机变化和灾害、采伐。",
    "Ratio method: V(t+n) = V(t) · f(t+n) / f(t), through the stand's own age and volume, so that "
    "it keeps its place relative to the curve; low and high are the band of the curve, without "
    "chance of the single stand, disasters or felling.",
)


@dataclass(frozen=True)
class Growing:
    """Volume of one stand in a later year, in m3/ha; low and high None where the band is not."""

    low: float | None
    mid: float
    high: float | None


def project(curve: Curve, *, age_yr: float, volume_m3_ha: float, years: float) -> Growing:
    """Volume of a stand after so many years, through its own point (``METHOD``).

    Parameters
    ----------
    curve
        Of the stand's species group and origin.
    age_yr, volume_m3_ha
        Where the stand stands now; both above 0.
    years
        Years from now; 0 gives the stand's own volume, without a band.

    Raises
    ------
    Refused
        E-GR-03 when either age lies beyond what the curve supports.
    """
    assert age_yr > 0, "a stand without age has no place on a curve"
    assert volume_m3_ha > 0, "a stand without volume has no place relative to a curve"
    factor = curve.growth(np.array([float(age_yr)]), years)
    low, mid, high = (float(v[0]) * volume_m3_ha for v in (factor.low, factor.mid, factor.high))
    return Growing(_known(low), mid, _known(high))


@dataclass(frozen=True)
class ExAnte:
    """What a project may expect.

    Attributes
    ----------
    stands : frame
        One row a stand and year: row, curve, year (from 0), age_yr, area_ha, stock_low_m3,
        stock_m3, stock_high_m3. Null where the stand's own volume or age is unknown.
    left_out : mapping
        Stands that cannot be projected, by reason; they are in ``stands`` with nulls.
    """

    stands: pl.DataFrame
    left_out: Mapping[str, int]

    def yearly(self) -> pl.DataFrame:
        """The project by year: stands, area_ha, stock_low_m3, stock_m3, stock_high_m3.

        Low and high add the bounds of single stands: those of one curve err together. A year in
        which any band is unknown has none.
        """
        known = self.stands.filter(pl.col("stock_m3").is_not_null())
        sums = [
            pl.when(pl.col(name).null_count() == 0).then(pl.col(name).sum()).alias(name)
            for name in ("stock_low_m3", "stock_m3", "stock_high_m3")
        ]
        counted = (pl.len().alias("stands"), pl.col("area_ha").sum())
        return known.group_by("year").agg(*counted, *sums).sort("year")

    def stocks(self, years: int) -> pl.DataFrame:
        """For a measurement: one row a stand, its stock now and after so many years.

        Columns row, stock_t1_m3, stock_t2_low_m3, stock_t2_m3, stock_t2_high_m3; totals in m3.
        """
        first = self.stands.filter(pl.col("year") == 0)
        last = self.stands.filter(pl.col("year") == years)
        later = last.select(
            "row",
            pl.col("stock_low_m3").alias("stock_t2_low_m3"),
            pl.col("stock_m3").alias("stock_t2_m3"),
            pl.col("stock_high_m3").alias("stock_t2_high_m3"),
        )
        now = first.select(
            "row", "curve", "age_yr", "area_ha", pl.col("stock_m3").alias("stock_t1_m3")
        )
        return now.join(later, on="row", how="left", maintain_order="left")


def ex_ante(frame: pl.DataFrame, curves: Library, years: int) -> ExAnte:
    """Project every stand of a file year by year.

    Parameters
    ----------
    frame
        Columns ``stands.COLUMNS``; ``row`` names each stand once.
    curves
        As ``fit_curves`` gives them, from these stands or others, or with published ones beside.
    years
        Whole years from the date of the survey.

    Raises
    ------
    Refused
        E-GR-03 and E-GR-06 for ages that would leave the range of a curve, E-GR-04 for groups
        without a curve; all at once.
    """
    ready = marked_by_reason(frame).with_columns(
        (pl.col("group") + "|" + pl.col("origin")).alias("curve")
    )
    usable = pl.col("reason").is_null()
    known = ready.filter(usable)
    refuse_all(_refusals(known, curves, years))
    parts = [_part(part, curves, years) for part in _by_curve(known)]
    unknown = ready.filter(~usable).select("row", "curve", "age_yr", "area_ha")
    parts += [_unknown(unknown, year) for year in range(years + 1)]
    return ExAnte(pl.concat(parts).sort("row", "year"), left_out_of(ready))


def _by_curve(known: pl.DataFrame) -> Iterator[pl.DataFrame]:
    for _, part in known.sort("curve", "row").group_by("curve", maintain_order=True):
        yield part


def _refusals(known: pl.DataFrame, curves: Library, years: int) -> Iterator[Refusal]:
    for part in _by_curve(known):
        curve = curves.find(part["curve"][0])
        if curve is None:
            named = label_of(part["group"][0], part["origin"][0])
            facts = {"group_zh": named.zh, "group_en": named.en, "count": len(part)}
            yield Refusal(codes.CURVE_ABSENT, part["curve"][0], facts)
            continue
        beyond = part.filter(
            (pl.col("age_yr") < curve.first_yr) | (pl.col("age_yr") + years > curve.last_yr)
        )
        if len(beyond):
            rows = [f"#{row}" for row in beyond["row"]]
            ends = pl.concat([beyond["age_yr"], beyond["age_yr"] + years])
            outside = ends.filter((ends < curve.first_yr) | (ends > curve.last_yr))
            yield curve.beyond(outside.to_numpy(), rows)


def _part(part: pl.DataFrame, curves: Library, years: int) -> pl.DataFrame:
    curve = curves.find(part["curve"][0])
    assert curve is not None, "groups without a curve were refused"
    ages = part["age_yr"].to_numpy()
    stock = part["volume_m3_ha"].to_numpy() * part["area_ha"].to_numpy()
    made = []
    for year in range(years + 1):
        factor = curve.growth(ages, float(year))
        columns = {
            "stock_low_m3": stock * factor.low,
            "stock_m3": stock * factor.mid,
            "stock_high_m3": stock * factor.high,
        }
        told = (pl.Series(name, values).fill_nan(None) for name, values in columns.items())
        frame = part.select("row", "curve", _year(year), pl.col("age_yr") + year, "area_ha")
        made.append(frame.with_columns(*told))
    return pl.concat(made)


def _unknown(rows: pl.DataFrame, year: int) -> pl.DataFrame:
    nothing = pl.lit(None, pl.Float64)
    return rows.select(
        "row", "curve", _year(year), pl.col("age_yr") + year, "area_ha",
        *(nothing.alias(name) for name in ("stock_low_m3", "stock_m3", "stock_high_m3")),
    )  # fmt: skip


def _year(year: int) -> pl.Expr:
    return pl.lit(year, pl.Int64).alias("year")


def _known(value: float) -> float | None:
    return None if np.isnan(value) else value
