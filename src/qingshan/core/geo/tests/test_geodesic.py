"""The series for short edges and Karney's algorithm for long ones give one and the same area."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from qingshan.core.geo.geodesic import ring_areas_m2

GEOD = Geod(ellps="GRS80")


def karney(ring):
    return abs(GEOD.polygon_area_perimeter(ring[:, 0], ring[:, 1])[0])


def areas(*rings):
    points = np.concatenate(rings)
    starts = np.cumsum([0, *(len(ring) for ring in rings)])
    return ring_areas_m2(points[:, 0].copy(), points[:, 1].copy(), starts)


def star(lon, lat, size, radii):
    turns = np.linspace(0, 2 * np.pi, len(radii), endpoint=False)
    ring = np.c_[np.cos(turns), np.sin(turns)] * np.array(radii)[:, None] * size + [lon, lat]
    return np.vstack([ring, ring[:1]])


@settings(max_examples=80, deadline=None)
@given(
    st.floats(-179, 179),
    st.floats(-79, 79),
    st.floats(1e-5, 1.0),
    st.lists(st.floats(0.3, 1.0), min_size=3, max_size=40),
)
def test_equal_to_karney(lon, lat, size, radii):
    """Whatever the size; rounding of PROJ's own sum is a tenth of a square centimetre and more."""
    ring = star(lon, lat, size, radii)
    assert areas(ring)[0] == pytest.approx(karney(ring), rel=1e-9, abs=2e-4)


@pytest.mark.parametrize("lat", [3.0, 18.0, 26.5, 53.5, 79.0])
def test_the_longest_edges_of_the_series(lat):
    """Edges just below the limit, where the series is at its worst, leave 1e-9 of the ring."""
    ring = star(107.0, lat, 0.0138, [1.0] * 4)
    assert np.abs(np.diff(ring, axis=0)).max() < 0.02
    assert areas(ring)[0] == pytest.approx(karney(ring), rel=1e-10)


def test_sums_of_small_parcels_are_free_of_the_distance_to_the_equator():
    """A square metre keeps nine digits: twice the cells of a square have twice its area."""
    side = 1e-5
    cells = (shapely.box(0, 0, side, side), shapely.box(0, side, side, 2 * side))
    whole = shapely.box(0, 0, side, 2 * side)
    low, high, both = (
        shapely.get_coordinates(each) + np.array([108.0, 26.0]) for each in (*cells, whole)
    )
    first, second, whole = areas(low, high, both)
    assert first + second == pytest.approx(whole, rel=1e-8)
    assert 1.0 < first < 1.2


def test_rings_of_every_kind_stand_side_by_side():
    """Short, long, polar, across the date line, too short and empty: each as if it were alone."""
    short = star(107.0, 26.5, 0.001, [1.0] * 5)
    large = star(107.0, 26.5, 1.0, [1.0] * 5)
    polar = star(20.0, 89.0, 0.001, [1.0] * 5)
    date_line = np.array([[179.999, 10], [-179.999, 10], [-179.999, 10.001], [179.999, 10]])
    line = short[:3]
    rings = [short, line, large, short[:0], polar, date_line, short[:0]]
    found = areas(*rings)
    assert found[[0, 2, 4, 5]] == pytest.approx(
        [karney(rings[at]) for at in (0, 2, 4, 5)], rel=1e-9, abs=2e-4
    )
    assert found[[1, 3, 6]].tolist() == [0, 0, 0]
    assert areas(short[:0], line).tolist() == [0, 0]
