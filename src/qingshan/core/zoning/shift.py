"""Whether drawn land fits known land after a shift, as when it was traced on an offset base map."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from qingshan.core.geo.area import Plane, mended
from qingshan.core.geo.gcj02 import gcj02_to_wgs84, wgs84_to_gcj02

Shapes = NDArray[Any]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_SAME_PLACE_M = 15.0
_LEAST_GAIN = 0.3
_SHARED_AREA, _LEAST_OVER, _SOLE_FIT = 0.5, 0.4, 0.85
_BIN_M, _KNOWN_STEP_M, _STEP_M = 10.0, 20.0, 2.0
_VOTERS, _OUTLINE_POINTS, _KNOWN_POINTS = 250, 500, 40_000
_LEAST_VOTES = 0.25
_MOST_PEAKS = 5
_STEPS_OF_FIT = 4
_MOST_SHAPES = 20_000


@dataclass(frozen=True)
class Fitting:
    """When two boundaries count as one (table ``zoning.eligibility``, key ``shift``).

    ``most_m`` is the longest shift looked for; ``near_m`` and ``angle_deg`` how near and how
    parallel a boundary runs along another; ``least`` and ``least_gcj`` the share of a boundary that
    must run so, for any way and for the way of GCJ-02; ``gcj_near_m`` how near a way lies to it.
    """

    most_m: float
    near_m: float
    angle_deg: float
    least: float
    least_gcj: float
    gcj_near_m: float


@dataclass(frozen=True)
class Shift:
    """The way from drawn to known land, metres east and north, and which shapes it explains.

    ``share`` is the part of the drawn outline, where known land lies under it, that runs along a
    known boundary; ``is_gcj02`` whether the way is that of GCJ-02 at this place.
    """

    east_m: float
    north_m: float
    matched: tuple[tuple[int, int], ...]
    share: float
    is_gcj02: bool

    @property
    def length_m(self) -> float:
        """How far."""
        return float(np.hypot(self.east_m, self.north_m))

    @property
    def bearing_deg(self) -> float:
        """Which way, clockwise from north."""
        return float(np.degrees(np.arctan2(self.east_m, self.north_m)) % 360)


def best_shift(drawn: Shapes, known: Shapes, fitting: Fitting) -> Shift | None:
    """The one translation that lays drawn boundaries on known ones, however the land is cut.

    The drawn shapes are dissolved, so that merged and split parcels have the same outline. Points
    of the outline vote for the ways to points of known boundaries that run the same direction; the
    ways with most votes, and those of GCJ-02 to and fro, are fitted to the boundaries by least
    squares and measured by the share of the outline that then runs along a known boundary. None
    where nothing fits, where the land fits as it lies, or where known land is merely near.

    Parameters
    ----------
    drawn, known : arrays of shapes
        Longitude and latitude (EPSG:4490).
    fitting : Fitting
        The limits.

    Returns
    -------
    Shift or None
        ``matched`` names pairs of drawn and known shapes of which one lies half in the other. A
        way that is not that of GCJ-02 and leads to one known shape alone must cover it whole.
    """
    if not len(drawn) or not len(known) or len(known) > _MOST_SHAPES:
        return None
    plane = Plane(np.asarray(drawn, dtype=object))
    left, right = plane.project(mended(drawn)), plane.project(mended(known))
    ground = _Ground.of(left, right, fitting)
    if ground is None:
        return None
    as_it_lies = ground.share(np.zeros(2))
    if as_it_lies >= fitting.least:
        return None
    to_and_fro = _gcj_ways(plane, left)
    best: tuple[float, Floats, bool] | None = None
    for start in (*to_and_fro, *ground.peaks()):
        way = ground.fitted(start)
        is_gcj = bool((np.hypot(*(to_and_fro - way).T) <= fitting.gcj_near_m).any())
        share = ground.share(way)
        least = fitting.least_gcj if is_gcj else fitting.least
        if share < max(least, as_it_lies + _LEAST_GAIN) or np.hypot(*way) <= _SAME_PLACE_M:
            continue
        if best is None or (share, is_gcj) > (best[0], best[2]):
            best = share, way, is_gcj
    if best is None:
        return None
    share, way, is_gcj = best
    matched = _matched(left, right, way)
    if not matched or not (is_gcj or _is_whole(left, right, way, matched)):
        return None
    return Shift(float(way[0]), float(way[1]), matched, share, is_gcj)


@dataclass(frozen=True)
class _Ground:
    """Outline and known boundaries in the plane, ready to be asked about many ways."""

    points: Floats
    headings: Floats
    edges: shapely.STRtree
    edge_ends: Floats
    edge_headings: Floats
    land: shapely.STRtree
    fitting: Fitting

    @classmethod
    def of(cls, left: Shapes, right: Shapes, fitting: Fitting) -> _Ground | None:
        outline = _outline(left, fitting.near_m)
        near = shapely.STRtree(right).query(outline, predicate="dwithin", distance=fitting.most_m)
        if outline.is_empty or not len(near):
            return None
        land = right[near]
        points, headings = _walked(_segments(np.array([outline])), _OUTLINE_POINTS, _STEP_M)
        ends = _segments(land)
        return cls(
            points,
            headings,
            shapely.STRtree(shapely.linestrings(ends)),
            ends,
            _headings(ends),
            shapely.STRtree(land),
            fitting,
        )

    def share(self, way: Floats) -> float:
        """Share of the outline that runs along a known boundary, where known land lies under it."""
        moved = shapely.points(self.points + way)
        near_m = self.fitting.near_m
        over = np.unique(self.land.query(moved, predicate="dwithin", distance=near_m)[0])
        # An outline of which little lies on known land may touch one edge and says nothing.
        if len(over) < _LEAST_OVER * len(moved):
            return 0.0
        hit, _ = self._along(moved)
        return len(np.unique(hit)) / len(over)

    def fitted(self, way: Floats) -> Floats:
        """The way near ``way`` that brings the outline nearest to the boundaries along it."""
        for reach in np.geomspace(4 * self.fitting.near_m, self.fitting.near_m, _STEPS_OF_FIT):
            hit, edge = self._along(shapely.points(self.points + way), reach)
            if len(hit) < 3:
                return way
            heading = self.edge_headings[edge]
            normal = np.column_stack([-np.sin(heading), np.cos(heading)])
            off = self.edge_ends[edge, 0] - (self.points[hit] + way)
            gap = (off * normal).sum(axis=1)
            moment = normal.T @ normal
            # One direction alone (a straight line) leaves the other open: it stays as it was.
            step = np.linalg.pinv(moment, rcond=0.05) @ (normal.T @ gap)
            way = way + step
        return way

    def peaks(self) -> Iterator[Floats]:
        """Ways for which most points of the outline vote, best first, no two of them alike."""
        voters = slice(None, None, max(1, len(self.points) // _VOTERS))
        here, heading = self.points[voters], self.headings[voters]
        there, their = _walked(self.edge_ends, _KNOWN_POINTS, _KNOWN_STEP_M)
        most = self.fitting.most_m
        around = shapely.box(*(here - most).T, *(here + most).T)
        at, to = shapely.STRtree(shapely.points(there)).query(around)
        ways = there[to] - here[at]
        alike = _apart(heading[at], their[to]) <= np.radians(self.fitting.angle_deg)
        alike &= (ways**2).sum(axis=1) <= most**2
        at, ways = at[alike], ways[alike]
        if not len(at):
            return
        side = int(np.ceil(most / _BIN_M)) + 1
        cells = np.rint(ways / _BIN_M).astype(np.int64) + side
        width = 2 * side + 1
        # A point has one vote for a way, however many points lie there.
        once = np.unique(at * width**2 + cells[:, 0] * width + cells[:, 1])
        votes = np.bincount(once % width**2, minlength=width**2).reshape(width, width)
        heap = _smoothed(votes)
        for _ in range(_MOST_PEAKS):
            x, y = np.unravel_index(int(heap.argmax()), heap.shape)
            if heap[x, y] < _LEAST_VOTES * len(here):
                return
            yield (np.array([x, y], dtype=np.float64) - side) * _BIN_M
            heap[max(x - 2, 0) : x + 3, max(y - 2, 0) : y + 3] = 0

    def _along(self, moved: Shapes, reach: float | None = None) -> tuple[Any, Any]:
        """Points and boundary edges that are near and parallel."""
        near_m = self.fitting.near_m if reach is None else reach
        hit, edge = self.edges.query(moved, predicate="dwithin", distance=near_m)
        apart = _apart(self.headings[hit], self.edge_headings[edge])
        alike = apart <= np.radians(self.fitting.angle_deg)
        return hit[alike], edge[alike]


def _is_whole(
    left: Shapes, right: Shapes, way: Floats, matched: tuple[tuple[int, int], ...]
) -> bool:
    """Whether several known shapes bear each other out, or the only one is covered as a whole."""
    known = {to for _, to in matched}
    if len(known) > 1:
        return True
    drawn = shapely.union_all(left[sorted({at for at, _ in matched})])
    moved = shapely.transform(drawn, lambda points: points + way)
    other = right[known.pop()]
    return bool(moved.intersection(other).area >= _SOLE_FIT * moved.union(other).area)


def _outline(shapes: Shapes, near_m: float) -> Any:
    """The boundary of all shapes together, cracks between neighbours closed."""
    grown = shapely.buffer(shapes, near_m / 4, join_style="mitre", quad_segs=1)
    whole = shapely.union_all(grown[~shapely.is_missing(grown)])
    return shapely.boundary(shapely.buffer(whole, -near_m / 4, join_style="mitre", quad_segs=1))


def _segments(shapes: Shapes) -> Floats:
    """Straight edges of the boundaries, (n, 2, 2)."""
    lines = shapely.get_parts(
        np.where(shapely.get_dimensions(shapes) == 2, shapely.boundary(shapes), shapes)
    )
    points, line = shapely.get_coordinates(lines, return_index=True)
    joined = line[1:] == line[:-1]
    ends = np.stack([points[:-1], points[1:]], axis=1)[joined]
    long_enough: Floats = ends[np.hypot(*(ends[:, 1] - ends[:, 0]).T) > 0]
    return long_enough


def _walked(ends: Floats, most: int, step_m: float) -> tuple[Floats, Floats]:
    """Points at even distances along edges, with the headings there; about ``most`` at most."""
    ways = ends[:, 1] - ends[:, 0]
    lengths = np.hypot(*ways.T)
    step = max(float(lengths.sum()) / most, step_m)
    reach = np.cumsum(lengths)
    marks = np.arange(min(step, reach[-1]) / 2, reach[-1], step)
    at = np.searchsorted(reach, marks)
    rest = (marks - (reach[at] - lengths[at])) / lengths[at]
    return ends[at, 0] + rest[:, None] * ways[at], _headings(ends)[at]


def _headings(ends: Floats) -> Floats:
    ways = ends[:, 1] - ends[:, 0]
    headings: Floats = np.arctan2(ways[:, 1], ways[:, 0])
    return headings


def _apart(first: Floats, second: Floats) -> Floats:
    """Angle between two lines without direction, 0 to a quarter turn."""
    turned = np.abs(first - second) % np.pi
    apart: Floats = np.minimum(turned, np.pi - turned)
    return apart


def _smoothed(votes: NDArray[np.int64]) -> NDArray[np.int64]:
    """Votes of each cell and its eight neighbours."""
    framed = np.pad(votes, 1)
    rows = framed[:-2] + framed[1:-1] + framed[2:]
    summed: NDArray[np.int64] = rows[:, :-2] + rows[:, 1:-1] + rows[:, 2:]
    return summed


def _gcj_ways(plane: Plane, left: Shapes) -> Floats:
    """The way from offset degrees to true ones at this place, and the way back, metres."""
    centre = shapely.centroid(shapely.box(*shapely.total_bounds(left)))
    middle = plane.unproject(np.array([centre]))
    lon, lat = shapely.get_coordinates(middle).T
    moved = [np.column_stack(move(lon, lat)) for move in (gcj02_to_wgs84, wgs84_to_gcj02)]
    there = plane.project(np.array([shapely.Point(*each[0]) for each in moved]))
    ways: Floats = shapely.get_coordinates(there) - shapely.get_coordinates(centre)
    return ways


def _matched(left: Shapes, right: Shapes, way: Floats) -> tuple[tuple[int, int], ...]:
    """Pairs of which, after the shift, half of the smaller one lies in the other."""
    moved = shapely.transform(left, lambda points: points + way)
    at, to = shapely.STRtree(right).query(moved, predicate="intersects")
    shared = shapely.area(shapely.intersection(moved[at], right[to]))
    smaller = np.minimum(shapely.area(moved)[at], shapely.area(right)[to])
    kept = shared >= _SHARED_AREA * smaller
    return tuple((int(a), int(b)) for a, b in zip(at[kept], to[kept], strict=True))
