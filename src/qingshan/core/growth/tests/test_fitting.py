"""A fit finds what is there, whatever the order of rows and the unit, and says how sure it is."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from qingshan.core.growth.curve import fit_curve, fit_curves
from qingshan.core.growth.fitting import fit_form
from qingshan.core.growth.forms import FORMS
from qingshan.core.growth.limits import limits_on
from qingshan.core.growth.stands import Stands, usable
from qingshan.core.kernel.units import MU_PER_HECTARE
from qingshan.core.tables.shelf import open_shelf

LIMITS = limits_on(open_shelf(), date(2026, 7, 1))
TRUE = {
    "richards": (300.0, 0.06, 2.2),
    "logistic": (250.0, 30.0, 0.12),
    "gompertz": (280.0, 4.0, 0.07),
    "korf": (400.0, 9.0, 0.8),
    "schumacher": (350.0, 22.0),
}


def frame_of(name="korf", *, noise=0.2, count=80, seed=1, group="杉木", origin="planted"):
    draw = np.random.default_rng(seed)
    ages = draw.integers(4, 50, count).astype(float)
    volumes = FORMS[name].volumes(ages, np.array(TRUE[name]))
    return pl.DataFrame(
        {
            "row": range(1, count + 1),
            "group": [group] * count,
            "origin": [origin] * count,
            "age_yr": ages,
            "volume_m3_ha": volumes * np.exp(draw.normal(0, noise, count)),
            "area_ha": draw.uniform(0.3, 20, count),
        }
    )


def stands_of(frame: pl.DataFrame) -> Stands:
    (stands,) = usable(frame).groups
    return stands


@pytest.mark.parametrize("name", FORMS)
def test_slopes_are_the_derivatives(name) -> None:
    """Against central differences, at ages from 1 to 120 years; nothing grows at age 0."""
    form, ages = FORMS[name], np.array([1.0, 7.0, 30.0, 120.0])
    values = np.array(TRUE[name])
    slopes = form.slopes(ages, values)
    for at, value in enumerate(values):
        step = np.zeros(len(values))
        step[at] = value * 1e-6
        up, down = form.volumes(ages, values + step), form.volumes(ages, values - step)
        assert slopes[at] == pytest.approx((up - down) / (2 * step[at]), rel=1e-5, abs=1e-9)
    assert form.volumes(np.array([0.0]), values) == 0
    assert not form.slopes(np.array([0.0]), values).any()


@pytest.mark.parametrize("name", FORMS)
@settings(max_examples=8, deadline=None)
@given(stretch=st.floats(0.5, 2.0), height=st.floats(0.2, 4.0), seed=st.integers(0, 99))
def test_a_fit_recovers_the_parameters_of_data_without_noise(name, stretch, height, seed) -> None:
    form, frame = FORMS[name], frame_of(noise=0.0, seed=seed)
    true = np.array(TRUE[name]) * np.array([height, *[stretch] * (form.count - 1)])
    volumes = form.volumes(frame["age_yr"].to_numpy(), true)
    fit = fit_form(stands_of(frame.with_columns(pl.Series("volume_m3_ha", volumes))), form, LIMITS)
    if "A" in fit.at_bound:  # the true asymptote lies above what the table allows
        assert true[0] > LIMITS.asymptote_factor_max * volumes.max() * 0.999
        return
    assert fit.values == pytest.approx(true, rel=1e-4)
    assert fit.r_squared == pytest.approx(1.0, abs=1e-9)


@settings(max_examples=5, deadline=None)
@given(seed=st.integers(0, 1000))
def test_the_order_of_rows_does_not_matter(seed) -> None:
    frame = frame_of(seed=seed)
    mixed = frame.sample(fraction=1, shuffle=True, seed=seed)
    one, other = (fit_curve(stands_of(each), LIMITS) for each in (frame, mixed))
    assert one.fit.form is other.fit.form
    assert one.fit.values.tolist() == other.fit.values.tolist()
    assert_frame_equal(one.residuals(), other.residuals())


@pytest.mark.parametrize("name", FORMS)
def test_the_unit_of_volume_does_not_matter(name) -> None:
    """Cubic metres per mu give the same curve, a fifteenth as high, with the same R²."""
    frame = frame_of(name)
    per_mu = frame.with_columns(pl.col("volume_m3_ha") / MU_PER_HECTARE)
    hectare, mu = (fit_form(stands_of(each), FORMS[name], LIMITS) for each in (frame, per_mu))
    assert mu.values[0] * MU_PER_HECTARE == pytest.approx(hectare.values[0], rel=1e-6)
    assert mu.values[1:] == pytest.approx(hectare.values[1:], rel=1e-6)
    assert mu.r_squared == pytest.approx(hectare.r_squared, abs=1e-10)
    assert mu.rmse_m3_ha * MU_PER_HECTARE == pytest.approx(hectare.rmse_m3_ha, rel=1e-9)


def test_the_unit_of_area_does_not_matter() -> None:
    frame = frame_of()
    in_mu = frame.with_columns(pl.col("area_ha") * MU_PER_HECTARE)
    one, other = (fit_curve(stands_of(each), LIMITS) for each in (frame, in_mu))
    assert one.fit.values == pytest.approx(other.fit.values, rel=1e-9)
    assert one.fit.aicc == pytest.approx(other.fit.aicc, rel=1e-9)


def test_a_stand_counts_by_its_area() -> None:
    """A stand of three hectares is three stands of one, but for the count."""
    frame = frame_of(count=40).with_columns(pl.lit(1.0).alias("area_ha"))
    large = frame.with_columns(
        pl.when(pl.col("row") <= 10).then(3.0).otherwise(1.0).alias("area_ha")
    )
    thrice = pl.concat([frame, frame.head(10), frame.head(10)])
    one, other = (fit_form(stands_of(each), FORMS["korf"], LIMITS) for each in (large, thrice))
    assert one.values == pytest.approx(other.values, rel=1e-5)


@pytest.mark.parametrize("name", FORMS)
def test_a_curve_rises(name) -> None:
    for fit in fit_curve(stands_of(frame_of(name, noise=0.4)), LIMITS).candidates:
        volumes = fit.form.volumes(np.arange(1.0, 60.0), fit.values)
        assert (np.diff(volumes) > 0).all(), fit.form.name


def test_diagnostics_agree_with_their_definitions() -> None:
    """RMSE, R² and AICc of the chosen form, from the residuals, weights by area with mean 1."""
    curve = fit_curve(stands_of(frame_of()), LIMITS)
    told = curve.residuals()
    weight = told["area_ha"].to_numpy() / told["area_ha"].mean()
    left, volume = told["residual_m3_ha"].to_numpy(), told["volume_m3_ha"].to_numpy()
    sse = float(np.sum(weight * left**2))
    total = float(np.sum(weight * (volume - np.average(volume, weights=weight)) ** 2))
    count, size = len(told), curve.fit.form.count + 1
    assert curve.fit.sse == pytest.approx(sse)
    assert curve.fit.rmse_m3_ha == pytest.approx(np.sqrt(sse / count))
    assert curve.fit.r_squared == pytest.approx(1 - sse / total)
    penalty = 2 * size + 2 * size * (size + 1) / (count - size - 1)
    assert curve.fit.aicc == pytest.approx(count * np.log(sse / count) + penalty)
    assert curve.fit.aicc == min(each.aicc for each in curve.candidates)


def test_the_covariance_is_that_of_repeated_fits() -> None:
    """Standard errors against the spread of 80 fits with new noise (equal areas)."""
    ages = np.repeat(np.arange(5.0, 45.0, 2.0), 4)
    true, form = np.array(TRUE["gompertz"]), FORMS["gompertz"]
    draw, spread = np.random.default_rng(7), []
    for _ in range(80):
        volumes = form.volumes(ages, true) + draw.normal(0, 8.0, len(ages))
        frame = pl.DataFrame({"row": range(len(ages)), "group": "杉木", "origin": "planted"} | {
            "age_yr": ages, "volume_m3_ha": np.maximum(volumes, 0.1), "area_ha": 1.0})  # fmt: skip
        fit = fit_form(stands_of(frame), form, LIMITS)
        spread.append(fit.values)
    assert fit.covariance is not None
    assert np.sqrt(np.diag(fit.covariance)) == pytest.approx(np.std(spread, axis=0), rel=0.35)


def test_what_cannot_be_fitted_is_left_out_and_counted() -> None:
    frame = frame_of(count=30)
    spoiled = frame.with_columns(
        pl.when(pl.col("row") == 1).then(None).otherwise(pl.col("group")).alias("group"),
        pl.when(pl.col("row") == 2).then(0.0).when(pl.col("row") == 3).then(None)
        .otherwise(pl.col("age_yr")).alias("age_yr"),
        pl.when(pl.col("row") <= 5).then(0.0).when(pl.col("row") == 6).then(float("nan"))
        .otherwise(pl.col("volume_m3_ha")).alias("volume_m3_ha"),
        pl.when(pl.col("row") == 7).then(0.0).otherwise(pl.col("area_ha")).alias("area_ha"),
    )  # fmt: skip
    found = fit_curves(spoiled, LIMITS)
    assert found.left_out == {
        "group_unknown": 1, "age_unknown": 1, "age_zero": 1, "volume_unknown": 1, "volume_zero": 2,
        "area_unknown": 1,
    }  # fmt: skip
    assert len(found.curves[0].stands) == 23


def test_nothing_usable_is_refused(refuses) -> None:
    frame = frame_of(count=20).with_columns(pl.lit(0.0).alias("volume_m3_ha"))
    with refuses("E-GR-05"):
        fit_curves(frame, LIMITS)


def test_a_small_group_gets_no_curve_and_the_others_do(refuses) -> None:
    few = frame_of(count=LIMITS.stands_min - 1, group="柏木")
    found = fit_curves(pl.concat([frame_of(), few]), LIMITS)
    assert [curve.id for curve in found.curves] == ["杉木|planted"]
    assert [refusal.code for refusal in found.without] == ["E-GR-01"]
    with refuses("E-GR-01"):
        fit_curves(few, LIMITS)


def test_few_ages_are_too_few(refuses) -> None:
    frame = frame_of(count=40).with_columns((pl.col("row") % 4 + 10.0).alias("age_yr"))
    with refuses("E-GR-01"):
        fit_curves(frame, LIMITS)


def test_volumes_that_do_not_rise_with_age_give_no_curve(refuses) -> None:
    frame = frame_of(count=60).with_columns((500 - pl.col("age_yr") * 4).alias("volume_m3_ha"))
    with refuses("E-GR-02"):
        fit_curves(frame, LIMITS)


def test_origins_have_curves_of_their_own() -> None:
    natural = frame_of("schumacher", origin="natural")
    unknown = frame_of("schumacher").with_columns(pl.lit(None, pl.String).alias("origin"))
    found = fit_curves(pl.concat([frame_of(), natural, unknown]), LIMITS)
    assert [curve.id for curve in found.curves] == ["杉木|natural", "杉木|planted", "杉木|unknown"]


def test_a_published_height_model_is_reproduced(reference) -> None:
    """forestat: H = 1.3 + a_j (1 - exp(-b t))^c of five site classes, RMSE 0.6981, R² 0.9543.

    With every height divided by its class's asymptote and weighted by its square, the published
    model is the curve with A = 1; the fit must find it, and leave no larger residual than it.
    """
    data = pl.read_csv(reference / "data" / "forest" / "forestat" / "forestData.csv")
    age, height = data["AGE"].to_numpy().astype(float), data["H"].to_numpy()
    asymptotes = np.array([7.013778, 9.575677, 11.90324, 14.67456, 17.75801])
    published = np.array([1.0, 0.03783956, 0.7613666])
    form = FORMS["richards"]
    curves = 1.3 + np.outer(asymptotes, form.volumes(age, published))
    site = np.abs(curves - height).argmin(axis=0)
    left = height - curves[site, np.arange(len(height))]
    assert np.sqrt(np.mean(left**2)) == pytest.approx(0.6981, abs=5e-5)
    spread = np.sum((height - height.mean()) ** 2)
    assert 1 - np.sum(left**2) / spread == pytest.approx(0.9543, abs=5e-5)
    risen = pl.DataFrame(
        {
            "row": range(len(age)),
            "group": "白桦",
            "origin": "natural",
            "age_yr": age,
            "volume_m3_ha": (height - 1.3) / asymptotes[site],
            "area_ha": asymptotes[site] ** 2,
        }
    )
    fit = fit_form(stands_of(risen), form, LIMITS)
    assert fit.values == pytest.approx(published, rel=0.01)
    mean_weight = np.mean(asymptotes[site] ** 2)
    assert np.sqrt(fit.sse * mean_weight / len(age)) <= np.sqrt(np.mean(left**2))
    assert fit.rmse_m3_ha * np.sqrt(mean_weight) == pytest.approx(0.6981, abs=5e-4)
