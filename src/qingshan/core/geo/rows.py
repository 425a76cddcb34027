"""Which rows of a layer have a polygon that can be used."""

from __future__ import annotations

import struct
from typing import Any

import numpy as np
import shapely

from qingshan.core.geo.notes import Note
from qingshan.core.geo.refusals import (
    COORDINATES_ABSURD,
    RING_TOO_SHORT,
    SHAPE_NOT_POLYGON,
    SHAPE_NULL,
)
from qingshan.core.kernel.errors import Refusal

_POLYGONS = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)
_WKB_POLYGON, _WKB_MULTIPOLYGON = 3, 6


def read_polygons(
    wkb: np.ndarray[Any, Any],
) -> tuple[np.ndarray[Any, Any], list[Refusal], list[Note]]:
    """Shapes that can be worked with; a row without one is None and refused.

    Parameters
    ----------
    wkb : array (n,)
        WKB of each row; None where the file has no shape.

    Returns
    -------
    shapes, refusals, notes
        Flat polygons; E-GE-01 no shape, E-GE-02 no polygon, E-GE-03 vertices that are no
        numbers, E-GE-04 rings that cannot be built.
    """
    absent = np.array([item is None for item in wkb])
    shapes = shapely.from_wkb(wkb, on_invalid="ignore")
    open_rings = shapely.is_missing(shapes) & ~absent
    notes = []
    if open_rings.any():
        shapes[open_rings] = shapely.from_wkb(wkb[open_rings], on_invalid="fix")
        closed = open_rings & ~shapely.is_missing(shapes)
        if closed.any():
            notes.append(Note.of("rings closed", count=int(closed.sum())))
    broken = shapely.is_missing(shapes) & ~absent
    absent |= shapely.is_empty(shapes)
    other = ~np.isin(shapely.get_type_id(shapes), _POLYGONS) & ~broken & ~absent
    refusals = []
    for at in np.flatnonzero(broken | absent | other):
        place, row = f"#{at + 1}", {"row": int(at) + 1}
        if absent[at]:
            refusals.append(Refusal(SHAPE_NULL, place, row))
        elif other[at]:
            refusals.append(Refusal(SHAPE_NOT_POLYGON, place, row | {"kind": shapes[at].geom_type}))
        elif not np.isfinite(points := _vertices(wkb[at])).all():
            refusals.append(absurd_row(int(at), points, "—"))
        else:
            refusals.append(Refusal(RING_TOO_SHORT, place, row))
    shapes[broken | absent | other] = None
    tall = shapely.has_z(shapes) | shapely.has_m(shapes)
    if tall.any():
        notes.append(Note.of("height dropped", count=int(tall.sum())))
        shapes = shapely.force_2d(shapes)
    return shapes, refusals, notes


def off_globe(shapes: np.ndarray[Any, Any]) -> np.ndarray[Any, np.dtype[np.bool_]]:
    """Shapes with a vertex that is no longitude and latitude."""
    points, owner = shapely.get_coordinates(shapes, return_index=True)
    inside = (np.abs(points[:, 0]) <= 180) & (np.abs(points[:, 1]) <= 90)
    off = np.zeros(len(shapes), dtype=np.bool_)
    off[owner[~inside]] = True
    return off


def absurd_row(at: int, points: np.ndarray[Any, Any], name: str) -> Refusal:
    """E-GE-03 for row ``at``, showing its first vertex that is no number, else its first one."""
    finite = np.isfinite(points).all(axis=1)
    worst = points[int(np.argmin(finite))]
    facts = {"row": at + 1, "x": f"{worst[0]:.3f}", "y": f"{worst[1]:.3f}", "name": name}
    return Refusal(COORDINATES_ABSURD, f"#{at + 1}", facts)


def _vertices(wkb: bytes) -> np.ndarray[Any, Any]:
    """Vertices of a polygon that GEOS will not build: a ring from NaN to NaN never closes."""
    found: list[np.ndarray[Any, Any]] = []
    try:
        _walk(wkb, 0, found)
    except (struct.error, IndexError, ValueError, RecursionError):
        return np.zeros((1, 2))
    return np.concatenate(found) if found else np.zeros((1, 2))


def _walk(wkb: bytes, at: int, found: list[np.ndarray[Any, Any]]) -> int:
    order = "<" if wkb[at] else ">"
    kind, count = struct.unpack_from(f"{order}II", wkb, at + 1)
    at += 9
    # ISO WKB adds 1000 for Z, 2000 for M, 3000 for both.
    width = 2 + (kind // 1000 + 1) // 2
    if kind % 1000 == _WKB_MULTIPOLYGON:
        for _ in range(count):
            at = _walk(wkb, at, found)
    elif kind % 1000 == _WKB_POLYGON:
        for _ in range(count):
            (points,) = struct.unpack_from(f"{order}I", wkb, at)
            flat = np.frombuffer(wkb, f"{order}f8", points * width, at + 4)
            found.append(flat.reshape(points, width)[:, :2])
            at += 4 + flat.nbytes
    return at
