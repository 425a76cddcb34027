"""GeoJSON read by its own grammar: no driver guesses at dates or opens what is no GeoJSON."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import shapely

from qingshan.core.geo.formats.raw import Raw, Staged, Wishes, broken, frame_of, freed
from qingshan.core.geo.formats.text import read_text, without_cycles
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
        with without_cycles():
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
    """WKB of each geometry: plain polygons all at once, whatever else by the grammar of GEOS."""
    wkb = np.full(len(geometries), None, dtype=object)
    plain, rings = list[int](), list[list[np.ndarray[Any, Any]]]()
    others = []
    for at, geometry in enumerate(geometries):
        found = _plain_rings(geometry)
        if found:
            plain.append(at)
            rings.append(found)
        elif geometry is not None:
            others.append(at)
    if plain:
        flat = [ring for found in rings for ring in found]
        owners = np.repeat(np.arange(len(flat)), [len(ring) for ring in flat])
        built = shapely.linearrings(np.concatenate(flat), indices=owners)
        polygons = np.repeat(np.arange(len(rings)), [len(found) for found in rings])
        wkb[plain] = shapely.to_wkb(shapely.polygons(built, indices=polygons), flavor="iso")
    if others:
        texts = np.array([json.dumps(geometries[at]) for at in others], dtype=object)
        shapes = shapely.from_geojson(texts, on_invalid="ignore")
        wkb[others] = shapely.to_wkb(shapes, flavor="iso")
        # A ring that GEOS cannot build is kept as undecodable bytes: it is broken, not absent.
        wkb[np.array(others)[shapely.is_missing(shapes)]] = b"broken"
    return wkb


def _plain_rings(geometry: Any) -> list[np.ndarray[Any, Any]] | None:
    """The rings of a flat, closed polygon; None for everything that needs a closer look."""
    if not isinstance(geometry, dict) or geometry.get("type") != "Polygon":
        return None
    try:
        rings = [np.array(ring) for ring in geometry["coordinates"]]
    except (KeyError, TypeError, ValueError, OverflowError):
        return None
    for ring in rings:
        if ring.ndim != 2 or ring.shape[1] != 2 or len(ring) < 4 or ring.dtype.kind not in "fi":
            return None
        if not np.isfinite(ring).all() or (ring[0] != ring[-1]).any():
            return None
    return rings


def _crs(document: dict[str, Any]) -> str | None:
    member = document.get("crs")
    if not isinstance(member, dict):
        return None
    name = member.get("properties", {}).get("name")
    return str(name) if name else None
