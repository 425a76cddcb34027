"""Areas of rings whose edges are geodesics: short edges by a series, long ones by PROJ."""

from __future__ import annotations

from typing import Any

import numpy as np
from pyproj import Geod

# CGCS2000 uses a = 6 378 137 m and 1/f = 298.257222101 (GB 22021-2008), which is GRS 80.
_GEOD = Geod(ellps="GRS80")
_A_M = 6_378_137.0
_F = 1 / 298.257222101
_E2 = _F * (2 - _F)
_E = _E2**0.5
_B2_M2 = _A_M**2 * (1 - _E2)

_LONGEST_DEG = 0.02
"""Up to here (some two kilometres) the series leaves less than 1e-5 m² an edge."""

_HIGHEST_DEG = 80.0

_Floats = np.ndarray[Any, np.dtype[np.float64]]
_Ints = np.ndarray[Any, np.dtype[np.int64]]


def ring_areas_m2(lons: _Floats, lats: _Floats, starts: _Ints) -> _Floats:
    """Area enclosed by each closed ring on the ellipsoid, m², without sign.

    The area below an edge is that of the chord in the authalic cylinder (longitude, area up to the
    parallel) and the lens between chord and geodesic. With the geodesic equations of a surface of
    revolution the lens is, to the third order of the edge, sin φ Δλ (r² Δλ² + 3 M² Δφ²) / 12 at the
    edge's middle, where r is the parallel's radius and M that of the meridian; the next term is of
    the fifth order. Rings with an edge longer than two kilometres, near a pole or across the
    date line are left to Karney's algorithm as built into PROJ (J. Geodesy 87, 43-55, section 6).

    Parameters
    ----------
    lons, lats : arrays (m,)
        Degrees of the vertices, ring after ring; the last vertex of a ring repeats its first.
    starts : array (n + 1,)
        Where each ring begins, and the number of vertices.
    """
    areas = np.zeros(len(starts) - 1)
    # An empty ring has no place in sums between places: it would take its neighbour's first.
    present = np.flatnonzero(np.diff(starts))
    if not len(present):
        return areas
    firsts, ends = starts[present], starts[present + 1]
    steps_lon, steps_lat = np.diff(lons, append=np.nan), np.diff(lats, append=np.nan)
    # The step from a ring's last vertex leads to another ring: it is no edge.
    steps_lon[ends - 1] = steps_lat[ends - 1] = 0.0
    reach = np.maximum(np.abs(steps_lon), np.abs(steps_lat))
    far = np.maximum.reduceat(reach, firsts) > _LONGEST_DEG
    far |= np.maximum.reduceat(np.abs(lats), firsts) > _HIGHEST_DEG
    below = _below_edges(lats, np.radians(steps_lon), np.radians(steps_lat), (firsts, ends))
    sums = np.abs(np.add.reduceat(below, firsts))
    for at in np.flatnonzero(far | ~np.isfinite(sums)).tolist():
        span = slice(firsts[at], ends[at])
        sums[at] = abs(_GEOD.polygon_area_perimeter(lons[span], lats[span])[0])
    areas[present] = np.where(ends - firsts > 3, sums, 0.0)
    return areas


def _below_edges(
    lats: _Floats, step_lon: _Floats, step_lat: _Floats, rings: tuple[_Ints, _Ints]
) -> _Floats:
    """Signed area between each edge (by its first vertex) and the parallel of its ring's first."""
    phi = np.radians(lats)
    sine = np.sin(phi)
    up_to = _B2_M2 / 2 * (sine / (1 - _E2 * sine * sine) + np.arctanh(_E * sine) / _E)
    # Small differences are summed: an area up to the equator would cost six digits.
    firsts, ends = rings
    up_to -= np.repeat(up_to[firsts], ends - firsts)
    middle = np.sin(phi + step_lat / 2)
    root = 1 - _E2 * middle * middle
    radius2 = _A_M**2 * (1 - middle * middle) / root
    meridian2 = (_A_M * (1 - _E2)) ** 2 / root**3
    lens = middle * (radius2 * step_lon**2 + 3 * meridian2 * step_lat**2) / 12
    after = np.append(up_to[1:], 0.0)
    below: _Floats = step_lon * ((up_to + after) / 2 + lens)
    return below
