"""GCJ-02, the shifted degrees of Chinese web maps, to WGS 84 and back; never applied silently."""

from __future__ import annotations

from typing import Any

import numpy as np

# Krassowsky 1940, on which the published formula is built: a in metres, e squared.
_AXIS_M, _ECCENTRICITY_2 = 6378245.0, 0.00669342162296594323
_STEPS_MOST, _CLOSE_DEGREES = 30, 1e-11

Degrees = np.ndarray[Any, np.dtype[np.float64]]


def wgs84_to_gcj02(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """True degrees to shifted ones.

    The formula has been public since 2010 (the "eviltransform" of several open projects); the
    rule itself is not published, so that it is an approximation to a few metres.

    Parameters
    ----------
    lon, lat : array
        Degrees of WGS 84 in China; elsewhere nothing is shifted by web maps.
    """
    lon, lat = np.asarray(lon, float), np.asarray(lat, float)
    x, y = lon - 105.0, lat - 35.0
    waves = (20 * np.sin(6 * x * np.pi) + 20 * np.sin(2 * x * np.pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * np.sqrt(np.abs(x)) + waves
    north += (20 * np.sin(y * np.pi) + 40 * np.sin(y / 3 * np.pi)) * 2 / 3
    north += (160 * np.sin(y / 12 * np.pi) + 320 * np.sin(y * np.pi / 30)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * np.sqrt(np.abs(x)) + waves
    east += (20 * np.sin(x * np.pi) + 40 * np.sin(x / 3 * np.pi)) * 2 / 3
    east += (150 * np.sin(x / 12 * np.pi) + 300 * np.sin(x / 30 * np.pi)) * 2 / 3
    phi = np.radians(lat)
    magic = 1 - _ECCENTRICITY_2 * np.sin(phi) ** 2
    meridian_m = _AXIS_M * (1 - _ECCENTRICITY_2) / magic**1.5
    parallel_m = _AXIS_M / np.sqrt(magic) * np.cos(phi)
    return lon + np.degrees(east / parallel_m), lat + np.degrees(north / meridian_m)


def gcj02_to_wgs84(lon: Degrees, lat: Degrees) -> tuple[Degrees, Degrees]:
    """Shifted degrees to true ones, by iteration to less than 1e-9 degrees.

    Parameters
    ----------
    lon, lat : array
        Degrees of GCJ-02.
    """
    lon, lat = np.asarray(lon, float), np.asarray(lat, float)
    true_lon, true_lat = lon.copy(), lat.copy()
    for _ in range(_STEPS_MOST):
        there = wgs84_to_gcj02(true_lon, true_lat)
        off = lon - there[0], lat - there[1]
        true_lon, true_lat = true_lon + off[0], true_lat + off[1]
        if max(np.abs(each).max(initial=0.0) for each in off) < _CLOSE_DEGREES:
            break
    return true_lon, true_lat
