"""Whether drawn land fits known land after a shift, as when it was traced on an offset base map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from qingshan.core.geo.area import Plane, mended

Shapes = NDArray[Any]
_SAME_AREA_SHARE = 0.03
_SAME_PLACE_M = 15.0
_FITTING_SHARE = 0.8
_MOST_VOTES = 2_000


@dataclass(frozen=True)
class Shift:
    """The way from drawn to known land, metres east and north, and which shapes it explains."""

    east_m: float
    north_m: float
    matched: tuple[tuple[int, int], ...]

    @property
    def length_m(self) -> float:
        """How far."""
        return float(np.hypot(self.east_m, self.north_m))


def best_shift(drawn: Shapes, known: Shapes, most_m: float) -> Shift | None:
    """The one translation of at most ``most_m`` that lays drawn shapes on known ones.

    Shapes of about the same area within reach vote for the way between their centroids; the way
    with most votes (within 15 m) is taken when the shapes it names then cover each other by 80 %
    of their union. None where nothing fits, or where the land fits as it lies.

    Parameters
    ----------
    drawn, known : arrays of shapes
        Longitude and latitude (EPSG:4490).
    most_m : float
        Longest shift looked for, m (table ``zoning.eligibility``).
    """
    if not len(drawn) or not len(known):
        return None
    plane = Plane(np.asarray(drawn, dtype=object))
    left, right = plane.project(mended(drawn)), plane.project(mended(known))
    pairs, ways = _ways(left, right, most_m)
    if not len(ways):
        return None
    # Every pair of ways is compared: beyond some thousands a regular sample votes as well.
    step = -(-len(ways) // _MOST_VOTES)
    pairs, ways = pairs[::step], ways[::step]
    near = np.hypot(*(ways[:, None, :] - ways[None, :, :]).transpose(2, 0, 1)) <= _SAME_PLACE_M
    chosen = near[int(near.sum(axis=1).argmax())]
    east, north = np.median(ways[chosen], axis=0)
    if np.hypot(east, north) <= _SAME_PLACE_M:
        return None
    moved = shapely.transform(
        left[pairs[chosen, 0]], lambda points: points + np.array([east, north])
    )
    other = right[pairs[chosen, 1]]
    union = shapely.area(shapely.union(moved, other))
    share = shapely.area(shapely.intersection(moved, other)) / np.where(union > 0, union, 1)
    fitting = pairs[chosen][share >= _FITTING_SHARE]
    if not len(fitting):
        return None
    matched = tuple((int(a), int(b)) for a, b in fitting)
    return Shift(float(east), float(north), matched)


def _ways(left: Shapes, right: Shapes, most_m: float) -> tuple[Any, Any]:
    """Pairs of like area whose centroids lie within reach, and the way from left to right."""
    here, there = (
        shapely.get_coordinates(shapely.centroid(shapes)).reshape(-1, 2) for shapes in (left, right)
    )
    reach = shapely.buffer(shapely.points(here), most_m)
    found = shapely.STRtree(shapely.points(there)).query(reach, predicate="intersects").T
    first, second = shapely.area(left)[found[:, 0]], shapely.area(right)[found[:, 1]]
    alike = np.abs(first - second) <= _SAME_AREA_SHARE * np.maximum(first, second)
    found = found[alike]
    return found, there[found[:, 1]] - here[found[:, 0]]
