"""Strata large enough and places inside them, the same for everybody who has seed and outlines."""

from __future__ import annotations

import math
from datetime import date
from xml.etree import ElementTree as ET

import numpy as np
import polars as pl
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from qingshan.core.geo.area import Plane
from qingshan.core.sampling.placement import Ground, place_plots
from qingshan.core.sampling.strata import build_strata, density_class
from qingshan.core.sampling.waypoints import GPX, geojson, gpx
from qingshan.core.tables.shelf import open_shelf

AS_OF = date(2026, 7, 1)
SHELF = open_shelf()
PLOT_HA = 0.06
RADIUS = math.sqrt(600 / math.pi)


def layer(rows):
    columns = ["group", "origin", "age_group", "density", "area_ha"]
    frame = pl.DataFrame(rows, schema=columns, orient="row")
    return frame.with_row_index("compartment").with_columns(
        pl.col("compartment").cast(pl.String).str.zfill(3)
    )


ROWS = [
    *[("杉木", "人工", "中龄林", "密", 4.0)] * 5,
    *[("杉木", "人工", "中龄林", "中", 1.0)] * 2,
    *[("杉木", "人工", "幼龄林", "中", 6.0)] * 3,
    *[("马尾松", "天然", "成熟林", "密", 9.0)] * 4,
    ("马尾松", "人工", "近熟林", "疏", 1.5),
    ("枫香", "天然", None, "密", 0.8),
]


def test_small_strata_join_those_most_like_them():
    got = build_strata(layer(ROWS), SHELF, AS_OF)
    strata = {row["stratum"]: row for row in got.strata.iter_rows(named=True)}
    assert set(strata) == {
        "杉木·人工·中龄林·中+密",
        "杉木·人工·幼龄林·中",
        "马尾松·人工+天然·成熟林+近熟林·密+疏",
        "枫香·天然·不详·密",
    }
    fir = strata["杉木·人工·中龄林·中+密"]
    assert (fir["area_ha"], fir["compartments"], fir["cells"]) == (22.0, 7, 2)
    assert [name for name, row in strata.items() if row["is_small"]] == ["枫香·天然·不详·密"]
    assert got.strata["area_ha"].sum() == pytest.approx(sum(row[4] for row in ROWS))
    assert got.compartments["compartment"].to_list() == layer(ROWS)["compartment"].to_list()


CELLS = st.tuples(
    st.sampled_from(["杉木", "马尾松", "枫香"]), st.sampled_from(["人工", "天然"]),
    st.sampled_from(["幼龄林", "中龄林", None]), st.sampled_from(["密", "中", "疏"]),
    st.floats(0.1, 9).map(lambda v: round(v, 2)),
)  # fmt: skip


@settings(deadline=None, max_examples=60)
@given(st.lists(CELLS, min_size=1, max_size=40), st.integers(0, 99))
def test_strata_do_not_mind_the_order_and_are_large_enough(rows, seed):
    frame = layer(rows)
    got = build_strata(frame, SHELF, AS_OF)
    other = build_strata(frame.sample(fraction=1.0, shuffle=True, seed=seed), SHELF, AS_OF)
    assert got.strata.equals(other.strata)
    assert got.compartments.equals(other.compartments.sort("compartment"))
    groups = got.strata.select(pl.col("stratum").str.split("·").list.first()).to_series()
    for small, group in zip(got.strata["is_small"], groups, strict=True):
        assert not small or (groups == group).sum() == 1
    counted = (
        got.compartments.join(frame, on="compartment")
        .group_by("stratum")
        .agg(pl.col("area_ha").sum(), pl.len())
    )
    both = got.strata.join(counted, on="stratum")
    assert (both["compartments"] == both["len"]).all()
    assert both["area_ha"].to_list() == pytest.approx(both["area_ha_right"].to_list())


def test_classes_of_closure_at_their_bounds():
    closure = pl.Series([0.2, 0.39, 0.4, 0.69, 0.7, 1.0, None])
    got = density_class(closure, SHELF, AS_OF).to_list()
    assert got == ["疏", "疏", "中", "中", "密", "密", "不详"]


