"""Shapes laid over shapes: who shares how much land with whom, and in which county it lies."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
import shapely

from qingshan.core.geo.area import Plane, areas_m2, mended, surfaces_only

_CHUNK_PAIRS = 20_000
_Pairs = np.ndarray[Any, np.dtype[np.int64]]


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
    flat_left, flat_right = plane.project(mended(left)), plane.project(mended(right))
    found = shapely.STRtree(flat_right).query(flat_left, predicate="intersects")
    return _measure(plane, (flat_left, flat_right), found, min_area_m2)


def own_pairs(shapes: np.ndarray[Any, Any], min_area_m2: float = 0.0) -> pl.DataFrame:
    """As ``pairs`` within one layer, each pair once with left before right."""
    shapes = np.asarray(shapes, dtype=object)
    plane = Plane(shapes)
    flat = plane.project(mended(shapes))
    found = shapely.STRtree(flat).query(flat, predicate="intersects")
    frame, _ = _measure(plane, (flat, flat), found[:, found[0] < found[1]], min_area_m2)
    return frame


def locate(shapes: np.ndarray[Any, Any], counties: np.ndarray[Any, Any]) -> _Pairs:
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


def _measure(
    plane: Plane,
    flat: tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]],
    found: _Pairs,
    min_area_m2: float,
) -> tuple[pl.DataFrame, np.ndarray[Any, Any]]:
    """Cut the pairs found, drop touching ones cheaply by plane area, measure the rest exactly."""
    order = np.lexsort((found[1], found[0]))
    found = found[:, order]
    kept: list[np.ndarray[Any, Any]] = []
    cuts: list[np.ndarray[Any, Any]] = []
    for start in range(0, found.shape[1], _CHUNK_PAIRS):
        chunk = found[:, start : start + _CHUNK_PAIRS]
        cut = _cut(flat[0][chunk[0]], flat[1][chunk[1]])
        shared = shapely.area(cut) > min_area_m2 / 2
        kept.append(chunk[:, shared])
        cuts.append(plane.unproject(surfaces_only(cut[shared])))
    index = np.concatenate(kept, axis=1) if kept else found
    shapes = np.concatenate(cuts) if cuts else np.empty(0, dtype=object)
    areas = areas_m2(shapes)
    enough = areas > min_area_m2
    frame = pl.DataFrame(
        {
            "left": index[0][enough].astype(np.int64),
            "right": index[1][enough].astype(np.int64),
            "area_m2": areas[enough],
        }
    )
    return frame, shapes[enough]


def _cut(left: np.ndarray[Any, Any], right: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The shared pieces; a left shape wholly inside the right one is its own piece, uncut."""
    cut = np.array(left, dtype=object)
    # Prepared once, a large right shape answers each of its pairs by its own index.
    shapely.prepare(right)
    crossing = ~shapely.covers(right, left)
    cut[crossing] = shapely.intersection(left[crossing], right[crossing])
    return cut
