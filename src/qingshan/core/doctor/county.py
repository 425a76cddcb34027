"""In which county a layer lies, and which other coordinate system would put it where it is said."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import shapely
from pyproj import CRS, Transformer

from qingshan.core.doctor.card import Choice, CountyShare, Finding, Level
from qingshan.core.doctor.finding import of_refusal, system
from qingshan.core.doctor.refusals import COUNTY_OTHER
from qingshan.core.geo.area import areas_m2
from qingshan.core.geo.candidates import candidates, candidates_told
from qingshan.core.geo.crs import CGCS2000, system_of, transform
from qingshan.core.geo.overlay import pairs
from qingshan.core.geo.systems import METRES_PER_ZONE, Zone, name_of, zone_of
from qingshan.core.geo.vector import Layer
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label, enumerated

_COUNTY_DIGITS = 6
_NEW, _OLD = "cgcs2000", "xian80"
_OUTSIDE = Label("所给县界之外", "none of the counties given")

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Counties:
    """County boundaries: six-digit codes, names and shapes (EPSG:4490), in one order."""

    codes: tuple[str, ...]
    names: tuple[str, ...]
    shapes: np.ndarray[Any, Any]
    prefectures: tuple[str, ...] = ()

    def name(self, code: str) -> str:
        """The name of a county with its prefecture; the code itself when it is not known."""
        if code not in self.codes:
            return code
        at = self.codes.index(code)
        before = self.prefectures[at] if self.prefectures else ""
        return before + self.names[at]

    def label(self, code: str) -> Label:
        """The name in both languages; there is no official English one, so the code follows it."""
        name = self.name(code)
        return Label(name, f"{name} ({code})" if name != code else f"county {code}")

    @property
    def region(self) -> Box:
        """West, south, east, north of all counties."""
        west, south, east, north = shapely.total_bounds(self.shapes).tolist()
        return west, south, east, north


def counties_of_vendor(path: Path) -> Counties:
    """The counties of a GeoJSON collection with ``code``, ``name`` and ``city`` (EPSG:4490)."""
    features = json.loads(path.read_text(encoding="utf-8"))["features"]
    facts = [feature["properties"] for feature in features]
    shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    return Counties(
        codes=tuple(str(fact["code"]) for fact in facts),
        names=tuple(str(fact["name"]).strip() for fact in facts),
        shapes=np.asarray(shapes, dtype=object),
        prefectures=tuple(str(fact.get("city", "")).strip() for fact in facts),
    )


def county_shares(layer: Layer, counties: Counties) -> tuple[CountyShare, ...]:
    """Area of the layer in each county it touches, largest first."""
    shared = pairs(layer.shapes, counties.shapes).group_by("right").agg(pl.col("area_m2").sum())
    shared = shared.sort("area_m2", "right", descending=[True, False])
    return tuple(
        CountyShare(counties.codes[at], counties.names[at], area_m2)
        for at, area_m2 in shared.select("right", "area_m2").iter_rows()
    )


def declared_county(frame: pl.DataFrame, column: str | None, answer: str | None) -> str | None:
    """The county a file says it is in: the user's word, else the most frequent code of ``XIAN``."""
    if answer:
        return answer.strip()
    if column is None or column not in frame.columns:
        return None
    codes = frame[column].cast(pl.String, strict=False).drop_nulls().str.strip_chars()
    codes = codes.filter(codes.str.contains(rf"^\d{{{_COUNTY_DIGITS}}}"))
    codes = codes.str.slice(0, _COUNTY_DIGITS)
    return str(codes.mode().sort()[0]) if len(codes) else None


def county_finding(
    layer: Layer, counties: Counties, shares: Sequence[CountyShare], declared: str | None
) -> Finding | None:
    """E-UP-04 when no part of the layer lies in the county declared; other meridians are tried."""
    code = _code_of(declared, counties)
    if declared is None or any(share.code == code for share in shares):
        return None
    found = counties.label(shares[0].code) if shares else _OUTSIDE
    said = counties.label(code or declared)
    fitting = [choice for choice, home in _homes(layer, counties) if code in home]
    named = enumerated(choice.label for choice in fitting)
    facts = {
        "found_zh": found.zh,
        "found_en": found.en,
        "declared_zh": said.zh,
        "declared_en": said.en,
        "name": layer.crs.name,
        "hint_zh": f"改用{named.zh}即落在所填的县。" if fitting else "",
        "hint_en": f"With {named.en} they lie in the county declared. " if fitting else "",
    }
    kept = [
        Choice("county", share.code, Label(f"确在{found.zh}", f"they are in {found.en}"))
        for share in shares[:1]
    ]
    choices = (*fitting, *kept)
    level = Level.ASKS if choices else Level.BLOCKS
    return of_refusal(Refusal(COUNTY_OTHER, layer.name, facts), level, choices=choices)


