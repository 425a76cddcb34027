"""Shared formulas against table ``carbon.worked_example``; limits of applicability."""

from __future__ import annotations

import re

import polars as pl
import pytest

from qingshan.core.carbon.formulas.closing import CO2_PER_C, carbon_units, deduction_factor
from qingshan.core.carbon.formulas.emission import fertiliser_factor, fire_emission, fire_factor
from qingshan.core.carbon.formulas.shrub import shrub_density, shrub_stock
from qingshan.core.carbon.formulas.stock import carbon_factor, carbon_stock
from qingshan.core.carbon.formulas.wood_product import products, share_in_use
from qingshan.core.carbon.plausibility import Band
from qingshan.core.carbon.run import measure
from qingshan.core.carbon.tests.conftest import AS_OF, FIVE_YEARS

TABLE = "carbon.worked_example"
NUMBER = r"(?<![\w.])-?\d*\.?\d+"


def _said(shelf, example, name):
    return shelf.text(TABLE, key=example, name=name, as_of=AS_OF, allow_low=True).value


def _inputs(shelf, example):
    """The numbers of an example's inputs, in the order in which it states them."""
    return [float(number) for number in re.findall(NUMBER, _said(shelf, example, "inputs"))]


def _near(shelf, example, expected):
    said = _said(shelf, example, "tolerance")
    return pytest.approx(expected, abs=1e-9 if said == "exact" else float(said))


def _results(shelf, example):
    return [float(number) for number in re.findall(NUMBER, _said(shelf, example, "result"))]


def test_we_07_a_stand_by_the_volume_method(shelf):
    factor = carbon_factor(0.38, 1.472, 0.187, 0.46)
    first, second = carbon_stock(10.5, 62.0, factor), carbon_stock(10.5, 85.0, factor)
    change = (second - first) * CO2_PER_C
    assert all(f"{value:.6f}" in _said(shelf, "WE-07", "result") for value in (first, second))
    assert f"{change:.6f}" in _said(shelf, "WE-07", "result")
    assert f"{change / 10.5 / 5:.6f}" in _said(shelf, "WE-07", "result")


def test_we_08_deductions(shelf):
    results = _results(shelf, "WE-08")
    for deduction, result in zip((0.0, 0.06, 0.11), results[:3], strict=True):
        factor = float(deduction_factor(270.450957, deduction, 0.10))
        assert 270.450957 * factor == _near(shelf, "WE-08", result)


def test_we_12_shrub(shelf):
    area, cover, forest, ratio, root, carbon = _inputs(shelf, "WE-12")
    density = shrub_density(forest, ratio, root, carbon)
    stock = float(shrub_stock(area, cover, density, 5.0)) * CO2_PER_C
    assert stock == _near(shelf, "WE-12", _results(shelf, "WE-12")[0])
    assert float(shrub_stock(area, 0.049, density, 5.0)) == 0.0


def test_we_13_fire(shelf):
    found = re.search(
        rf"A=({NUMBER}).*b=({NUMBER}).*COMF=({NUMBER})", _said(shelf, "WE-13", "inputs")
    )
    area, biomass, combustion = (float(each) for each in found.groups())
    factor = fire_factor(combustion, 4.7, 0.26, 25.0, 298.0)
    assert fire_emission(area, biomass, factor) == _near(shelf, "WE-13", 13.16115)
    assert "13.16115" in _said(shelf, "WE-13", "result")


def test_we_14_wood_products(shelf):
    volume, svd, carbon, turnout, waste, horizon, life = _inputs(shelf, "WE-14")
    kept = share_in_use(horizon, life)
    answer = products(volume, svd, carbon, turnout * 100.0, waste, kept)
    assert answer == _near(shelf, "WE-14", 13.345904)
    assert "13.345904" in _said(shelf, "WE-14", "result")


