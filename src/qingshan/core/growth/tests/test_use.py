"""Curves in use: residuals looked at, published curves beside one's own, a picture."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import numpy as np
import polars as pl
import pytest

from qingshan.core.growth.curve import fit_curve, fit_curves
from qingshan.core.growth.fixed import FixedCurve, Shelved
from qingshan.core.growth.forms import FORMS
from qingshan.core.growth.limits import limits_on
from qingshan.core.growth.picture import HEIGHT, curves_svg
from qingshan.core.growth.projection import ex_ante
from qingshan.core.growth.stands import usable
from qingshan.core.growth.tests.made import stands
from qingshan.core.growth.trend import trend_of
from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import open_shelf

LIMITS = limits_on(open_shelf(), date(2026, 7, 1))
SVG = "{http://www.w3.org/2000/svg}"


def fixed(group="杉木", origin="planted"):
    return FixedCurve(
        f"{group}|{origin}",
        Label(group, group),
        Label("某地", "elsewhere"),
        lambda age: 300.0 * (1 - np.exp(-0.05 * age)) ** 2,
        LIMITS.reference_first_yr,
        LIMITS.reference_last_yr,
    )


def test_a_trend_of_residuals_is_the_textbook_slope():
    """Against the closed form for equal weights: slope, and p of Student's test."""
    age = np.arange(10.0, 30.0)
    residual = 0.5 * (age - 19.5) + np.resize([1.0, -1.0], 20)
    found = trend_of(age, residual, np.ones(20))
    slope, middle = np.polyfit(age, residual, 1)
    left = residual - slope * age - middle
    error = np.sqrt(left @ left / 18 / np.sum((age - age.mean()) ** 2))
    assert found.slope == pytest.approx(slope)
    assert found.p_value < 1e-6
    assert slope / error > 10


def test_residuals_without_trend_or_spread():
    age = np.arange(10.0, 30.0)
    assert trend_of(age, np.zeros(20), np.ones(20)).p_value == 1.0
    assert trend_of(np.full(20, 15.0), np.ones(20), np.ones(20)).slope == 0.0
    even = np.resize([1.0, -1.0, -1.0, 1.0], 20)
    assert trend_of(age, even, np.ones(20)).p_value > 0.5


def test_a_form_that_does_not_fit_says_so():
    """Volumes that rise along a line, under a form that bends: the residuals tell."""
    ages = np.repeat(np.arange(5.0, 60.0), 3)
    frame = pl.DataFrame(
        {
            "row": range(1, len(ages) + 1), "group": "杉木", "origin": "planted",
            "age_yr": ages, "volume_m3_ha": 8.0 * ages, "area_ha": 1.0,
        }
    )  # fmt: skip
    (found,) = usable(frame).groups
    bent = fit_curve(found, LIMITS, [FORMS["schumacher"]])
    assert bent.trend.p_value < LIMITS.trend_p
    assert any("change with age" in doubt.en for doubt in bent.doubts)
    fitting = fit_curve(usable(stands()).groups[0], LIMITS)
    assert not any("change with age" in doubt.en for doubt in fitting.doubts)


def test_published_curves_stand_in_where_there_is_no_own():
    own = fit_curves(stands(), LIMITS)
    frame = pl.concat([stands(), stands("柏木").with_columns(pl.col("row") + 100)])
    shelved = Shelved(own, (fixed("柏木"), fixed()))
    assert shelved.find("杉木|planted") is own.curves[0]
    found = ex_ante(frame, shelved, 3)
    cypress = found.stands.filter(pl.col("curve") == "柏木|planted")
    assert cypress["stock_m3"].null_count() == 0
    assert cypress["stock_low_m3"].null_count() == len(cypress)
    assert found.yearly()["stock_low_m3"].null_count() == 4


def test_a_published_curve_is_not_used_beyond_the_ages_of_its_table(refuses):
    old = stands().with_columns(age_yr=pl.lit(58.0))
    with refuses("E-GR-06"):
        ex_ante(old, Shelved(None, (fixed(),)), 5)
    with refuses("E-GR-04"):
        ex_ante(stands("柏木"), Shelved(None, (fixed(),)), 2)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_picture_is_sound(language):
    curves = fit_curves(stands(), LIMITS).curves
    text = curves_svg(curves, language)
    assert text == curves_svg(curves, language)
    root = ElementTree.fromstring(text)
    assert float(root.get("height", "0")) == HEIGHT
    assert len(root.findall(f".//{SVG}circle")) == 60
    assert len(root.findall(f".//{SVG}polygon")) == 1
    (line,) = root.findall(f".//{SVG}polyline")
    places = [tuple(map(float, each.split(","))) for each in line.get("points", "").split()]
    assert all(0 <= x <= 760 and 0 <= y <= HEIGHT for x, y in places)
    assert [x for x, _ in places] == sorted(x for x, _ in places)


def test_a_picture_without_band():
    """Data that do not determine their curve are drawn without one."""
    curve = fit_curve(usable(stands(noise=0.0)).groups[0], LIMITS)
    drawn = ElementTree.fromstring(curves_svg([curve]))
    has_band = len(drawn.findall(f".//{SVG}polygon")) == 1
    assert has_band == (curve.fit.covariance is not None)
