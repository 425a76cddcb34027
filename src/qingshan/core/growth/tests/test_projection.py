"""A stand grows along its curve through its own point, within the reach of the data."""

from __future__ import annotations

import json
from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingshan.core.carbon.curves import read_curves
from qingshan.core.carbon.fieldmap import CurveUse
from qingshan.core.growth.curve import fit_curve, fit_curves
from qingshan.core.growth.forms import FORMS
from qingshan.core.growth.limits import limits_on
from qingshan.core.growth.projection import ex_ante, project
from qingshan.core.growth.stands import usable
from qingshan.core.growth.tests.made import stands
from qingshan.core.growth.writing import as_dict, curve_points, residual_points
from qingshan.core.tables.shelf import open_shelf

LIMITS = limits_on(open_shelf(), date(2026, 7, 1))


@pytest.fixture(scope="module")
def curves():
    return fit_curves(stands(), LIMITS)


@pytest.fixture(scope="module")
def curve(curves):
    return curves.curves[0]


def test_a_curve_may_be_used_five_years_beyond_its_data(curve) -> None:
    assert LIMITS.reach_yr == 5
    assert (curve.first_yr, curve.last_yr) == (1, 45)
    assert curve.volumes(np.array([1.0, 45.0])).shape == (2,)


def test_a_curve_is_never_used_further(curve, refuses) -> None:
    with refuses("E-GR-03"):
        curve.volumes(np.array([46.0]))
    with refuses("E-GR-03"):
        curve.volumes(np.array([0.5]))
    with refuses("E-GR-03"):
        curve.band(np.array([20.0, 60.0]))
    with refuses("E-GR-03"):
        project(curve, age_yr=38, volume_m3_ha=200, years=10)


def test_projection_takes_the_ratio_of_the_curve(curve) -> None:
    f = curve.volumes(np.array([20.0, 25.0]))
    grown = project(curve, age_yr=20, volume_m3_ha=150.0, years=5)
    assert grown.mid == pytest.approx(150.0 * f[1] / f[0], rel=1e-12)
    assert grown.low is not None
    assert grown.high is not None
    assert grown.low < grown.mid < grown.high


def test_no_years_change_nothing(curve) -> None:
    same = project(curve, age_yr=20, volume_m3_ha=150.0, years=0)
    assert (same.low, same.mid, same.high) == pytest.approx((150.0, 150.0, 150.0))


@settings(max_examples=30, deadline=None)
@given(
    age=st.integers(6, 30),
    volume=st.floats(1.0, 900.0),
    first=st.integers(0, 7),
    then=st.integers(0, 7),
)
def test_years_in_two_steps_are_years_in_one(curves, age, volume, first, then) -> None:
    curve = curves.curves[0]
    once = project(curve, age_yr=age, volume_m3_ha=volume, years=first + then).mid
    half = project(curve, age_yr=age, volume_m3_ha=volume, years=first).mid
    assert project(curve, age_yr=age + first, volume_m3_ha=half, years=then).mid == pytest.approx(
        once
    )
    assert once >= volume * (1 - 1e-12)


def test_the_band_covers_the_true_curve() -> None:
    """Of 60 files with new noise, about nine in ten hold the true volume at 25 years."""
    true = FORMS["richards"].volumes(np.array([25.0]), np.array([320.0, 0.05, 1.9]))[0]
    inside = 0
    for seed in range(60):
        draw = np.random.default_rng(seed)
        frame = stands(noise=0.0).with_columns(pl.lit(1.0).alias("area_ha"))
        noisy = frame.with_columns(pl.col("volume_m3_ha") + pl.Series(draw.normal(0, 12, 60)))
        (part,) = usable(noisy).groups
        band = fit_curve(part, LIMITS, [FORMS["richards"]]).band(np.array([25.0]))
        inside += int(band.low[0] <= true <= band.high[0])
    assert 46 <= inside <= 60


def test_ex_ante_gives_every_year_and_what_a_measurement_takes(curves) -> None:
    frame = stands().filter(pl.col("age_yr") <= 30)
    told = ex_ante(frame, curves, years=5)
    yearly = told.yearly()
    assert yearly["year"].to_list() == [0, 1, 2, 3, 4, 5]
    now = float((frame["volume_m3_ha"] * frame["area_ha"]).sum())
    assert yearly["stock_m3"][0] == pytest.approx(now)
    assert (yearly["stock_m3"].diff().drop_nulls() > 0).all()
    assert (yearly["stock_low_m3"] <= yearly["stock_m3"]).all()
    assert (yearly["stock_m3"] <= yearly["stock_high_m3"]).all()
    stocks = told.stocks(5)
    assert stocks["row"].to_list() == sorted(frame["row"].to_list())
    assert stocks["stock_t1_m3"].sum() == pytest.approx(now)
    assert stocks["stock_t2_m3"].sum() == pytest.approx(yearly["stock_m3"][5])
    one = stocks.row(0, named=True)
    density = one["stock_t1_m3"] / one["area_ha"]
    alone = project(curves.curves[0], age_yr=one["age_yr"], volume_m3_ha=density, years=5)
    assert one["stock_t2_m3"] == pytest.approx(alone.mid * one["area_ha"])
    assert one["stock_t2_low_m3"] == pytest.approx((alone.low or 0) * one["area_ha"])


