"""The zones around a checked forest for its map: cut to the picture, for looking only."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from qingshan.apps.land.checking import Checked
from qingshan.apps.land.models import Zone
from qingshan.apps.land.near import zones_near
from qingshan.apps.land.zones import layers_in_force
from qingshan.core.geo.shape import from_wkb
from qingshan.core.kernel.zones import ZONE_KINDS

MOST_ZONES, MOST_CORNERS = 60, 20_000
"""Of each kind, and of all together; what is left out stands in the conflicts all the same."""

_MARGIN, _LEAST_DEG = 0.4, 0.004
_DECIMALS, _COARSE_DEG = 5, 2e-5


def zones_around(checked: Checked) -> list[dict[str, Any]]:
    """Zones of every kind near the parcels: ``kind``, ``name`` and ``shape``, by kind and key."""
    layer, found = checked.card.layer_read, checked.found
    if layer is None or found is None:
        return []
    shapes = np.asarray(layer.shapes, dtype=object)
    bounds = shapely.total_bounds(shapes[~shapely.is_missing(shapes)])
    if np.isnan(bounds).any():
        return []
    frame = _framed(*bounds.tolist())
    rows: list[dict[str, Any]] = []
    for kind in ZONE_KINDS:
        layers = [one.pk for one in layers_in_force(kind, found.as_of)]
        keys = zones_near(np.array([frame]), layers)[:MOST_ZONES] if layers else []
        stored = Zone.objects.in_bulk(keys)
        for key in keys:
            piece = _cut(stored[key], frame)
            if not shapely.is_empty(piece):
                rows.append({"kind": kind, "name": str(stored[key]), "shape": piece})
    return _light(rows)


def _framed(west: float, south: float, east: float, north: float) -> shapely.Geometry:
    wide = max(east - west, _LEAST_DEG) * _MARGIN
    high = max(north - south, _LEAST_DEG) * _MARGIN
    return shapely.box(west - wide, south - high, east + wide, north + high)


def _cut(zone: Zone, frame: shapely.Geometry) -> shapely.Geometry:
    (shape,) = from_wkb([zone.shape])
    cut = shapely.clip_by_rect(shapely.make_valid(shape), *frame.bounds)
    return shapely.simplify(cut, _COARSE_DEG)


def _light(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """As many as a page carries, with rounded corners."""
    corners = 0
    kept = []
    for row in rows:
        corners += int(shapely.get_num_coordinates(row["shape"]))
        if corners > MOST_CORNERS:
            break
        rounded = shapely.transform(row["shape"], lambda points: points.round(_DECIMALS))
        kept.append({**row, "shape": shapely.geometry.mapping(rounded)})
    return kept
