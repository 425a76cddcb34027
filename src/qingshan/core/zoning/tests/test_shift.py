"""A best-fit shift is found when land was traced on an offset map, and only then."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from qingshan.core.geo.area import Plane
from qingshan.core.zoning.shift import best_shift

MOST_M = 600.0


def _stand(number: int) -> shapely.Geometry:
    lon, lat = 108.4 + 0.01 * (number % 4), 26.6 + 0.01 * (number // 4)
    side = 0.002 + 0.0003 * number
    return shapely.Polygon(
        [
            (lon, lat),
            (lon + side, lat),
            (lon + side, lat + side),
            (lon + side / 3, lat + 1.4 * side),
        ]
    )


KNOWN = np.array([_stand(number) for number in range(8)], dtype=object)


def _moved(shapes: np.ndarray, east_m: float, north_m: float) -> np.ndarray:
    plane = Plane(shapes)
    flat = shapely.transform(
        plane.project(shapes), lambda points: points + np.array([east_m, north_m])
    )
    return plane.unproject(flat)


def test_land_traced_on_an_offset_map_is_found_and_named() -> None:
    drawn = _moved(KNOWN[2:6], 410.0, -390.0)
    shift = best_shift(drawn, KNOWN, MOST_M)
    assert shift is not None
    assert (shift.east_m, shift.north_m) == pytest.approx((-410.0, 390.0), abs=1.0)
    assert shift.length_m == pytest.approx(565.9, abs=1.0)
    assert shift.matched == ((0, 2), (1, 3), (2, 4), (3, 5))


def test_land_that_fits_as_it_lies_is_no_shift() -> None:
    assert best_shift(KNOWN, KNOWN, MOST_M) is None
    assert best_shift(_moved(KNOWN, 5.0, 5.0), KNOWN, MOST_M) is None


def test_other_land_and_longer_ways_are_not_forced_to_fit() -> None:
    other = np.array([shapely.box(108.401, 26.601, 108.4035, 26.6012)], dtype=object)
    assert best_shift(other, KNOWN, MOST_M) is None
    assert best_shift(_moved(KNOWN[:1], 700.0, 0.0), KNOWN, MOST_M) is None
    assert best_shift(KNOWN[:0], KNOWN, MOST_M) is None
