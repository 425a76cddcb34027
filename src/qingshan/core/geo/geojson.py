"""GeoJSON read by its own grammar: no driver guesses at dates or opens what is no GeoJSON."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import shapely

from qingshan.core.geo.dbf import EncodingFound
from qingshan.core.geo.notes import Note
from qingshan.core.geo.refusals import ENCODING_UNKNOWN, FILE_BROKEN
from qingshan.core.kernel.errors import Refused

_INT64_MAX = (1 << 63) - 1


@dataclass(frozen=True)
class Features:
    """What a GeoJSON file holds: attributes, shapes as WKB (None where absent), its claims."""

    frame: pl.DataFrame
    wkb: np.ndarray[Any, Any]
    crs: str | None
    encoding: EncodingFound
    notes: tuple[Note, ...]


def read_geojson(path: Path, *, encoding: str | None) -> Features:
    """A FeatureCollection or one Feature (RFC 7946; the older ``crs`` member is heeded).

    Raises
    ------
    Refused
        E-UP-02 bytes that are neither UTF-8 nor GB18030; E-UP-21 not GeoJSON.
    """
    text, found, notes = _text(path, encoding)
    try:
        document = json.loads(text, parse_constant=_no_constant)
        features = _features(document)
        wkb = _wkb([feature.get("geometry") for feature in features])
        properties = [dict(feature.get("properties") or {}) for feature in features]
        crs = _crs(document)
    except (ValueError, TypeError, AttributeError, RecursionError) as fault:
        reason = {"detail_zh": "内容不是 GeoJSON 要素集", "detail_en": "It is not GeoJSON features"}
        raise Refused.because(FILE_BROKEN, path.name, name=path.name, **reason) from fault
    return Features(_frame(properties), wkb, crs, found, tuple(notes))


def _text(path: Path, encoding: str | None) -> tuple[str, EncodingFound, list[Note]]:
    data = path.read_bytes()
    tried = [encoding] if encoding else ["utf-8-sig", "gb18030"]
    for codec in tried:
        try:
            text = data.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
        if encoding:
            return text, EncodingFound(codec.upper(), "given"), []
        if codec == "gb18030":
            note = Note.of(
                "encoding declared wrongly", path.name, declared="UTF-8", found="GB18030"
            )
            return text, EncodingFound("GB18030", "content"), [note]
        return text, EncodingFound("UTF-8", "format"), []
    raise Refused.because(
        ENCODING_UNKNOWN, path.name, field="—", bytes=data[:12].hex(" "), tried=", ".join(tried)
    )


def _no_constant(name: str) -> float:
    raise ValueError(f"{name} is no JSON")


def _features(document: Any) -> list[dict[str, Any]]:
    kind = document.get("type")
    if kind == "Feature":
        return [document]
    if kind != "FeatureCollection" or not isinstance(document.get("features"), list):
        raise ValueError("no features")
    return list(document["features"])


def _wkb(geometries: list[Any]) -> np.ndarray[Any, Any]:
    texts = np.empty(len(geometries), dtype=object)
    texts[:] = [None if geometry is None else json.dumps(geometry) for geometry in geometries]
    shapes = shapely.from_geojson(texts, on_invalid="ignore")
    wkb: np.ndarray[Any, Any] = shapely.to_wkb(shapes, flavor="iso")
    # A ring that GEOS cannot build is kept as undecodable bytes: it is broken, not absent.
    wkb[shapely.is_missing(shapes) & (texts != None)] = b"broken"  # noqa: E711
    return wkb


def _crs(document: dict[str, Any]) -> str | None:
    member = document.get("crs")
    if not isinstance(member, dict):
        return None
    name = member.get("properties", {}).get("name")
    return str(name) if name else None


def _frame(properties: list[dict[str, Any]]) -> pl.DataFrame:
    names = list(dict.fromkeys(name for row in properties for name in row))
    return pl.DataFrame([_column(name, [row.get(name) for row in properties]) for name in names])


def _column(name: str, values: list[Any]) -> pl.Series:
    """One kind of value keeps its type; numbers of two kinds become floats, all else text."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return pl.Series(name, values, dtype=pl.Boolean)
    if kinds == {int} and all(abs(v) <= _INT64_MAX for v in values if v is not None):
        return pl.Series(name, values, dtype=pl.Int64)
    if kinds <= {int, float} and float in kinds:
        return pl.Series(name, [None if v is None else float(v) for v in values], dtype=pl.Float64)
    return pl.Series(name, [_as_text(v) for v in values], dtype=pl.String)


def _as_text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