def test_fertiliser_by_hand():
    """0.01 + 0.1 × 0.01 + 0.3 × 0.0075 = 0.01325 kg N2O-N of a kilogram; × 44/28 × 298 / 1000."""
    factor = fertiliser_factor(0.01, 0.1, 0.01, 0.3, 0.0075, 298.0)
    assert factor == pytest.approx(0.01325 * 44 / 28 * 0.298, rel=1e-12)


@pytest.mark.parametrize("example", [f"WE-{number}" for number in range(20, 30)])
def test_published_totals_lie_in_the_band_or_are_known_outliers(shelf, example):
    """WE-20 to WE-29 are plausibility only: what they say per hectare and year is in the band."""
    said = _said(shelf, example, "result")
    rate = re.search(rf"({NUMBER}) t/ha/yr", said)
    band = Band.on(shelf, AS_OF)
    if rate is None:
        assert example == "WE-25"
        return
    is_inside = band.low <= float(rate.group(1)) <= band.high
    assert is_inside is (example != "WE-27")
    assert float(rate.group(1)) < band.block


def _tree(**columns):
    return pl.DataFrame(
        {
            "compartment": ["a"],
            "group": ["杉木"],
            "area_ha": [1.0],
            "volume_t1_m3_ha": [0.0],
            "volume_t2_m3_ha": [50.0],
            **columns,
        }
    )


def _measured(method, frame, **options):
    return measure(frame, method=method, period=FIVE_YEARS, as_of=AS_OF, options=options)


@pytest.mark.parametrize(
    ("area_ha", "early", "kept"),
    [(0.04, False, True), (0.0399, False, False), (0.0667, True, True), (0.0666, True, False)],
)
def test_the_least_parcel_goes_by_the_year_of_the_start(refuses, area_ha, early, kept):
    frame = _tree(area_ha=[area_ha])
    if kept:
        assert _measured("ccer_14_001_v1", frame, started_by_2019=early).removal > 0
        return
    with refuses("E-CA-11"):
        _measured("ccer_14_001_v1", frame, started_by_2019=early)


def _bamboo(**columns):
    counts = {f"{age}_{era}_culms_ha": [500.0] for age in ("young", "middle", "old")
              for era in ("t1", "t2")}  # fmt: skip
    ground = {"compartment": ["a"], "group": ["毛竹"], "area_ha": [1.0], "canopy": [0.7]}
    return pl.DataFrame({**ground, "tree_closure": [0.1], **counts, **columns})


@pytest.mark.parametrize(
    "columns",
    [{"canopy": [0.19]}, {"tree_closure": [0.2]}, {"area_ha": [0.0666]}],
)
def test_bamboo_keeps_its_limits(refuses, columns):
    assert _measured("ar_cm_005_v1", _bamboo()).removal == 0
    with refuses("E-CA-11"):
        _measured("ar_cm_005_v1", _bamboo(**columns))


def test_bamboo_without_rows_of_its_own_is_refused(refuses):
    with refuses("E-TB-14"):
        _measured("ar_cm_005_v1", _bamboo(group=["杂竹"]))


def test_what_is_not_known_is_refused(refuses):
    with refuses("E-CA-08"):
        _measured("ar_cm_005_v1", _bamboo(canopy=[None]))
    with refuses("E-CA-08"):
        _measured("ar_cm_003_v1", _tree())
    with refuses("E-CA-02"):
        _measured("ar_cm_003_v1", _tree(), baseline="rate")


def test_steps_of_low_confidence_need_a_named_person(refuses):
    with refuses("E-CA-05"):
        _measured("ccer_14_001_v1", _tree(), relative_error="12")
    run = _measured(
        "ccer_14_001_v1", _tree(), relative_error="12", override_by="陆明", override_reason="已核"
    )
    assert run.deductions[0].percent == 6
    assert any("陆明" in note.text.zh for note in run.notes)


def test_the_share_recalled_counts_what_a_row_rests_on():
    run = _measured("ar_cm_003_v1", _tree(volume_baseline_m3_ha=[0.0]))
    assert run.share_recalled == 1.0
    assert int(carbon_units(0.00005)) == 0
