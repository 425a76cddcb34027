"""A shift is found however the land is cut, when boundaries fit; a neighbour is not accused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import shapely

from qingshan.core.carbon.example import Recipe, generate_compartments
from qingshan.core.geo.area import Plane
from qingshan.core.geo.gcj02 import wgs84_to_gcj02
from qingshan.core.zoning.shift import Fitting, Shift, best_shift

FITTING = Fitting(600.0, 8.0, 20.0, 0.9, 0.55, 15.0)
PLACE = shapely.box(109.18, 26.62, 109.26, 26.70)
Shapes = np.ndarray


def forest(seed: int, count: int = 120) -> Shapes:
    return generate_compartments(PLACE, Recipe(count=count, seed=seed, county="522628"))[1]


KNOWN, OTHER = forest(3), forest(77)
PLANE = Plane(KNOWN)
FLAT = PLANE.project(KNOWN)


def moved(shapes: Shapes, east_m: float, north_m: float) -> Shapes:
    flat = shapely.transform(PLANE.project(shapes), lambda p: p + np.array([east_m, north_m]))
    return PLANE.unproject(flat)


def on_web_map(shapes: Shapes) -> Shapes:
    return shapely.transform(shapes, lambda p: np.column_stack(wgs84_to_gcj02(p[:, 0], p[:, 1])))


def around(at: int, count: int) -> Shapes:
    return KNOWN[np.argsort(shapely.distance(FLAT, FLAT[at]), kind="stable")[:count]]


def halved(shapes: Shapes) -> Shapes:
    """Each shape in a western and an eastern half."""
    west, south, east, north = shapely.bounds(shapes).T
    middle = (west + east) / 2
    sides = shapely.box(west, south, middle, north), shapely.box(middle, south, east, north)
    return np.concatenate([shapely.intersection(shapes, side) for side in sides])


def found(drawn: Shapes, known: Shapes = KNOWN) -> Shift:
    shift = best_shift(drawn, known, FITTING)
    assert shift is not None
    return shift


def test_the_same_parcels_elsewhere_are_found_and_named() -> None:
    shift = found(moved(KNOWN[50:54], 410.0, -390.0))
    assert (shift.east_m, shift.north_m) == pytest.approx((-410.0, 390.0), abs=2.0)
    assert shift.length_m == pytest.approx(565.9, abs=2.0)
    assert shift.bearing_deg == pytest.approx(313.6, abs=0.5)
    assert not shift.is_gcj02
    assert {(0, 50), (1, 51), (2, 52), (3, 53)} <= set(shift.matched)


def cuts() -> dict[str, Shapes]:
    merged = np.array([shapely.union_all(around(60, 6))])
    wobbly = shapely.transform(around(60, 5), lambda p: p + 3e-5 * np.sin(p[:, ::-1] * 9e6))
    return {"same": around(60, 4), "one": around(60, 1), "merged": merged,
            "split": halved(around(60, 3)), "half of one": halved(around(60, 1))[:1],
            "drawn again": wobbly, "all": KNOWN}  # fmt: skip


@pytest.mark.parametrize("cut", list(cuts()))
def test_land_traced_on_a_web_map_is_found_however_it_is_cut(cut: str) -> None:
    shift = found(on_web_map(cuts()[cut]))
    assert shift.is_gcj02
    assert 450 < shift.length_m < 650
    assert shift.matched


@pytest.mark.parametrize("cut", ["same", "one", "merged", "split"])
def test_any_other_way_is_found_too(cut: str) -> None:
    shift = found(moved(cuts()[cut], -250.0, 420.0))
    assert (shift.east_m, shift.north_m) == pytest.approx((250.0, -420.0), abs=5.0)
    assert not shift.is_gcj02


def test_a_drawing_that_reaches_beyond_claimed_land() -> None:
    """Five parcels drawn as one; three of them are claimed, nothing is known of the others."""
    few, part = around(60, 3), np.array([shapely.union_all(around(60, 5))])
    assert found(on_web_map(part), few).is_gcj02
    assert found(on_web_map(part), few).share > FITTING.least_gcj


def test_land_that_fits_as_it_lies_is_no_shift() -> None:
    assert best_shift(KNOWN[:20], KNOWN, FITTING) is None
    assert best_shift(moved(KNOWN[:20], 4.0, 4.0), KNOWN, FITTING) is None
    assert best_shift(moved(KNOWN[:1], 900.0, 0.0), KNOWN[:1], FITTING) is None
    assert best_shift(KNOWN[:0], KNOWN, FITTING) is None
    assert best_shift(KNOWN, KNOWN[:0], FITTING) is None
    missing: Any = np.array([None, shapely.Polygon()], dtype=object)
    assert best_shift(missing, KNOWN, FITTING) is None


@pytest.mark.parametrize("count", [1, 3, 12])
def test_other_land_among_claimed_land_is_not_accused(count: int) -> None:
    accused = [
        at
        for at in range(0, len(OTHER) - count, 12)
        if best_shift(OTHER[at : at + count], KNOWN, FITTING) is not None
    ]
    assert accused == []


def test_an_innocent_neighbour_of_another_shape_is_not_accused() -> None:
    """Each of thirty parcels with one claim, of another shape, 400 m away."""
    accused = []
    for at in range(0, len(OTHER), 4):
        here = PLANE.project(OTHER[at : at + 1])[0].centroid
        there = FLAT[at].centroid
        neighbour = moved(KNOWN[at : at + 1], here.x - there.x + 400.0, here.y - there.y)
        if best_shift(OTHER[at : at + 1], neighbour, FITTING) is not None:
            accused.append(at)
    assert accused == []
    square = PLANE.unproject(np.array([shapely.box(0, 0, 200, 300)]))
    longer = PLANE.unproject(np.array([shapely.box(400, 0, 600, 380)]))
    assert best_shift(square, longer, FITTING) is None