def ground(order=None):
    """Two strata near 黔东南: three touching squares with a hole, and one odd triangle."""
    shapes = [
        shapely.box(108.0, 26.5, 108.01, 26.51),
        shapely.box(108.01, 26.5, 108.02, 26.51),
        shapely.Polygon(
            [(108.0, 26.51), (108.02, 26.51), (108.02, 26.52), (108.0, 26.52)],
            [[(108.008, 26.513), (108.012, 26.513), (108.012, 26.517), (108.008, 26.517)]],
        ),
        shapely.Polygon([(108.03, 26.5), (108.05, 26.5), (108.03, 26.515)]),
    ]
    rows = [("a", "甲"), ("b", "甲"), ("c", "甲"), ("d", "乙")]
    order = list(range(4)) if order is None else order
    return Ground(
        np.array([shapes[n] for n in order], dtype=object),
        tuple(rows[n][0] for n in order),
        tuple(rows[n][1] for n in order),
    )


COUNTS = {"甲": 40, "乙": 15}


def placed(pattern="systematic", counts=COUNTS, seed=2026, order=None, plot_area_ha=PLOT_HA):
    return place_plots(ground(order), counts, seed=seed, plot_area_ha=plot_area_ha, pattern=pattern)


@pytest.mark.parametrize("pattern", ["systematic", "random"])
def test_every_plot_lies_wholly_inside_and_apart(pattern):
    got = placed(pattern)
    assert got.group_by("stratum").len().sort("stratum")["len"].to_list() == [15, 40]
    assert got["plot"].n_unique() == 55
    land = ground()
    plane = Plane(land.shapes)
    flat = plane.project(land.shapes)
    points = shapely.points(got.select("longitude_deg", "latitude_deg").to_numpy())
    middles = plane.project(points)
    for stratum in COUNTS:
        mine = [n for n, s in enumerate(land.strata) if s == stratum]
        whole = shapely.union_all(flat[mine])
        plots = middles[(got["stratum"] == stratum).to_numpy()]
        assert shapely.covers(whole, shapely.buffer(plots, RADIUS - 0.05)).all()
        gaps = shapely.distance(plots[:, None], plots[None, :])
        assert gaps[~np.eye(len(plots), dtype=bool)].min() >= 2 * RADIUS - 0.05
    for row, middle in zip(got.iter_rows(named=True), middles, strict=True):
        assert shapely.intersects(flat[land.compartments.index(row["compartment"])], middle)


@pytest.mark.parametrize("pattern", ["systematic", "random"])
def test_the_seed_alone_decides(pattern):
    whole = placed(pattern)
    assert placed(pattern, order=[3, 1, 0, 2]).equals(whole)
    assert not placed(pattern, seed=2027).equals(whole)
    alone = placed(pattern, counts={"甲": 40})
    mine = whole.filter(pl.col("stratum") == "甲")
    assert alone.drop("plot").equals(mine.drop("plot"))


def test_a_grid_spreads_evenly():
    """Half of the land has about half of the plots, closer than chance alone gives."""
    got = placed(counts={"甲": 60}).filter(pl.col("longitude_deg") < 108.01)
    assert 25 <= len(got) <= 35


@pytest.mark.parametrize("pattern", ["systematic", "random"])
def test_strata_without_room_are_refused(pattern, refuses):
    with refuses("E-SA-11"):
        placed(pattern, counts={"甲": 40, "乙": 5000})
    with refuses("E-SA-11"):
        placed(pattern, counts={"丁": 1})
    with refuses("E-SA-11"):
        placed(pattern, counts={"乙": 1}, plot_area_ha=900.0)


def test_waypoints_hold_every_plot():
    got = placed()
    root = ET.fromstring(gpx(got))
    points = root.findall(f"{{{GPX}}}wpt")
    assert len(points) == 55
    first = got.row(0, named=True)
    assert points[0].find(f"{{{GPX}}}name").text == first["plot"]
    assert float(points[0].get("lat")) == pytest.approx(first["latitude_deg"], abs=1e-7)
    assert gpx(got) == gpx(placed())


def test_map_data_holds_every_plot():
    told = geojson(placed())
    assert len(told["features"]) == 55
    first = told["features"][0]
    assert first["properties"]["stratum"] == "乙"
    east, north = first["geometry"]["coordinates"]
    assert 108 < east < 108.1
    assert 26.4 < north < 26.6
