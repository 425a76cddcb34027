"""Shapes are judged all at once, each with its place."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from qingshan.core.geo.area import Plane, areas_ha, areas_m2, bounds, mended, surfaces_only
from qingshan.core.geo.shape import (
    check_areas,
    check_shapes,
    from_wkb,
    overlaps,
    simplified,
    to_wkb,
)
from qingshan.core.kernel.errors import refuse_all
from qingshan.core.kernel.label import Label

GEOD = Geod(ellps="GRS80")
BOW_TIE = shapely.Polygon([(107, 26), (107.001, 26.001), (107.001, 26), (107, 26.001)])
LINE = shapely.Polygon([(107, 26), (107.001, 26.001), (107.002, 26.002), (107, 26)])
POINTS = shapely.Polygon([(107, 26), (107.001, 26.001), (107, 26), (107, 26)])
HOLE_OUTSIDE = shapely.Polygon(
    shapely.box(107, 26, 107.001, 26.001).exterior.coords,
    [shapely.box(108, 26, 108.001, 26.001).exterior.coords],
)


def array(*shapes):
    result = np.empty(len(shapes), dtype=object)
    result[:] = shapes
    return result


def test_crossing_names_point_and_areas(refuses):
    refusals = check_shapes(array(BOW_TIE), ["0012-00340"])
    with refuses("E-UP-05"):
        refuse_all(refusals)
    facts = refusals[0].facts
    assert refusals[0].place == "0012-00340"
    assert (facts["lon"], facts["lat"]) == ("107.000500", "26.000500")
    half = areas_ha(array(shapely.box(107, 26, 107.001, 26.001)))[0] / 2
    assert float(facts["before_ha"]) == pytest.approx(0, abs=1e-4)
    assert float(facts["after_ha"]) == pytest.approx(half, abs=1e-4)


def test_everything_wrong_is_said_at_once(stands, refuses):
    shapes = array(BOW_TIE, LINE, POINTS, HOLE_OUTSIDE, None, *stands, stands[3])
    ids = [f"{n:04d}" for n in range(len(shapes))]
    refusals = check_shapes(shapes, ids)
    with refuses("E-UP-05", "E-GE-05", "E-GE-04", "E-GE-07", "E-GE-01", "E-GE-06"):
        refuse_all(refusals)
    assert [(refusal.code, refusal.place) for refusal in refusals] == [
        ("E-UP-05", "0000"),
        ("E-GE-05", "0001"),
        ("E-GE-04", "0002"),
        ("E-GE-07", "0003"),
        ("E-GE-01", "0004"),
        ("E-GE-06", "0017"),
    ]
    assert refusals[-1].facts["first"] == "0008"


def test_sound_shapes_pass(stands):
    island = shapely.Polygon(
        shapely.box(107, 26, 107.01, 26.01).exterior.coords,
        [shapely.box(107.002, 26.002, 107.004, 26.004).exterior.coords],
    )
    both = shapely.MultiPolygon([shapely.box(109, 26, 109.01, 26.01), island])
    assert check_shapes(array(*stands, both), [str(n) for n in range(13)]) == []


def test_duplicate_is_found_whatever_vertex_it_begins_with(refuses):
    first = shapely.box(107, 26, 107.01, 26.01)
    turned = shapely.Polygon(np.roll(np.array(first.exterior.coords)[:-1], 2, axis=0)[::-1])
    with refuses("E-GE-06"):
        refuse_all(check_shapes(array(first, turned), ["a", "b"]))
    near = shapely.box(107, 26, 107.01, 26.0100001)
    assert check_shapes(array(first, near), ["a", "b"]) == []


def test_tiny_but_real_sliver_is_kept():
    """A stand of 0.0019 ha occurs in real data and is no fault."""
    sliver = shapely.box(107, 26, 107.0001, 26.000017)
    assert areas_ha(array(sliver))[0] == pytest.approx(0.0019, abs=1e-4)
    assert check_shapes(array(sliver), ["1"]) == []


def test_overlaps_and_slivers(stands, refuses):
    wide = stands.copy()
    wide[0] = shapely.box(107.98, 26.57, 107.9811, 26.571)
    wide[5] = shapely.box(107.981, 26.571, 107.9820001, 26.572)
    ids = [f"图斑 {n}" for n in range(12)]
    refusals, notes = overlaps(wide, ids, tolerance_m2=10)
    with refuses("E-UP-06"):
        refuse_all(refusals)
    shared = areas_m2(array(shapely.box(107.981, 26.57, 107.9811, 26.571)))[0]
    assert [refusal.place for refusal in refusals] == ["图斑 0, 图斑 1"]
    assert float(refusals[0].facts["area_m2"]) == pytest.approx(shared, abs=0.01)
    assert refusals[0].what() == f"图斑 图斑 0 与 图斑 1 重叠 {shared * 15 / 1e4:.2f} 亩。"
    assert [note.place for note in notes] == ["图斑 5, 图斑 6"]
    assert "细小重叠" in notes[0].say()
    assert overlaps(stands, ids, tolerance_m2=0) == ([], [])


@settings(max_examples=60, deadline=None)
@given(
    st.floats(-179, 179),
    st.floats(-80, 80),
    st.floats(1e-4, 0.5),
    st.lists(st.floats(0.2, 1.0), min_size=3, max_size=12),
)
def test_area_equals_the_geodesic_one(lon, lat, size, radii):
    turns = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)
    outer = np.c_[lon + size * np.array(radii) * np.cos(turns), lat + size * np.sin(turns)]
    inner = np.c_[lon + size * 0.05 * np.cos(turns), lat + size * 0.05 * np.sin(turns)]
    shape = shapely.Polygon(outer, [inner])
    expected = abs(GEOD.geometry_area_perimeter(shapely.orient_polygons(shape))[0])
    assert areas_m2(array(shape))[0] == pytest.approx(expected, rel=1e-9, abs=1e-3)


def test_area_of_a_graticule_cell_is_authalic():
    """A cell between parallels, finely drawn, equals its area on the authalic sphere to 1e-9.

    Zone area by Snyder (1987), Map Projections, equation 3-12 for q, page 16.
    """
    e2 = 2 / 298.257222101 - 1 / 298.257222101**2
    e = e2**0.5

    def q(degrees):
        s = np.sin(np.radians(degrees))
        return (1 - e2) * (s / (1 - e2 * s**2) - np.log((1 - e * s) / (1 + e * s)) / (2 * e))

    exact = 6378137.0**2 / 2 * np.radians(1) * (q(27) - q(26))
    cell = shapely.segmentize(shapely.box(106, 26, 107, 27), 1e-4)
    assert areas_m2(array(cell))[0] == pytest.approx(exact, rel=1e-9)


def test_area_is_additive_and_knows_nothing_missing(stands):
    whole = shapely.union_all(stands)
    parts = shapely.multipolygons(stands)
    mixed = shapely.GeometryCollection([stands[0], shapely.Point(107, 26), parts])
    areas = areas_m2(array(whole, parts, mixed, None, shapely.Polygon(), shapely.Point(1, 1)))
    assert areas[0] == pytest.approx(areas[1], rel=1e-7)
    assert areas[1] == pytest.approx(areas_m2(stands).sum(), rel=1e-12)
    assert areas[2] == pytest.approx(areas[1] + areas_m2(stands)[0], rel=1e-12)
    assert np.isnan(areas[3])
    assert areas[4:].tolist() == [0, 0]
    assert areas_m2(array()).tolist() == []


def test_web_mercator_would_overstate(stands):
    """The plane of web maps shows a quarter too much at 26.5 N; ellipsoidal area does not."""
    plane = Plane(stands).project(stands)
    assert shapely.area(plane) == pytest.approx(areas_m2(stands), rel=1e-8)


def test_stated_areas(refuses):
    shape = np.array([10.0, 10.0, 10.0, 10.0])
    stated = np.array([10.05, 10.3, 11.0, 10.0])
    refusals, notes = check_areas(stated, shape, list("abcd"), 0.01, 0.05)
    with refuses("E-UP-07"):
        refuse_all(refusals)
    assert [refusal.place for refusal in refusals] == ["c"]
    assert [note.place for note in notes] == ["b", Label("合计", "total")]
    assert refusals[0].facts["share_percent"] == "9.1"


def test_sum_of_the_pre_check_example(refuses):
    """3,197.00 mu stated against 2,968.41 mu drawn are 7.2 % apart; of one row it is said once."""
    refusals, _ = check_areas(
        np.array([3197.0 / 15]), np.array([2968.41 / 15]), ["常口"], 0.01, 0.05
    )
    with refuses("E-UP-07"):
        refuse_all(refusals)
    assert {refusal.facts["share_percent"] for refusal in refusals} == {"7.2"}
    assert [refusal.place for refusal in refusals] == ["常口"]


def test_many_small_faults_add_up(refuses):
    """Each stand within its rounding, yet the sum is far off."""
    stated, shape = np.full(50, 0.1), np.full(50, 0.06)
    refusals, _ = check_areas(
        stated, shape, [str(n) for n in range(50)], 0.01, 0.05, rounding_ha=0.05
    )
    with refuses("E-UP-07"):
        refuse_all(refusals)
    assert [refusal.place for refusal in refusals] == [Label("合计", "total")]


def test_area_not_stated(refuses):
    stated = np.array([np.nan, 0.0, -3.0, 10.0])
    refusals, notes = check_areas(stated, np.full(4, 10.0), list("abcd"), 0.01, 0.05)
    with refuses("E-GE-08"):
        refuse_all(refusals)
    assert [refusal.place for refusal in refusals] == ["a", "b", "c"]
    assert notes == []


def test_areas_in_mu_are_suspected():
    shape = np.array([10.0, 20.0])
    _, notes = check_areas(shape * 15, shape, ["a", "b"], 0.01, 0.05)
    assert [note.kind for note in notes] == ["area in mu"]


def test_stored_form(stands):
    tall = shapely.force_3d(array(*stands, None), 5)
    stored = to_wkb(tall)
    assert stored[0][:5] == b"\x01\x03\x00\x00\x00"
    assert stored[-1] is None
    again = from_wkb([None if item is None else memoryview(item) for item in stored])
    assert (again[:-1] == stands).all()
    assert again[-1] is None
    assert bounds(again)[0] == pytest.approx([107.98, 26.57, 107.981, 26.571])
    assert np.isnan(bounds(again)[-1]).all()


def test_public_form_is_coarser_and_leaves_no_gaps():
    turns = np.linspace(0, 2 * np.pi, 400)
    wavy = np.c_[107 + 0.0002 * np.sin(40 * turns), 26 + 0.01 * turns / 6.2831853]
    left = shapely.Polygon([*wavy, (106.99, 26.01), (106.99, 26)])
    right = shapely.Polygon([*wavy, (107.01, 26.01), (107.01, 26)])
    coarse = simplified(array(left, right), 50)
    assert shapely.get_num_coordinates(coarse).max() < 200
    assert shapely.get_num_coordinates(array(left)).max() > 400
    assert areas_m2(coarse).sum() == pytest.approx(areas_m2(array(left, right)).sum(), rel=1e-4)
    assert shapely.area(shapely.intersection(*coarse)) < 1e-12
    lapping = simplified(array(left, shapely.box(106.995, 26, 107.01, 26.01), None), 50)
    assert shapely.get_num_coordinates(lapping)[0] < 200
    assert lapping[2] is None


def test_mending_leaves_surfaces_only():
    spike = shapely.Polygon([(0, 0), (1, 0), (1, 1), (1, 2), (1, 1), (0, 1)])
    assert mended(array(spike))[0].geom_type in {"Polygon", "MultiPolygon"}
    assert shapely.area(mended(array(spike)))[0] == pytest.approx(1)
    assert surfaces_only(array(shapely.Point(1, 1)))[0].is_empty
