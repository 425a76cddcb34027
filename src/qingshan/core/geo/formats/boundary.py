"""Texts of boundary points (界址点): the national form of land surveys, and plain lists."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

from qingshan.core.geo.formats.lines import even_odd, wkb_of_shapes
from qingshan.core.geo.formats.raw import Raw, Staged, Wishes, broken, frame_of, freed, unknown
from qingshan.core.geo.formats.text import read_text
from qingshan.core.geo.limits import keep_within
from qingshan.core.geo.notes import Note
from qingshan.core.geo.systems import code_by_words, is_easting, is_northing
from qingshan.core.kernel.label import Label

# The parcel line of the national form: "points, area, number, name, kind, sheet, use, class, @".
_PARCEL_FIELDS = (
    "points_stated",
    "area_ha_stated",
    "number",
    "name",
    "kind",
    "sheet",
    "use",
    "land_class",
)
_SPLIT = re.compile(r"[,，;；\t ]+")
_SECTION = re.compile(r"^[\[［【](.+?)[\]］】]$")
_NUMBER = re.compile(r"^[+-]?\d+(\.\d*)?([eE][+-]?\d+)?$")
_MOST_POINT_NUMBER = 100_000
_LON, _LAT = (73.0, 136.0), (3.0, 54.0)


@dataclass
class _Parcel:
    """One parcel: its properties and its rings by number, each a list of pairs as written."""

    properties: dict[str, Any] = field(default_factory=dict)
    rings: dict[str, list[tuple[float, float]]] = field(default_factory=dict)


@dataclass
class _Sheet:
    """The whole text: keys of the description, parcels, lines that could not be understood."""

    keys: dict[str, str] = field(default_factory=dict)
    parcels: list[_Parcel] = field(default_factory=list)
    faults: list[tuple[int, str]] = field(default_factory=list)
    official: bool = False


def read_boundary(staged: Staged, wishes: Wishes) -> Raw:
    """Parcels from lines of boundary points.

    The national form has a section of keys (系, 带号, 几度分带 …) and a section of parcels, each
    headed by a line that ends in ``@`` and followed by ``point, ring, X (north), Y (east)``. A
    plain list has two coordinates a line, with or without a number before them; a blank line or
    a line of words begins the next parcel. Which of the two is north is told by their ranges.

    Raises
    ------
    Refused
        E-UP-08 no coordinates at all, E-UP-02 no encoding, E-UP-13 too much, E-UP-21 lines that
        cannot be understood.
    """
    name = staged.name
    text, encoding, notes = read_text(staged.path, name, wishes, declared=None)
    sheet = _parse(text)
    parcels = [each for each in sheet.parcels if each.rings]
    if not parcels:
        reason = Label("文本中没有界址点坐标", "The text holds no coordinates of boundary points")
        raise unknown(name, reason)
    if sheet.faults:
        line, words = sheet.faults[0]
        zh = f"共 {len(sheet.faults)} 行无法识别，第一处为第 {line} 行“{words}”"
        en = f"{len(sheet.faults)} lines cannot be understood, the first is line {line}: {words}"
        raise broken(name, zh, en)
    keep_within(name, ("图斑数", "shapes"), len(parcels), wishes.limits.shapes)
    pairs = [pair for each in parcels for ring in each.rings.values() for pair in ring]
    turned = _north_first(np.array(pairs), official=sheet.official)
    order = ("X（北）在前、Y（东）在后", "north first") if turned else ("东坐标在前", "east first")
    notes.append(Note.of("axis order", name, order_zh=order[0], order_en=order[1]))
    eastings = np.array(pairs)[:, 1 if turned else 0]
    frame = frame_of([each.properties for each in parcels])
    names, more = freed(frame.columns)
    return Raw(
        name=name,
        frame=frame.rename(dict(zip(frame.columns, names, strict=True))),
        wkb=wkb_of_shapes([_shape(each, turned) for each in parcels]),
        crs=code_by_words(sheet.keys, float(eastings.max())),
        how="file",
        encoding=encoding,
        driver="TXT",
        notes=(*staged.notes, *notes, *more),
    )


def looks_like_points(head: bytes) -> bool:
    """Whether the beginning of a text holds coordinates: three lines of two numbers."""
    for codec in ("utf-8", "gb18030"):
        text = head.decode(codec, "ignore")
        sheet = _parse(text[:20_000])
        if sum(len(ring) for each in sheet.parcels for ring in each.rings.values()) >= 3:
            return True
    return False


def _parse(text: str) -> _Sheet:
    sheet, in_keys = _Sheet(), False
    for number, line in enumerate(text.splitlines(), 1):
        words = line.strip().strip("\ufeff")
        section = _SECTION.match(words)
        if section:
            in_keys = "坐标" not in section[1]
            sheet.official = True
        elif in_keys or ("=" in words and not sheet.parcels):
            key, _, value = words.partition("=")
            sheet.keys[key.strip()] = value.strip()
        elif not words:
            if not sheet.official:
                _next_parcel(sheet, {})
        elif words.endswith("@"):
            sheet.official = True
            values = [each.strip() or None for each in words[:-1].strip(",， ").split(",")]
            _next_parcel(sheet, dict(zip(_PARCEL_FIELDS, values, strict=False)))
        else:
            _add_line(sheet, number, words)
    return sheet


def _next_parcel(sheet: _Sheet, properties: dict[str, Any]) -> None:
    if sheet.parcels and not sheet.parcels[-1].rings:
        sheet.parcels[-1].properties |= properties
    else:
        sheet.parcels.append(_Parcel(properties))


def _add_line(sheet: _Sheet, number: int, words: str) -> None:
    tokens = [each for each in _SPLIT.split(words) if each]
    numeric = [bool(_NUMBER.match(each)) for each in tokens]
    if sum(numeric) < 2:
        if sheet.official and sum(numeric):
            sheet.faults.append((number, words[:40]))
        elif not sheet.official:
            _next_parcel(sheet, {"name": words[:200]})
        return
    ring, pair = _point(tokens, numeric, official=sheet.official)
    if pair is None:
        sheet.faults.append((number, words[:40]))
        return
    if not sheet.parcels:
        _next_parcel(sheet, {})
    sheet.parcels[-1].rings.setdefault(ring, []).append(pair)


def _point(
    tokens: list[str], numeric: list[bool], *, official: bool
) -> tuple[str, tuple[float, float] | None]:
    """Ring number and the two coordinates of one line; None when they cannot be told."""
    if official:
        if len(tokens) < 4 or not (numeric[2] and numeric[3]):
            return "", None
        return tokens[1], (float(tokens[2]), float(tokens[3]))
    if not numeric[0] or (
        len(tokens) >= 3 and tokens[0].isdigit() and int(tokens[0]) < _MOST_POINT_NUMBER
    ):
        tokens, numeric = tokens[1:], numeric[1:]
    if len(tokens) == 3 and tokens[0].isdigit() and len(tokens[0]) <= 2 and all(numeric):
        # "J1, 1, X, Y" without its sections: the second number counts rings.
        return tokens[0], (float(tokens[1]), float(tokens[2]))
    if len(tokens) < 2 or not (numeric[0] and numeric[1]):
        return "", None
    return "1", (float(tokens[0]), float(tokens[1]))


def _north_first(pairs: np.ndarray[Any, Any], *, official: bool) -> bool:
    """Whether the first number is the northing (or latitude), told by the ranges of both."""
    first, second = pairs[:, 0], pairs[:, 1]
    if np.abs(pairs).max() <= 180:
        inside = [_within(first, _LAT) and _within(second, _LON)]
        inside.append(_within(first, _LON) and _within(second, _LAT))
    else:
        inside = [is_northing(first) and is_easting(second)]
        inside.append(is_easting(first) and is_northing(second))
    return inside[0] if inside[0] != inside[1] else official


def _within(values: np.ndarray[Any, Any], span: tuple[float, float]) -> bool:
    return bool(((values >= span[0]) & (values <= span[1])).all())


def _shape(parcel: _Parcel, turned: bool) -> shapely.Geometry:  # noqa: FBT001  told once for all
    rings = [
        np.array(ring)[:, ::-1] if turned else np.array(ring) for ring in parcel.rings.values()
    ]
    rings = [ring for ring in rings if len(np.unique(ring, axis=0)) >= 3]
    return even_odd(rings) if rings else shapely.Polygon()
