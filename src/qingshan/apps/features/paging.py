"""One page of features: read by key, drawn as the reader may see them, in the system asked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import shapely

from qingshan.apps.features.asking import Asked
from qingshan.apps.features.layer import Collection, View
from qingshan.apps.features.systems import decimals_of, told_in


@dataclass(frozen=True)
class Page:
    """Features as GeoJSON objects; ``after`` is the key to go on from, None at the end.

    ``matched`` is None where only drawing each shape would tell.
    """

    features: list[dict[str, Any]]
    after: int | None
    matched: int | None


def page(collection: Collection, asked: Asked, view: View) -> Page:
    """The features after a key, in order of keys, at most ``asked.limit``."""
    rows = collection.rows(asked).order_by("pk")
    features: list[dict[str, Any]] = []
    after, more = asked.after, True
    while more and len(features) < asked.limit:
        wanted = asked.limit - len(features)
        found = list(rows.filter(pk__gt=after)[: wanted + 1])
        more = len(found) > wanted
        found = found[:wanted]
        if found:
            after = found[-1].pk
            features += drawn(collection, found, asked, view)
    matched = None if asked.box else rows.count()
    return Page(features, after if more else None, matched)


def drawn(
    collection: Collection, rows: Sequence[Any], asked: Asked, view: View
) -> list[dict[str, Any]]:
    """Rows as features; those that only touch the box with their own box are left out."""
    told = collection.told(rows, view)
    keys = [row.pk for row in rows]
    if asked.box:
        frame = shapely.box(*asked.box)
        met = [shape is not None and bool(shapely.intersects(shape, frame)) for _, shape in told]
        keys = [key for key, meets in zip(keys, met, strict=True) if meets]
        told = [each for each, meets in zip(told, met, strict=True) if meets]
    return [
        {
            "type": "Feature",
            "id": key,
            "geometry": _geometry(shape, asked.system),
            "properties": properties,
        }
        for key, (properties, shape) in zip(keys, told, strict=True)
    ]


def _geometry(shape: Any, system: str) -> dict[str, Any] | None:
    if shape is None or shapely.is_empty(shape):
        return None
    decimals = decimals_of(system)
    rounded = shapely.transform(told_in(shape, system), lambda points: points.round(decimals))
    found: dict[str, Any] = shapely.geometry.mapping(rounded)
    return found
