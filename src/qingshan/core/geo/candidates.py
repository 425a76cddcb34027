"""Which coordinate systems the numbers of a layer could be in, each with its reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from qingshan.core.geo.refusals import CRS_MISSING
from qingshan.core.geo.systems import METRES_PER_ZONE, ZONES, meridian_of, width_of, zone_code
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

CHINA_LON_LAT = (73.0, 3.0, 136.0, 54.0)
_CGCS2000, _WGS84, _MERCATOR = 4490, 4326, 3857
# Half a zone and a degree more: offices go on in the zone of their county beyond its edge.
_REACH_DEGREES = {3: 2.5, 6: 4.0}
_MOST_LISTED = 12


@dataclass(frozen=True)
class Candidate:
    """A system the layer could be in.

    Attributes
    ----------
    code, name : str
        Such as ``EPSG:4545``.
    reason : Label
        Why it could be.
    bounds : tuple of float
        West, south, east, north in CGCS2000 degrees when read so.
    declared : bool
        Whether the file says so itself.
    """

    code: str
    name: str
    reason: Label
    bounds: tuple[float, float, float, float]
    declared: bool = False


def candidates(
    extents: np.ndarray[Any, Any],
    *,
    declared: str | None = None,
    within: tuple[float, float, float, float] = CHINA_LON_LAT,
) -> tuple[Candidate, ...]:
    """Every system in which all shapes would lie inside a region, the likeliest first.

    Old datums (Xi'an 80, Beijing 54) are named only when declared: numbers alone cannot tell
    them from CGCS2000, they differ by metres. Zones of the same meridian give the same places and
    are named once, as 3-degree zones.

    Parameters
    ----------
    extents : array (n, 4)
        Bounds of each shape as read: x_min, y_min, x_max, y_max; NaN where there is no shape.
    declared : str, optional
        What the file says (WKT or authority code).
    within : tuple of float
        West, south, east, north of the region in degrees, such as that of a province.
    """
    known = extents[np.isfinite(extents).all(axis=1)]
    if not len(known):
        return ()
    low, high = known[:, :2].min(axis=0), known[:, 2:].max(axis=0)
    box = float(low[0]), float(low[1]), float(high[0]), float(high[1])
    found: list[Candidate] = []
    meridians: set[int] = set()
    for code, reason, reach in _plausible(box):
        if reach is not None and reach[0] in meridians:
            continue
        bounds = bounds_in(box, CRS.from_epsg(code))
        if bounds and _inside(bounds, within) and (reach is None or _near(bounds, *reach)):
            found.append(Candidate(f"EPSG:{code}", CRS.from_epsg(code).name, reason, bounds))
            meridians |= {reach[0]} if reach is not None else set()
    return _with_declared(found, declared, box)


def candidates_told(
    facts: Mapping[str, Any], within: tuple[float, float, float, float] = CHINA_LON_LAT
) -> tuple[Candidate, ...]:
    """The candidates of a refusal such as E-UP-03, by the range of coordinates that it tells."""
    try:
        box = [float(facts[name]) for name in ("x_min", "y_min", "x_max", "y_max")]
    except (KeyError, ValueError):
        return ()
    return candidates(np.array([box]), within=within)


def listed(codes: Sequence[str]) -> dict[str, str]:
    """Systems as facts of a refusal: all of them for programs, the first ones for its sentence."""
    few = [*codes[:_MOST_LISTED], "…"] if len(codes) > _MOST_LISTED else codes
    return {
        "candidates": " ".join(codes),
        "listed_zh": "、".join(few) or "无",
        "listed_en": ", ".join(few) or "none",
    }


def narrowed(refused: Refused, within: tuple[float, float, float, float]) -> Refused:
    """The same refusals; one of a missing system names those that fit a region, if any do."""
    told = []
    for refusal in refused.refusals:
        found = candidates_told(refusal.facts, within) if refusal.code == CRS_MISSING else ()
        facts = {**refusal.facts, **listed([each.code for each in found])}
        told.append(replace(refusal, facts=facts) if found else refusal)
    return Refused(*told)


def bounds_in(
    box: tuple[float, float, float, float], crs: CRS
) -> tuple[float, float, float, float] | None:
    """Where a box of raw numbers lies in CGCS2000 degrees when read so; None if nowhere."""
    way = Transformer.from_crs(crs, CRS.from_epsg(_CGCS2000), always_xy=True)
    west, south, east, north = way.transform_bounds(*box)
    if not np.isfinite([west, south, east, north]).all():
        return None
    return float(west), float(south), float(east), float(north)


def _plausible(
    box: tuple[float, float, float, float],
) -> list[tuple[int, Label, tuple[int, float] | None]]:
    x_min, y_min, x_max, y_max = box
    if max(abs(x_min), abs(x_max)) <= 180 and max(abs(y_min), abs(y_max)) <= 90:
        degrees = Label("坐标值为经纬度", "the numbers are degrees")
        return [(_CGCS2000, degrees, None), (_WGS84, degrees, None)]
    zone = int(x_min // METRES_PER_ZONE)
    found: list[tuple[int, Label, tuple[int, float] | None]] = []
    width = width_of(zone)
    if width and zone == x_max // METRES_PER_ZONE:
        code = zone_code("cgcs2000", width, zone, prefixed=True)
        reason = Label(f"横坐标以带号 {zone} 开头", f"eastings begin with zone number {zone}")
        found += [(code, reason, None)] if code else []
    if x_min > 0 and x_max < METRES_PER_ZONE:
        found += _without_prefix()
    mercator = Label("数值在 Web 墨卡托范围内", "the numbers lie in the range of Web Mercator")
    return [*found, (_MERCATOR, mercator, None)]


def _without_prefix() -> list[tuple[int, Label, tuple[int, float] | None]]:
    found: list[tuple[int, Label, tuple[int, float] | None]] = []
    for width, (first, last) in ZONES.items():
        for zone in range(first, last + 1):
            meridian = meridian_of(width, zone)
            code = zone_code("cgcs2000", width, zone, prefixed=False)
            reason = Label(
                f"横坐标不带带号，设中央经线为 {meridian}°（{width} 度带）",
                f"no zone number in the eastings; central meridian {meridian}E, {width}-degree",
            )
            if code:
                found.append((code, reason, (meridian, _REACH_DEGREES[width])))
    return found


def _inside(bounds: tuple[float, ...], within: tuple[float, ...]) -> bool:
    west, south, east, north = within
    return west <= bounds[0] and south <= bounds[1] and bounds[2] <= east and bounds[3] <= north


def _near(bounds: tuple[float, ...], meridian: int, reach: float) -> bool:
    return meridian - reach <= bounds[0] and bounds[2] <= meridian + reach


def _with_declared(
    found: list[Candidate], declared: str | None, box: tuple[float, float, float, float]
) -> tuple[Candidate, ...]:
    if not declared:
        return tuple(found)
    try:
        crs = CRS.from_user_input(declared)
    except CRSError:
        return tuple(found)
    authority = crs.to_authority(min_confidence=70)
    code = ":".join(authority) if authority else crs.to_wkt()
    bounds = bounds_in(box, crs)
    if bounds is None:
        return tuple(found)
    reason = Label("文件自身声明", "the file says so")
    first = Candidate(code, crs.name, reason, bounds, declared=True)
    return (first, *(each for each in found if each.code != code))
