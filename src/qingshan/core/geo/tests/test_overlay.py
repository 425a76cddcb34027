"""Who shares how much land with whom."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from pyproj import Transformer

from qingshan.core.geo import overlay
from qingshan.core.geo.area import areas_m2
from qingshan.core.geo.crs import transform
from qingshan.core.geo.overlay import locate, own_pairs, pairs, pieces


def array(*shapes):
    result = np.empty(len(shapes), dtype=object)
    result[:] = shapes
    return result


def test_pairs_many_to_many(stands):
    later = array(
        shapely.box(107.9805, 26.57, 107.9815, 26.571), None, shapely.Point(107.98, 26.57)
    )
    found = pairs(stands, later, 1.0)
    assert found.select("left", "right").rows() == [(0, 0), (1, 0)]
    half = areas_m2(array(shapely.box(107.9805, 26.57, 107.981, 26.571)))[0]
    assert found["area_m2"].to_list() == pytest.approx([half, half], rel=1e-6)
    assert pairs(stands, later, half * 1.01).is_empty()
    assert found.schema == pairs(stands[:0], later).schema


def test_pieces_add_up_to_the_whole(stands):
    """The common geometry of two surveys: what is cut adds up to what was there."""
    before = shapely.box(107.975, 26.565, 107.99, 26.58)
    frame, shapes = pieces(array(before), stands)
    assert len(shapes) == frame.height == 12
    assert frame["area_m2"].sum() == pytest.approx(areas_m2(stands).sum(), rel=1e-9)


def test_chunking_changes_nothing(stands, monkeypatch):
    moved = shapely.transform(stands, lambda p: p + np.array([0.0003, 0.0004]))
    whole = pairs(stands, moved)
    assert whole.height > 20
    for size in (1, 7):
        monkeypatch.setattr(overlay, "_CHUNK_PAIRS", size)
        assert pairs(stands, moved).equals(whole)


def test_neighbours_do_not_overlap(stands):
    assert own_pairs(stands).filter(own_pairs(stands)["area_m2"] > 1e-3).is_empty()


def test_a_vertex_on_one_side_only_opens_no_gap():
    """Neighbours drawn in a zone plane share an edge of 1 km; one has a vertex on it."""
    low = shapely.Polygon([(0, 0), (1000, 700), (1000, 1500), (0, 1500)])
    high = shapely.Polygon([(0, 0), (500, 350), (1000, 700), (1000, -500), (0, -500)])
    for easting in (36_350_000, 36_500_000, 36_640_000):
        shift = np.array([easting, 2_940_000])
        drawn = shapely.transform(array(low, high), lambda p, s=shift: p + s)
        degrees = transform(drawn, Transformer.from_crs(4524, 4490, always_xy=True))
        square_degrees = shapely.area(shapely.intersection(*degrees))
        assert square_degrees * 1.1e10 > 8, "degrees would show a strip of nine square metres"
        assert own_pairs(degrees)["area_m2"].sum() < 0.3


def test_crossing_shapes_can_be_laid_over():
    bow = shapely.Polygon([(107, 26), (107.001, 26.001), (107.001, 26), (107, 26.001)])
    found = pairs(array(bow), array(shapely.box(107, 26, 107.001, 26.001)))
    assert found["area_m2"].to_list() == pytest.approx([5546], abs=1)


def test_locate():
    west, east = shapely.box(106, 26, 107, 27), shapely.box(107, 26, 108, 27)
    counties = array(west, east)
    shapes = array(
        shapely.box(106.9, 26.1, 107.05, 26.2),
        shapely.Point(107.5, 26.5),
        shapely.box(110, 26, 111, 27),
        shapely.Point(107, 26.5),
        shapely.box(106.9, 26.1, 107.15, 26.2),
        shapely.Point(100, 20),
    )
    assert locate(shapes, counties).tolist() == [0, 1, -1, 0, 1, -1]
    assert locate(array(), counties).tolist() == []


def test_wrong_central_meridian_lands_in_another_county():
    """Kaili (107.98 E) drawn with meridian 108 and read with 105 lands three degrees west."""
    kaili, liupanshui = shapely.box(107.6, 26.3, 108.3, 26.9), shapely.box(104.6, 26.3, 105.3, 26.9)
    x, y = Transformer.from_crs(4490, 4545, always_xy=True).transform(107.98, 26.57)
    lon, lat = Transformer.from_crs(4544, 4490, always_xy=True).transform(x, y)
    assert (lon, lat) == pytest.approx((104.98, 26.57), abs=0.01)
    found = locate(array(shapely.Point(lon, lat)), array(kaili, liupanshui))
    assert found.tolist() == [1]


def test_shapes_wholly_inside_are_not_cut_and_keep_their_whole_area() -> None:
    zone = shapely.Point(106.5, 26.5).buffer(0.05)
    inside = shapely.box(106.49, 26.49, 106.51, 26.51)
    crossing = shapely.box(106.53, 26.49, 106.57, 26.51)
    frame, cuts = pieces(np.array([inside, crossing]), np.array([zone]))
    whole = areas_m2(np.array([inside, crossing]))
    shared = frame["area_m2"].to_numpy()
    assert abs(shared[0] - whole[0]) <= 1e-9 * whole[0]
    assert shared[1] < whole[1]
    assert len(shapely.get_coordinates(cuts[0])) == len(shapely.get_coordinates(inside))


def test_land_under_the_bend_of_a_long_edge_is_found() -> None:
    """A long edge along a parallel is a shorter way north of it; boxes do not tell."""
    field = shapely.box(107.0, 25.5, 108.0, 26.0)
    parcel = shapely.box(107.499, 26.0002, 107.501, 26.0004)
    assert not shapely.box(*field.bounds).intersects(parcel)
    found = pairs(array(field), array(parcel))
    assert found["area_m2"].to_list() == pytest.approx(areas_m2(array(parcel)), rel=1e-6)
    assert pairs(array(parcel), array(field))["area_m2"].to_list() == pytest.approx(
        found["area_m2"].to_list(), rel=1e-6
    )


def test_shapes_that_are_not_there_meet_nothing() -> None:
    """Empty and missing shapes on either side, and sides without any."""
    some = array(None, shapely.Polygon(), shapely.box(107, 26, 107.001, 26.001))
    assert pairs(some, some).select("left", "right").rows() == [(2, 2)]
    assert own_pairs(some).is_empty()
    for frame in (pairs(some[:2], some), pairs(some, some[:0]), pairs(some[:0], some[:0])):
        assert frame.is_empty()