def test_unknown_stands_stay_unknown(curves) -> None:
    frame = stands().filter(pl.col("age_yr") <= 30)
    first, second = frame["row"].to_list()[:2]
    hidden = frame.with_columns(
        pl.when(pl.col("row") == first).then(0.0).otherwise(pl.col("volume_m3_ha"))
        .alias("volume_m3_ha"),
        pl.when(pl.col("row") == second).then(None).otherwise(pl.col("age_yr")).alias("age_yr"),
    )  # fmt: skip
    told = ex_ante(hidden, curves, years=2)
    assert told.left_out == {"age_unknown": 1, "volume_zero": 1}
    rows = told.stocks(2).filter(pl.col("row").is_in([first, second]))
    assert rows["stock_t1_m3"].null_count() == rows["stock_t2_m3"].null_count() == 2


def test_ages_beyond_and_groups_without_a_curve_are_said_at_once(curves, refuses) -> None:
    other = stands("柏木").with_columns(pl.col("row") + 100)
    with refuses("E-GR-03", "E-GR-04"):
        ex_ante(pl.concat([stands(), other]), curves, years=10)


def test_the_file_of_curves_is_what_a_measurement_reads(curves, tmp_path) -> None:
    points = curve_points(curves)
    assert points.columns == ["curve", "age", "volume", "low", "high"]
    points.write_csv(tmp_path / "curves.csv")
    columns = {name: name for name in ("curve", "age", "volume")}
    use = CurveUse("curves.csv", "QX", "PINGJUN_NL", "start", columns, 1.0)
    table = read_curves(tmp_path / "curves.csv", use)
    assert table.span("杉木|planted") == "1–45"
    read = table.volumes(pl.Series(["杉木|planted"]), np.array([23.0]))
    assert read[0] == pytest.approx(curves.curves[0].volumes(np.array([23.0]))[0], abs=1e-4)


def test_json_and_residuals_tell_all(curves) -> None:
    told = json.loads(json.dumps(as_dict(curves), ensure_ascii=False))
    (one,) = told["curves"]
    assert one["usable_yr"] == [1, 45]
    assert one["chosen"] == one["fits"][0]["form"]
    assert {fit["form"] for fit in one["fits"]} == set(FORMS)
    assert len(one["fits"][0]["covariance"]) == len(one["fits"][0]["parameters"])
    assert len(residual_points(curves)) == 60


def test_poor_fits_and_undetermined_bands_are_said() -> None:
    """Stands in their first years only: the asymptote is beyond what they can tell."""
    draw = np.random.default_rng(5)
    ages = np.tile(np.arange(3.0, 9.0), 10)
    frame = stands().with_columns(
        pl.Series("age_yr", ages),
        pl.Series("volume_m3_ha", 0.9 * ages**2.5 * np.exp(draw.normal(0, 0.02, 60))),
    )
    (young,) = fit_curves(frame, LIMITS).curves
    bound = [fit for fit in young.candidates if fit.at_bound]
    assert bound
    assert all(fit.covariance is None for fit in bound)
    wild = stands().with_columns(
        pl.col("volume_m3_ha") * pl.Series(np.exp(draw.normal(0, 0.9, 60)))
    )
    (doubtful,) = fit_curves(wild, LIMITS).curves
    assert doubtful.fit.r_squared < LIMITS.r_squared_doubt
    assert any("R²" in said.zh for said in doubtful.doubts)


def test_curves_of_the_stands_of_a_published_model(reference) -> None:
    """ws3: yield tables of British Columbia, made by a model; each is met within a few m3/ha."""
    table = pl.read_csv(reference / "data" / "stands" / "ws3_tsa24" / "curve_points_table.csv")
    grown = table.filter((pl.col("x") % 5 == 0) & (pl.col("x") <= 150) & (pl.col("y") > 0))
    rising = (
        grown.sort("curve_id", "x")
        .group_by("curve_id")
        .agg((pl.col("y").diff().min() >= 0).alias("is_rising"), pl.len())
        .filter(pl.col("is_rising") & (pl.col("len") >= 15))
        .sort("curve_id")
        .head(8)
    )
    assert len(rising) >= 5
    frame = grown.join(rising, on="curve_id").select(
        pl.int_range(pl.len()).alias("row"),
        pl.col("curve_id").cast(pl.String).alias("group"),
        pl.lit("natural").alias("origin"),
        pl.col("x").cast(pl.Float64).alias("age_yr"),
        pl.col("y").alias("volume_m3_ha"),
        pl.lit(1.0).alias("area_ha"),
    )
    found = fit_curves(frame, LIMITS)
    assert len(found.curves) == len(rising)
    for one in found.curves:
        assert one.fit.r_squared > 0.97, one.id
