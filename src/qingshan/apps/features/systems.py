"""Coordinate systems in which features are told, each under its address, with its order of axes.

OGC API - Features - Part 2 (OGC 18-058r1): the default is CRS84, longitude before latitude; an EPSG
system is told in the order of axes that EPSG gives it.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import shapely
from pyproj import CRS, Transformer

DEFAULT = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
_EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
STORED = f"{_EPSG}4490"
"""China Geodetic Coordinate System 2000, in which the register keeps every shape."""

SYSTEMS = (DEFAULT, *(f"{_EPSG}{code}" for code in (4490, 4326, 3857, 4523, 4524)))
"""4523 and 4524 are the 3-degree zones 35 and 36 in which the province's counties lie."""


@cache
def _transformer(uri: str) -> tuple[Transformer, bool]:
    """From longitude and latitude (EPSG:4490), and whether the answer's axes are to be swapped."""
    target = CRS("OGC:CRS84") if uri == DEFAULT else CRS(int(uri.removeprefix(_EPSG)))
    first = target.axis_info[0].direction
    return Transformer.from_crs(CRS(4490), target, always_xy=True), first == "north"


def told_in(shapes: Any, uri: str) -> Any:
    """Shapes (EPSG:4490, longitude first) in another system and its own order of axes."""
    if uri == DEFAULT:
        return shapes
    transformer, is_swapped = _transformer(uri)

    def moved(points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        x, y = transformer.transform(points[:, 0], points[:, 1])
        return np.column_stack((y, x) if is_swapped else (x, y))

    return shapely.transform(shapes, moved)


def degrees_of(
    box: tuple[float, float, float, float], uri: str
) -> tuple[float, float, float, float]:
    """A box given in one of the systems as west, south, east, north in degrees (EPSG:4490).

    Its edges are walked along, so that a box of metres stays covered.
    """
    transformer, is_swapped = _transformer(uri)
    first, second, third, fourth = box
    if is_swapped:
        first, second, third, fourth = second, first, fourth, third
    found: tuple[float, float, float, float] = transformer.transform_bounds(
        first, second, third, fourth, densify_pts=21, direction="INVERSE"
    )
    return found


def decimals_of(uri: str) -> int:
    """Decimals that tell a centimetre: seven in degrees, two in metres."""
    is_degrees = uri == DEFAULT or CRS(int(uri.removeprefix(_EPSG))).is_geographic
    return 7 if is_degrees else 2
