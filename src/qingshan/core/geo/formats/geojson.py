"""GeoJSON read by its own grammar: no driver guesses at dates or opens what is no GeoJSON."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import shapely

from qingshan.core.geo.formats.raw import Raw, Staged, Wishes, broken, frame_of, freed
from qingshan.core.geo.formats.text import read_text
from qingshan.core.geo.limits import keep_within


def read_geojson(staged: Staged, wishes: Wishes) -> Raw:
    """A FeatureCollection or one Feature (RFC 7946; the older ``crs`` member is heeded).

    Raises
    ------
    Refused
        E-UP-02 bytes that are neither UTF-8 nor GB18030; E-UP-13 too much; E-UP-21 not GeoJSON.
    """
    name = staged.name
    text, encoding, notes = read_text(staged.path, name, wishes)
    # Every position opens a bracket: a count that costs nothing, before the document is built.
    most = 2 * wishes.limits.vertices
    keep_within(name, ("方括号数", "brackets"), text.count("["), most)
    try:
        document = json.loads(text, parse_constant=_no_constant)
        features = _features(document)
        keep_within(name, ("图斑数", "shapes"), len(features), wishes.limits.shapes)
        wkb = _wkb([feature.get("geometry") for feature in features])
        frame = frame_of([dict(feature.get("properties") or {}) for feature in features])
        crs = _crs(document)
    except (ValueError, TypeError, AttributeError, RecursionError) as fault:
        raise broken(name, "内容不是 GeoJSON 要素集", "It is not GeoJSON features") from fault
    names, more = freed(frame.columns)
    return Raw(
        name=name,
        frame=frame.rename(dict(zip(frame.columns, names, strict=True))),
        wkb=wkb,
        crs=crs or _degrees(wkb),
        how="file",
        encoding=encoding,
        driver="GeoJSON",
        notes=(*staged.notes, *notes, *more),
    )


def _degrees(wkb: np.ndarray[Any, Any]) -> str | None:
    """RFC 7946 means WGS 84 degrees; metres without a word are no such thing."""
    extents = shapely.bounds(shapely.from_wkb(wkb, on_invalid="ignore"))
    known = extents[np.isfinite(extents).all(axis=1)]
    return "EPSG:4326" if (np.abs(known) <= 180).all() else None


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
