"""Areas on the CGCS2000 ellipsoid, bounds, and the equal-area plane in which shapes are cut."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np
import shapely
from pyproj import CRS, Transformer

from qingshan.core.geo.crs import CGCS2000, transform
from qingshan.core.geo.geodesic import ring_areas_m2

_M2_PER_HA = 10_000.0
_SURFACES = (shapely.GeometryType.POLYGON, shapely.GeometryType.MULTIPOLYGON)


def areas_m2(shapes: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Ellipsoidal area of each shape in square metres; edges are geodesics, holes are taken off.

    Equal to Karney (2013), Algorithms for geodesics, J. Geodesy 87, 43-55, section 6, as built into
    PROJ, whose own rounding is about 1e-4 m² on a polygon of any size (see ``geodesic``).

    Parameters
    ----------
    shapes : array (n,)
        Polygons, multipolygons or collections in longitude and latitude (EPSG:4490).

    Returns
    -------
    array (n,)
        Square metres; 0 for empty shapes and those without surface, NaN where there is no shape.
    """
    shapes = np.asarray(shapes, dtype=object)
    areas = np.zeros(len(shapes))
    # Most parcels are one ring: taken apart they would be copied twice for nothing.
    plain = (shapely.get_type_id(shapes) == shapely.GeometryType.POLYGON) & (
        shapely.get_num_interior_rings(shapes) == 0
    )
    areas[plain] = _ring_areas_m2(shapes[plain])
    polygons, owners = _polygons_of(shapes[~plain])
    rings, polygon_of_ring = shapely.get_rings(polygons, return_index=True)
    is_shell = np.diff(polygon_of_ring, prepend=-1) > 0
    ring_areas = _ring_areas_m2(rings)
    signed = np.where(is_shell, ring_areas, -ring_areas)
    np.add.at(areas, np.flatnonzero(~plain)[owners[polygon_of_ring]], signed)
    areas[shapely.is_missing(shapes)] = np.nan
    return areas


def areas_ha(shapes: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Ellipsoidal area of each shape in hectares (see ``areas_m2``)."""
    areas: np.ndarray[Any, Any] = areas_m2(shapes) / _M2_PER_HA
    return areas


def bounds(shapes: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """West, south, east, north of each shape in degrees, array (n, 4); NaN where there is none."""
    return np.asarray(shapely.bounds(shapes))


def surfaces_only(shapes: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Shapes without the points and lines that cutting and mending leave behind."""
    shapes = np.array(shapes, dtype=object)
    mixed = ~np.isin(shapely.get_type_id(shapes), _SURFACES) & ~shapely.is_missing(shapes)
    if mixed.any():
        polygons, owners = _polygons_of(shapes[mixed])
        kept = [shapely.multipolygons(polygons[owners == at]) for at in range(int(mixed.sum()))]
        shapes[mixed] = kept
    return shapes


def mended(shapes: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Shapes with crossings resolved; valid ones come back as they are."""
    shapes = np.array(shapes, dtype=object)
    wrong = ~shapely.is_valid(shapes) & ~shapely.is_missing(shapes)
    if wrong.any():
        shapes[wrong] = surfaces_only(shapely.make_valid(shapes[wrong]))
    return shapes


class Plane:
    """An equal-area plane in metres around the middle of some shapes (Lambert, azimuthal).

    Near its middle straight lines are geodesics to better than a millimetre a kilometre, which
    longitude and latitude are not: there a shared edge with a vertex on one side only opens a gap.
    """

    def __init__(self, shapes: np.ndarray[Any, Any]) -> None:
        present = shapely.bounds(shapes[~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)])
        west, south = present[:, :2].min(axis=0, initial=180.0)
        east, north = present[:, 2:].max(axis=0, initial=-180.0)
        if not len(present):
            west = south = east = north = 0.0
        middle = round((west + east) / 2, 3), round((south + north) / 2, 3)
        self.crs, self._into, self._back = _plane_around(*middle)

    def project(self, shapes: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Degrees to metres of this plane."""
        return transform(shapes, self._into)

    def unproject(self, shapes: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Metres of this plane to degrees."""
        return transform(shapes, self._back)


@lru_cache(maxsize=64)
def _plane_around(lon: float, lat: float) -> tuple[CRS, Transformer, Transformer]:
    """The plane of a middle and the ways into it and back, each made once: it takes long."""
    plane = CRS.from_dict(
        {"proj": "laea", "lon_0": lon, "lat_0": lat, "ellps": "GRS80", "units": "m"}
    )
    degrees = CRS.from_epsg(CGCS2000)
    into = Transformer.from_crs(degrees, plane, always_xy=True)
    return plane, into, Transformer.from_crs(plane, degrees, always_xy=True)


def _polygons_of(
    shapes: np.ndarray[Any, Any],
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, np.dtype[np.int64]]]:
    """All polygons of all shapes and the index of the shape each belongs to."""
    parts, owners = shapely.get_parts(shapes, return_index=True)
    # A collection may hold multipolygons: take them apart once more.
    parts, inner = shapely.get_parts(parts, return_index=True)
    owners = owners[inner]
    is_polygon = shapely.get_type_id(parts) == shapely.GeometryType.POLYGON
    return parts[is_polygon], owners[is_polygon]


def _ring_areas_m2(rings: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Area of each ring or polygon without holes."""
    points, owners = shapely.get_coordinates(rings, return_index=True)
    starts = np.searchsorted(owners, np.arange(len(rings) + 1))
    return ring_areas_m2(points[:, 0].copy(), points[:, 1].copy(), starts)
