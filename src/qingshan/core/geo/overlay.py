"""Shapes laid over shapes: who shares how much land with whom, and in which county it lies."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl
import shapely

from qingshan.core.geo.area import Plane, areas_m2, mended, surfaces_only

Shapes = np.ndarray[Any, Any]
_Indices = np.ndarray[Any, np.dtype[np.int64]]

_CHUNK_PAIRS = 5_000
_LITTLE_DEG = 1e-5
_THREADS = 2
"""GEOS lets other threads run while it cuts."""


def pairs(
    left: np.ndarray[Any, Any], right: np.ndarray[Any, Any], min_area_m2: float = 0.0
) -> pl.DataFrame:
    """Every pair of a left and a right shape that shares more than ``min_area_m2``.

    Shapes are cut in an equal-area plane around the left ones; the pieces are measured on the
    ellipsoid, so that they add up to ``areas_m2`` of the whole.

    Parameters
    ----------
    left, right : arrays of shapes
        Longitude and latitude (EPSG:4490); None never shares anything.
    min_area_m2 : float
        Smaller shares (slivers) are left out.

    Returns
    -------
    frame
        ``left`` and ``right`` (indices, i64) and ``area_m2`` (f64), sorted by left, right.
    """
    frame, _ = pieces(left, right, min_area_m2)
    return frame


def pieces(
    left: np.ndarray[Any, Any], right: np.ndarray[Any, Any], min_area_m2: float = 0.0
) -> tuple[pl.DataFrame, np.ndarray[Any, Any]]:
    """As ``pairs``, with the shared shapes in longitude and latitude, row by row."""
    left, right = np.asarray(left, dtype=object), np.asarray(right, dtype=object)
    plane = Plane(left)
    found = _neighbours(left, right)
    first, second = _side_by_side(
        lambda side: _Side.of(side[0], side[1], plane),
        [(left, found[0]), (right, found[1])],
        found.shape[1],
    )
    return _measure(plane, (first, second), found, min_area_m2)


def own_pairs(shapes: np.ndarray[Any, Any], min_area_m2: float = 0.0) -> pl.DataFrame:
    """As ``pairs`` within one layer, each pair once with left before right."""
    shapes = np.asarray(shapes, dtype=object)
    plane = Plane(shapes)
    found = _neighbours(shapes, shapes)
    found = found[:, found[0] < found[1]]
    side = _Side.of(shapes, found.ravel(), plane)
    frame, _ = _measure(plane, (side, side), found, min_area_m2)
    return frame


def locate(shapes: np.ndarray[Any, Any], counties: np.ndarray[Any, Any]) -> _Indices:
    """Index of the county in which the largest share of each shape (or the point) lies; else -1.

    A point on a shared boundary, or equal shares, go to the county that comes first.

    Parameters
    ----------
    shapes, counties : arrays of shapes
        Longitude and latitude (EPSG:4490); ``shapes`` may mix points and polygons.
    """
    shapes = np.asarray(shapes, dtype=object)
    homes = np.full(len(shapes), -1, dtype=np.int64)
    is_point = shapely.get_type_id(shapes) == shapely.GeometryType.POINT
    at, county = shapely.STRtree(counties).query(shapes[is_point], predicate="intersects")
    order = np.lexsort((-county, at))
    homes[np.flatnonzero(is_point)[at[order]]] = county[order]
    shared = pairs(shapes[~is_point], counties)
    largest = shared.sort("left", "area_m2", "right", descending=[False, True, False]).unique(
        "left", keep="first", maintain_order=True
    )
    homes[np.flatnonzero(~is_point)[largest["left"].to_numpy()]] = largest["right"].to_numpy()
    return homes


@dataclass(frozen=True)
class _Side:
    """The shapes of one side that may meet any of the other, mended: in degrees, in the plane.

    ``place`` leads from an index into all shapes to one into ``whole`` and ``flat``.
    """

    whole: Shapes
    flat: Shapes
    place: _Indices

    @classmethod
    def of(cls, shapes: Shapes, used: _Indices, plane: Plane) -> _Side:
        kept = np.zeros(len(shapes), dtype=bool)
        kept[used] = True
        whole = mended(shapes[kept])
        return cls(whole, plane.project(whole), np.cumsum(kept) - 1)


def _side_by_side(act: Callable[[Any], Any], given: Sequence[Any], pairs: int) -> list[Any]:
    """What ``act`` makes of each; on threads where there is so much that starting them pays."""
    if pairs <= _CHUNK_PAIRS or len(given) == 1:
        return [act(each) for each in given]
    with ThreadPoolExecutor(_THREADS) as threads:
        return list(threads.map(act, given))


def _neighbours(left: Shapes, right: Shapes) -> _Indices:
    """Pairs that may meet in the plane: by boxes in degrees with room for its straight lines.

    A line straight in the plane leaves the one straight in degrees by less than the square of its
    length in radians, as both bend by no more than the globe does.
    """
    needed = _room_deg(left).max(initial=0.0)
    # Small shapes need so little room that the other side's boxes take it on as well.
    if needed < _LITTLE_DEG:
        return np.asarray(shapely.STRtree(_boxes(right, needed)).query(left))
    return np.asarray(shapely.STRtree(_boxes(right)).query(_boxes(left)))


def _boxes(shapes: Shapes, more_deg: float = 0.0) -> Shapes:
    boxes = np.full(len(shapes), None, dtype=object)
    bounds = shapely.bounds(shapes)
    there = np.isfinite(bounds).all(axis=1)
    room = (_room_deg(shapes)[there] + more_deg)[:, None] * (-1, -1, 1, 1)
    boxes[there] = shapely.box(*(bounds[there] + room).T)
    return boxes


def _room_deg(shapes: Shapes) -> np.ndarray[Any, np.dtype[np.float64]]:
    west, south, east, north = shapely.bounds(shapes).T
    room = np.radians((east - west) ** 2 + (north - south) ** 2)
    return np.where(np.isfinite(room), room, 0.0)


def _measure(
    plane: Plane, sides: tuple[_Side, _Side], found: _Indices, min_area_m2: float
) -> tuple[pl.DataFrame, Shapes]:
    """Cut the pairs found, drop touching ones cheaply by plane area, measure the rest exactly."""
    left, right = sides
    # In order of right shapes and split between them: no two threads prepare the same one.
    found = found[:, np.lexsort((found[0], found[1]))]
    steps = np.searchsorted(found[1], found[1][_CHUNK_PAIRS::_CHUNK_PAIRS])
    chunks = np.split(found, np.unique(steps), axis=1)
    cuts = _side_by_side(
        lambda chunk: _cut(left.flat[left.place[chunk[0]]], right.flat[right.place[chunk[1]]]),
        chunks,
        found.shape[1],
    )
    inside = np.concatenate([each[0] for each in cuts])
    flat = np.concatenate([each[1] for each in cuts])
    shared = shapely.area(flat) > min_area_m2 / 2
    found, inside, flat = found[:, shared], inside[shared], flat[shared]
    shapes, areas = np.empty(len(flat), dtype=object), np.empty(len(flat))
    # What lies wholly inside is its own piece: measured once, as it was drawn.
    own, place = np.unique(left.place[found[0][inside]], return_inverse=True)
    shapes[inside], areas[inside] = left.whole[own][place], areas_m2(left.whole[own])[place]
    shapes[~inside] = plane.unproject(surfaces_only(flat[~inside]))
    areas[~inside] = areas_m2(shapes[~inside])
    enough = np.flatnonzero(areas > min_area_m2)
    enough = enough[np.lexsort((found[1][enough], found[0][enough]))]
    frame = pl.DataFrame(
        {"left": found[0][enough], "right": found[1][enough], "area_m2": areas[enough]},
        schema={"left": pl.Int64, "right": pl.Int64, "area_m2": pl.Float64},
    )
    return frame, shapes[enough]


def _cut(left: Shapes, right: Shapes) -> tuple[np.ndarray[Any, np.dtype[np.bool_]], Shapes]:
    """For each pair whether the left lies wholly inside the right, and the piece (or None)."""
    # Prepared once, a large right shape answers each of its pairs by its own index.
    shapely.prepare(right)
    # That no boundary is touched is the cheapest to see, and true of most.
    inside = shapely.contains_properly(right, left)
    crossing = np.flatnonzero(~inside)
    crossing = crossing[shapely.intersects(right[crossing], left[crossing])]
    inside[crossing] = shapely.covers(right[crossing], left[crossing])
    crossing = crossing[~inside[crossing]]
    cut = np.full(len(left), None, dtype=object)
    cut[inside] = left[inside]
    cut[crossing] = shapely.intersection(left[crossing], right[crossing])
    return inside, cut
