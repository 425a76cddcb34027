"""Projections as carbon, and the estimate along one's own curves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from qingshan.core.carbon.curves import own_curves
from qingshan.core.carbon.ex_ante import carbon_by_year, published_curve
from qingshan.core.carbon.expected import Reach, by_curve, co2_per_volume
from qingshan.core.carbon.stands import StandFacts
from qingshan.core.carbon.tests.conftest import AS_OF
from qingshan.core.growth.curve import fit_curves
from qingshan.core.growth.limits import limits_on
from qingshan.core.growth.projection import ex_ante
from qingshan.core.growth.tests.made import stands
from qingshan.core.growth.writing import curve_points
from qingshan.core.tables.shelf import open_shelf

SHELF = open_shelf()
LIMITS = limits_on(SHELF, AS_OF)


def forest(**columns):
    """Two stands of one kind, as ``stands.stands_of`` has them."""
    data = {
        "kind": "tree", "group": "杉木", "origin": "planted", "age_group": None, "age_yr": 20.0,
        "volume_m3_ha": [120.0, None], "area_ha": [10.0, 4.0],
    }  # fmt: skip
    return pl.DataFrame({**data, **columns}, schema_overrides={"age_group": pl.Int64})


def test_a_cubic_metre_of_fir_in_carbon_dioxide():
    """METHODOLOGY 4.1: SVD BEF (1 + RSR) CF 44/12 of 杉木 is 1.192 tCO2/m3."""
    assert co2_per_volume("杉木", SHELF, AS_OF) == pytest.approx(1.192, abs=5e-4)


def test_stocks_become_carbon_year_by_year():
    frame = stands()
    found = ex_ante(frame, fit_curves(frame, LIMITS), 3)
    told = carbon_by_year(found, SHELF, AS_OF)
    factor = co2_per_volume("杉木", SHELF, AS_OF)
    assert told["year"].to_list() == [0, 1, 2, 3]
    assert told["co2_mid_t"].to_list() == pytest.approx((told["stock_m3"] * factor).to_list())
    assert told["removal_mid_t"][0] == 0
    assert told["removal_mid_t"].is_sorted()
    assert all(told["co2_low_t"] <= told["co2_mid_t"])


def test_reference_curves_by_group():
    curve = published_curve("杉木", "unknown", LIMITS, shelf=SHELF, as_of=AS_OF)
    assert curve is not None
    assert curve.id == "杉木|unknown"
    assert (curve.first_yr, curve.last_yr) == (5, 60)
    assert published_curve("没有", "planted", LIMITS, shelf=SHELF, as_of=AS_OF) is None


@pytest.fixture
def curves(tmp_path):
    path = tmp_path / "curves.csv"
    curve_points(fit_curves(stands(), LIMITS)).write_csv(path)
    return own_curves(path)


def test_the_estimate_follows_own_curves_where_they_reach(curves):
    reach = Reach(5.0, SHELF, AS_OF)
    part, known = by_curve(forest(), replace(reach, own=curves))
    plain, _ = by_curve(forest(), reach)
    assert known.all()
    assert part.carbon != plain.carbon
    own = curves.of_group("杉木", "planted")
    later, earlier = own.volumes(np.array([20.0, 15.0]))
    factor = co2_per_volume("杉木", SHELF, AS_OF)
    with_stock = 10.0 * 120.0 * (1 - earlier / later) * factor
    bare = 4.0 * (later - earlier) * factor
    assert part.carbon.mid == pytest.approx(10_000 * (with_stock + bare), abs=2)
    assert "curves.csv" in part.place.zh
    assert not any("河北" in said.zh for said in part.assumptions)


def test_own_curves_are_not_used_beyond_their_ages(curves):
    """A stand of 60 years: its curve ends at 45, and nothing is read off it."""
    part, known = by_curve(forest(age_yr=[20.0, 60.0]), Reach(5.0, SHELF, AS_OF, curves))
    assert known.tolist() == [True, False]
    assert part.count == 1


def test_another_group_keeps_its_reference_curve(curves):
    part, known = by_curve(forest(group=["杉木", "马尾松"]), Reach(5.0, SHELF, AS_OF, curves))
    assert known.all()
    assert {"用户提供的 curves.csv", "河北北部"} == set(part.place.zh.split("、"))


def test_a_curve_of_unknown_origin_serves_any(curves):
    assert curves.of_group("杉木", "natural") is None
    ages, volumes = curves.curves["杉木|planted"]
    anyhow = replace(curves, curves={"杉木|unknown": (ages, volumes)})
    assert anyhow.of_group("杉木", "natural").key == "杉木|unknown"


def test_curves_alone_are_no_declaration(curves):
    assert not StandFacts(curves=curves)


def test_a_table_that_is_none_is_refused(tmp_path, refuses):
    path = tmp_path / "curves.csv"
    path.write_text("curve,age\n杉木|planted,5\n", encoding="utf-8")
    with refuses("E-FD-19"):
        own_curves(path)