def choices_of(
    facts: Mapping[str, Any], counties: Counties | None, declared: str | None
) -> tuple[Choice, ...]:
    """The systems among which only the user can choose, for a file that names none.

    Those that put the middle of the coordinates into the county declared, or else into any county.
    Few are left then, and the same zones of Xi'an 80, which numbers cannot tell apart, follow.
    """
    if counties is None:
        return tuple(_choice(each.code) for each in candidates_told(facts))
    found = candidates_told(facts, counties.region) or candidates_told(facts)
    x = (float(facts["x_min"]) + float(facts["x_max"])) / 2 if found else 0.0
    y = (float(facts["y_min"]) + float(facts["y_max"])) / 2 if found else 0.0
    homes = {each.code: _county_at(each.code, x, y, counties) for each in found}
    code = _code_of(declared, counties)
    fitting = [each for each, home in homes.items() if home is not None and home == code]
    fitting = fitting or [each for each, home in homes.items() if home is not None]
    kept = fitting or list(homes)
    return tuple(_choice(each) for each in (*kept, *_older(kept if fitting else ())))


def older_choices(code: str) -> tuple[Choice, ...]:
    """The same zone of Xi'an 80 as an answer: which of the two it is the numbers do not show."""
    return tuple(_choice(each) for each in _older([code]))


def _older(codes: Sequence[str]) -> Iterator[str]:
    for code in codes:
        zone = zone_of(code)
        if zone is not None and zone.datum == _NEW:
            yield f"EPSG:{replace(zone, datum=_OLD).code}"


def _county_at(system_code: str, x: float, y: float, counties: Counties) -> str | None:
    way = Transformer.from_crs(system_code, f"EPSG:{CGCS2000}", always_xy=True)
    point = shapely.Point(way.transform(x, y))
    hit = shapely.STRtree(counties.shapes).query(point, predicate="intersects")
    return counties.codes[int(hit.min())] if len(hit) else None


def _homes(layer: Layer, counties: Counties) -> list[tuple[Choice, set[str]]]:
    """For each other meridian: the counties into which it would put the layer.

    A zone number before the easting may be the wrong one; it is taken off then.
    """
    code = layer.crs.code or ""
    read_as = zone_of(code.partition("+")[0])
    if read_as is None or read_as.datum != _NEW:
        return []
    back = Transformer.from_crs(
        CRS.from_epsg(CGCS2000), system_of(code, layer.name), always_xy=True
    )
    centres = shapely.centroid(layer.shapes)
    drawn = transform(centres[~shapely.is_missing(centres)], back)
    prefix = int(shapely.total_bounds(drawn)[0] // METRES_PER_ZONE)
    bare = shapely.transform(drawn, lambda points: points - [prefix * METRES_PER_ZONE, 0])
    homes = []
    for found in candidates(shapely.bounds(bare), within=counties.region):
        zone = zone_of(found.code)
        if zone is None or zone.meridian_deg == read_as.meridian_deg:
            continue
        way = Transformer.from_crs(found.code, CRS.from_epsg(CGCS2000), always_xy=True)
        _, hit = shapely.STRtree(counties.shapes).query(
            transform(bare, way), predicate="intersects"
        )
        homes.append((_choice(_written(zone, prefix)), {counties.codes[at] for at in hit.tolist()}))
    return homes


def _written(zone: Zone, prefix: int) -> str:
    """The code of a zone for eastings that begin with this number (0: with none)."""
    if prefix == zone.number:
        return f"EPSG:{replace(zone, prefixed=True).code}"
    return f"EPSG:{zone.code}" + (f"+{prefix}" if prefix else "")


def _choice(code: str) -> Choice:
    return system(code, name_of(code))


def _code_of(declared: str | None, counties: Counties) -> str | None:
    if declared in counties.names:
        return counties.codes[counties.names.index(declared)]
    return declared


def total_m2(layer: Layer) -> float:
    """Ellipsoidal area of the whole layer; shapes that are missing count nothing."""
    return float(np.nansum(areas_m2(layer.shapes)))
