"""Which coordinate system an upload uses, and the way from it to CGCS2000 degrees (EPSG:4490)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from qingshan.core.geo.candidates import CHINA_LON_LAT, candidates, listed
from qingshan.core.geo.notes import Note
from qingshan.core.geo.refusals import (
    CRS_CONTRADICTED,
    CRS_MISSING,
    CRS_UNUSABLE,
    DATUM_OLD,
)
from qingshan.core.geo.systems import METRES_PER_ZONE, code_by_title, width_of
from qingshan.core.kernel.errors import Refused

CGCS2000 = 4490
MERCATOR = 3857
_FALSE_EASTING = "False easting"
_PREFIXED = re.compile(r"^(EPSG:\d+)\+(\d{1,2})$", re.IGNORECASE)
_OLD_DATUMS = ("xian", "xi'an", "xi_an", "beijing")
# Semi-major axes of Krassowsky 1940 (Beijing 54) and IAG 1975 (Xi'an 80), for nameless datums.
_OLD_AXES_M = (6378245.0, 6378140.0)
_SAME_DATUMS = (
    "china 2000",
    "china_2000",
    "cgcs2000",
    "world geodetic system 1984",
    "wgs_1984",
    "wgs 84",
)


@dataclass(frozen=True)
class CrsFound:
    """The system an upload was read in.

    ``how`` is prj, file, given, zone prefix, degrees or range.
    """

    code: str | None
    name: str
    how: str
    sure: bool


def conclude_crs(
    extents: np.ndarray[Any, Any], *, declared: str | None, how: str, given: str | None, place: str
) -> tuple[CRS, CrsFound, list[Note]]:
    """The coordinate system by the ladder: given, declared, zone prefix, degrees, else refusal.

    Parameters
    ----------
    extents : array (n, 4)
        Bounds of each shape as read: x_min, y_min, x_max, y_max; NaN where there is no shape.
    declared : str, optional
        What the file says (WKT or authority code).
    how : str
        Where the file says it (``prj`` or ``file``).
    given : str, optional
        What the user says; overrules the file.
    place : str
        Name of the layer, for refusals and notes.

    Raises
    ------
    Refused
        E-UP-03 nothing to conclude from, E-UP-17 old datum not named by the user,
        E-UP-18 unusable system, E-UP-19 coordinates that contradict the system.
    """
    notes: list[Note] = []
    if given:
        crs = system_of(given, place)
        found = _found(crs, "given", sure=True)
        if _PREFIXED.match(given.strip()):
            found = replace(found, code=given.strip())
        notes += _overruled(declared, crs, place)
    elif declared and not _is_placeholder(declared):
        crs = _parse(declared, place)
        found = _found(crs, how, sure=True)
        if _is_old(crs):
            raise Refused.because(DATUM_OLD, place, name=crs.name, epsg=found.code or "EPSG:4610")
    else:
        crs, found, note = _from_coordinates(extents, place)
        notes.append(note)
    if not _datum_is(crs, _SAME_DATUMS):
        notes.append(Note.of("crs approximate", place, name=crs.name))
    if crs.to_epsg(70) == MERCATOR:
        notes += _mercator_note(extents, crs, place)
    known = np.isfinite(extents).all(axis=1)
    wrong = misfits(extents, crs)
    if known.any() and wrong[known].mean() >= 0.5:
        raise Refused.because(CRS_CONTRADICTED, place, name=crs.name, **_spread(extents))
    return crs, found, notes


def system_of(text: str, place: str) -> CRS:
    """A system by its code, its WKT, or a code with a zone number such as EPSG:4544+36.

    The last one says that eastings begin with 36 though the meridian is another one.

    Raises
    ------
    Refused
        E-UP-18 for anything that does not lead to CGCS2000.
    """
    said = _PREFIXED.match(text.strip())
    if said is None:
        return _parse(text, place)
    told = _parse(said[1], place).to_json_dict()
    for parameter in told.get("conversion", {}).get("parameters", ()):
        if parameter["name"] == _FALSE_EASTING:
            parameter["value"] += int(said[2]) * METRES_PER_ZONE
    told["name"] = f"{told['name']} + {said[2]}"
    told.pop("id", None)
    return CRS.from_json_dict(told)


def misfits(extents: np.ndarray[Any, Any], crs: CRS) -> np.ndarray[Any, Any]:
    """Which shapes cannot lie in this system: no degrees, or another zone number in the easting."""
    x_min, y_min, x_max, y_max = extents.T
    degrees = (np.abs([x_min, x_max]).max(axis=0) <= 180) & (
        np.abs([y_min, y_max]).max(axis=0) <= 90
    )
    wrong: np.ndarray[Any, Any] = ~np.isfinite(extents).all(axis=1)
    if crs.is_geographic:
        wrong |= ~degrees
        return wrong
    wrong |= degrees
    east = _false_easting(crs)
    if east is not None and east % METRES_PER_ZONE == METRES_PER_ZONE / 2:
        zone = east // METRES_PER_ZONE
        wrong |= (x_min // METRES_PER_ZONE != zone) | (x_max // METRES_PER_ZONE != zone)
    return wrong


def to_lonlat(shapes: np.ndarray[Any, Any], crs: CRS, place: str) -> np.ndarray[Any, Any]:
    """Shapes in longitude and latitude of CGCS2000; coordinates that fail become infinite.

    Raises
    ------
    Refused
        E-UP-18 when no way leads from this system to CGCS2000.
    """
    if crs.to_epsg() == CGCS2000:
        return shapes
    try:
        way = Transformer.from_crs(crs, CRS.from_epsg(CGCS2000), always_xy=True)
    except ProjError:
        raise Refused.because(CRS_UNUSABLE, place, name=crs.name) from None
    return transform(shapes, way)


def transform(shapes: np.ndarray[Any, Any], transformer: Transformer) -> np.ndarray[Any, Any]:
    """All vertices of all shapes through one transformer, in one pass."""
    moved: np.ndarray[Any, Any] = shapely.transform(
        shapes, transformer.transform, interleaved=False
    )
    return moved


def _parse(text: str, place: str) -> CRS:
    text = text.strip()
    try:
        crs = _catalogued(text) or CRS.from_user_input(f"EPSG:{text}" if text.isdigit() else text)
    except CRSError:
        raise Refused.because(CRS_UNUSABLE, place, name=text[:80]) from None
    usable = (crs.is_geographic or crs.is_projected) and crs.ellipsoid is not None
    if not usable or (_datum_is(crs, ("unknown", "not specified")) and not _is_old(crs)):
        raise Refused.because(CRS_UNUSABLE, place, name=crs.name)
    return crs


def _catalogued(text: str) -> CRS | None:
    """The system of the catalogue that is written exactly so in files of ArcGIS.

    To search the catalogue for a system that has only a text takes longer than to read most files.
    """
    code = code_by_title(text)
    crs = CRS.from_epsg(code) if code else None
    return crs if crs is not None and crs.to_wkt("WKT1_ESRI") == text else None


def _found(crs: CRS, how: str, *, sure: bool) -> CrsFound:
    authority = crs.to_authority(min_confidence=70)
    return CrsFound(":".join(authority) if authority else None, crs.name, how, sure)


def _is_placeholder(declared: str) -> bool:
    """GeoPackage writes "Undefined ..." where it means that nothing is known."""
    return "undefined" in declared.lower()


def _overruled(declared: str | None, crs: CRS, place: str) -> list[Note]:
    if not declared or _is_placeholder(declared):
        return []
    try:
        said = _catalogued(declared.strip()) or CRS.from_user_input(declared)
    except CRSError:
        return [Note.of("crs overruled", place, declared=declared[:80], name=crs.name)]
    if said.equals(crs, ignore_axis_order=True) or said.to_epsg(70) == crs.to_epsg(70) is not None:
        return []
    return [Note.of("crs overruled", place, declared=said.name, name=crs.name)]


def _datum_is(crs: CRS, names: tuple[str, ...]) -> bool:
    geodetic = crs.geodetic_crs
    datum = geodetic.datum if geodetic is not None else None
    said = " ".join([datum.name if datum else "", geodetic.name if geodetic else ""]).lower()
    return any(name in said for name in names)


def _is_old(crs: CRS) -> bool:
    ellipsoid = crs.ellipsoid
    axis_m = ellipsoid.semi_major_metre if ellipsoid is not None else 0.0
    return _datum_is(crs, _OLD_DATUMS) or axis_m in _OLD_AXES_M


def _false_easting(crs: CRS) -> float | None:
    operation = crs.coordinate_operation
    if operation is None:
        return None
    for parameter in operation.params:
        if parameter.name == _FALSE_EASTING:
            return float(parameter.value) * float(parameter.unit_conversion_factor or 1)
    return None


def _from_coordinates(extents: np.ndarray[Any, Any], place: str) -> tuple[CRS, CrsFound, Note]:
    known = extents[np.isfinite(extents).all(axis=1)]
    if len(known):
        x_min, y_min = known[:, :2].min(axis=0)
        x_max, y_max = known[:, 2:].max(axis=0)
        west, south, east, north = CHINA_LON_LAT
        if west <= x_min and x_max <= east and south <= y_min and y_max <= north:
            crs = CRS.from_epsg(CGCS2000)
            return crs, _found(crs, "degrees", sure=False), Note.of("crs by degrees", place)
        fitting = candidates(known)
        if len(fitting) == 1:
            crs = CRS.from_user_input(fitting[0].code)
            zone = int(x_min // METRES_PER_ZONE)
            if width_of(zone):
                note = Note.of("crs by zone prefix", place, zone=zone, name=crs.name)
                return crs, _found(crs, "zone prefix", sure=False), note
            note = Note.of("crs by range", place, name=crs.name)
            return crs, _found(crs, "range", sure=False), note
    codes = [each.code for each in candidates(known)]
    raise Refused.because(CRS_MISSING, place, **_spread(extents), **listed(codes))


def _mercator_note(extents: np.ndarray[Any, Any], crs: CRS, place: str) -> list[Note]:
    known = extents[np.isfinite(extents).all(axis=1)]
    if not len(known):
        return []
    middle = known[:, 1::2].mean()
    way = Transformer.from_crs(crs, CRS.from_epsg(CGCS2000), always_xy=True)
    lat = way.transform(0.0, middle)[1]
    # The scale of the map is 1/cos(latitude) in both directions (EPSG Guidance Note 7-2, 1024).
    share = 100 * (1 / np.cos(np.radians(lat)) ** 2 - 1)
    return [Note.of("crs web mercator", place, share_percent=f"{share:.0f}")]


def _spread(extents: np.ndarray[Any, Any]) -> dict[str, str]:
    known = extents[np.isfinite(extents).all(axis=1)]
    if not len(known):
        return dict.fromkeys(("x_min", "y_min", "x_max", "y_max"), "—")
    low, high = known[:, :2].min(axis=0), known[:, 2:].max(axis=0)
    values = {"x_min": low[0], "y_min": low[1], "x_max": high[0], "y_max": high[1]}
    return {name: f"{value:.3f}" for name, value in values.items()}
