"""In which county a layer lies, and which other coordinate system would put it where it is said."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
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
from qingshan.core.geo.crs import CGCS2000, transform
from qingshan.core.geo.overlay import pairs
from qingshan.core.geo.vector import Layer
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label

# The systems in which a layer of this part of the country may come: code, zone, meridian, prefix.
_SYSTEMS = (
    ("EPSG:4523", 35, 105, True),
    ("EPSG:4524", 36, 108, True),
    ("EPSG:4525", 37, 111, True),
    ("EPSG:4544", 35, 105, False),
    ("EPSG:4545", 36, 108, False),
    ("EPSG:4546", 37, 111, False),
)
_METRES_PER_ZONE = 1_000_000
_COUNTY_DIGITS = 6
_OUTSIDE = Label("所给县界之外", "none of the counties given")


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
    found = Label(*[counties.name(shares[0].code)] * 2) if shares else _OUTSIDE
    fitting = [choice for choice, home in _homes(layer, counties) if code in home]
    names_zh = "、".join(choice.label.zh for choice in fitting)
    names_en = ", ".join(choice.label.en for choice in fitting)
    facts = {
        "found_zh": found.zh,
        "found_en": found.en,
        "declared_zh": counties.name(code or declared),
        "declared_en": counties.name(code or declared),
        "name": layer.crs.name,
        "hint_zh": f"改用{names_zh}即落在所填的县。" if fitting else "",
        "hint_en": f"With {names_en} they lie in the county declared. " if fitting else "",
    }
    kept = [
        Choice("county", share.code, Label(f"确在{found.zh}", f"they are in {found.en}"))
        for share in shares[:1]
    ]
    choices = (*fitting, *kept)
    level = Level.ASKS if choices else Level.BLOCKS
    return of_refusal(Refusal(COUNTY_OTHER, layer.name, facts), level, choices=choices)


def candidates(facts: dict[str, Any]) -> tuple[Choice, ...]:
    """Systems that the range of coordinates leaves open, for a file that names none."""
    try:
        east, north = float(facts["x_min"]), float(facts["y_min"])
    except (KeyError, ValueError):
        return ()
    if not 0 < north < 1e7:
        return ()
    zone = int(east // _METRES_PER_ZONE)
    return tuple(
        _choice(code, number, meridian, prefixed)
        for code, number, meridian, prefixed in _SYSTEMS
        if (number == zone if prefixed else zone == 0)
    )


def candidates_in(
    choices: Sequence[Choice], facts: dict[str, Any], counties: Counties, declared: str
) -> tuple[Choice, ...]:
    """Those systems that put the middle of the coordinates into the county declared."""
    x = (float(facts["x_min"]) + float(facts["x_max"])) / 2
    y = (float(facts["y_min"]) + float(facts["y_max"])) / 2
    code = _code_of(declared, counties)
    if code not in counties.codes:
        return ()
    home = counties.shapes[counties.codes.index(code)]
    fitting = []
    for choice in choices:
        way = Transformer.from_crs(choice.value, f"EPSG:{CGCS2000}", always_xy=True)
        if home.contains(shapely.Point(way.transform(x, y))):
            fitting.append(choice)
    return tuple(fitting)


def _homes(layer: Layer, counties: Counties) -> list[tuple[Choice, set[str]]]:
    """For each other meridian of the same kind: the counties into which it would put the layer."""
    kind = next((s for s in _SYSTEMS if s[0] == layer.crs.code), None)
    # A zone number before the easting leaves nothing open: only unprefixed systems are tried.
    if kind is None or kind[3]:
        return []
    back = Transformer.from_crs(CRS.from_epsg(CGCS2000), layer.crs.code, always_xy=True)
    centres = shapely.centroid(layer.shapes)
    drawn = transform(centres[~shapely.is_missing(centres)], back)
    homes = []
    for code, zone, meridian, prefixed in _SYSTEMS:
        if prefixed or zone == kind[1]:
            continue
        way = Transformer.from_crs(code, CRS.from_epsg(CGCS2000), always_xy=True)
        moved = transform(drawn, way)
        _, hit = shapely.STRtree(counties.shapes).query(moved, predicate="intersects")
        choice = _choice(code, zone, meridian, prefixed=False)
        homes.append((choice, {counties.codes[at] for at in hit.tolist()}))
    return homes


def _choice(code: str, zone: int, meridian: int, prefixed: bool) -> Choice:  # noqa: FBT001
    zh = f"三度带 {zone} 带，" if prefixed else ""
    en = f"3-degree zone {zone}, " if prefixed else ""
    return system(
        code,
        Label(f"{zh}中央经线 {meridian}°（{code}）", f"{en}central meridian {meridian}E ({code})"),
    )


def _code_of(declared: str | None, counties: Counties) -> str | None:
    if declared in counties.names:
        return counties.codes[counties.names.index(declared)]
    return declared


def total_m2(layer: Layer) -> float:
    """Ellipsoidal area of the whole layer; shapes that are missing count nothing."""
    return float(np.nansum(areas_m2(layer.shapes)))
