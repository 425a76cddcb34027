"""Gauss-Kruger numbering: which EPSG code a datum, a zone width and a zone or meridian have."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from qingshan.core.kernel.label import Label

METRES_PER_ZONE = 1_000_000
# First and last zone by width: 3-degree zones have their meridian at 3n, 6-degree ones at 6n-3.
ZONES: Mapping[int, tuple[int, int]] = {3: (25, 45), 6: (13, 23)}
# EPSG numbers each family in one run: first code with the zone in the easting, first without.
FAMILIES: Mapping[tuple[str, int], tuple[int, int]] = {
    ("cgcs2000", 3): (4513, 4534),
    ("cgcs2000", 6): (4491, 4502),
    ("xian80", 3): (2349, 2370),
    ("xian80", 6): (2327, 2338),
    ("beijing54", 3): (2401, 2422),
    ("beijing54", 6): (21413, 21453),
}
_DATUM_NAMES = {
    "cgcs2000": Label("CGCS2000", "CGCS2000"),
    "xian80": Label("西安 80", "Xi'an 80"),
    "beijing54": Label("北京 54", "Beijing 54"),
}
_WIDTH_NAMES = {3: Label("三度带", "3-degree"), 6: Label("六度带", "6-degree")}
_DEGREES: Mapping[str, int] = {"cgcs2000": 4490, "xian80": 4610, "beijing54": 4214}
_EASTINGS_M, _NORTHINGS_M = (100_000.0, 900_000.0), (900_000.0, 6_100_000.0)
_DEGREES_TITLE = "GCS_China_Geodetic_Coordinate_System_2000"
_TITLE = re.compile(
    rf'(?:PROJCS\["CGCS2000_(3_Degree_)?GK_(?:Zone_(\d\d)|CM_(\d\d\d?)E)|GEOGCS\["{_DEGREES_TITLE})"'
)
# In the order in which they are looked for: "1980西安" holds no 2000, "2000国家" no 80.
_DATUMS = (("2000", "cgcs2000"), ("80", "xian80"), ("54", "beijing54"))


def zone_code(datum: str, width: int, zone: int, *, prefixed: bool) -> int | None:
    """The EPSG code of a zone, None when the zone is not one of China's.

    Parameters
    ----------
    datum : str
        cgcs2000, xian80 or beijing54.
    width : int
        3 or 6 degrees.
    zone : int
        Zone number.
    prefixed : bool
        Whether the easting begins with the zone number.
    """
    if width not in ZONES or not ZONES[width][0] <= zone <= ZONES[width][1]:
        return None
    return FAMILIES[datum, width][0 if prefixed else 1] + zone - ZONES[width][0]


@dataclass(frozen=True)
class Zone:
    """A Gauss-Kruger zone as its EPSG code tells it."""

    datum: str
    width: int
    number: int
    prefixed: bool

    @property
    def meridian_deg(self) -> int:
        """The central meridian in degrees east."""
        return meridian_of(self.width, self.number)

    @property
    def code(self) -> int:
        """The EPSG code."""
        code = zone_code(self.datum, self.width, self.number, prefixed=self.prefixed)
        assert code is not None, "a zone is made from its code"
        return code


def zone_of(code: str | None) -> Zone | None:
    """The zone of a code such as EPSG:4524; None for every other system."""
    digits = (code or "").removeprefix("EPSG:")
    if not digits.isdigit():
        return None
    for (datum, width), starts in FAMILIES.items():
        first, last = ZONES[width]
        for start, prefixed in zip(starts, (True, False), strict=True):
            number = int(digits) - start + first
            if first <= number <= last:
                return Zone(datum, width, number, prefixed)
    return None


def name_of(code: str) -> Label:
    """A system as foresters call it; a code of no Gauss-Kruger zone stays as it is.

    ``EPSG:4544+36`` is EPSG:4544 with eastings that begin with a zone number of 36.
    """
    bare, _, prefix = code.partition("+")
    zone = zone_of(bare)
    if zone is None:
        return Label(code, code)
    datum, width = _DATUM_NAMES[zone.datum], _WIDTH_NAMES[zone.width]
    if zone.prefixed:
        return Label(
            f"{datum.zh} {width.zh} {zone.number} 带（{code}）",
            f"{datum.en} {width.en} zone {zone.number} ({code})",
        )
    off = (f"，去掉带号 {prefix}", f", zone number {prefix} taken off") if prefix else ("", "")
    return Label(
        f"{datum.zh} {width.zh}中央经线 {zone.meridian_deg}°{off[0]}（{code}）",
        f"{datum.en} {width.en}, central meridian {zone.meridian_deg}E{off[1]} ({code})",
    )


def meridian_of(width: int, zone: int) -> int:
    """The central meridian of a zone in degrees east."""
    return 3 * zone if width == 3 else 6 * zone - 3


def width_of(zone: int) -> int | None:
    """The width of the zones that have this number; 3 and 6 degrees share none in China."""
    return next((w for w, (first, last) in ZONES.items() if first <= zone <= last), None)


def is_easting(values: np.ndarray[Any, Any]) -> bool:
    """Whether metres look like eastings of Gauss and Kruger, with or without a zone number."""
    zones = values // METRES_PER_ZONE
    bare = values - zones * METRES_PER_ZONE
    numbered = np.isin(zones, [0, *range(13, 24), *range(25, 46)])
    inside = (bare >= _EASTINGS_M[0]) & (bare <= _EASTINGS_M[1])
    return bool((numbered & inside).all())


def is_northing(values: np.ndarray[Any, Any]) -> bool:
    """Whether metres look like northings of China: 8 to 55 degrees."""
    return bool(((values >= _NORTHINGS_M[0]) & (values <= _NORTHINGS_M[1])).all())


def code_by_words(keys: Mapping[str, str], easting: float) -> str | None:
    """The system that the description of a boundary text names, as EPSG code, or None.

    Parameters
    ----------
    keys : mapping
        坐标系 (2000, 80 or 54 in its name), 几度分带 (3 or 6), 带号.
    easting : float
        One easting of the text, which shows whether the zone number is part of it.
    """
    said = keys.get("坐标系", "")
    datum = next((name for sign, name in _DATUMS if sign in said), None)
    if datum is None:
        return None
    if easting <= 180:
        return f"EPSG:{_DEGREES[datum]}"
    numbers = [re.sub(r"\D", "", keys.get(key, "")) for key in ("带号", "几度分带")]
    prefix = int(easting // METRES_PER_ZONE)
    zone = int(numbers[0] or 0) or prefix
    width = int(numbers[1] or 0) or width_of(zone)
    code = zone_code(datum, width or 0, zone, prefixed=prefix > 0)
    return f"EPSG:{code}" if code else None


def code_by_title(text: str) -> int | None:
    """The system of CGCS2000 that a text of ArcGIS names at its beginning; the rest is not read."""
    said = _TITLE.match(text)
    if said is None:
        return None
    three, zone, meridian_deg = said.groups()
    if not zone and not meridian_deg:
        return _DEGREES["cgcs2000"]
    width = 3 if three else 6
    of_meridian = (int(meridian_deg or 0) + (0 if three else 3)) // width
    return zone_code("cgcs2000", width, int(zone or of_meridian), prefixed=bool(zone))
