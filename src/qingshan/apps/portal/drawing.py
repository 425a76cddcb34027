"""A still picture of parcels and numbered conflicts as SVG, for paper."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import shapely

WIDTH, HEIGHT, MARGIN = 720.0, 460.0, 28.0
PARCEL = 'fill="#8fb59f" fill-opacity="0.55" stroke="#1e6b4a" stroke-width="0.9"'
CONFLICT = 'fill="#c8102e" fill-opacity="0.30" stroke="#c8102e" stroke-width="1.3"'
_LEAST_SPAN_DEG = 1e-4


def still_svg(collection: Mapping[str, Any]) -> str:
    """Parcels in green and conflicts in red with their numbers; empty without any shape.

    ``collection`` holds features in degrees as ``result.features`` gives them; east-west is
    shortened by the cosine of the middle latitude, so that squares stay squares.
    """
    placed = [
        (feature["properties"], shapely.geometry.shape(feature["geometry"]))
        for feature in collection["features"]
    ]
    areas = [(told, shape) for told, shape in placed if shape.geom_type.endswith("Polygon")]
    if not areas:
        return ""
    west, south, east, north = shapely.total_bounds([shape for _, shape in areas])
    squeeze = math.cos(math.radians((south + north) / 2))
    wide = max((east - west) * squeeze, _LEAST_SPAN_DEG)
    high = max(north - south, _LEAST_SPAN_DEG)
    scale = min((WIDTH - 2 * MARGIN) / wide, (HEIGHT - 2 * MARGIN) / high)
    left, top = (WIDTH - wide * scale) / 2, (HEIGHT - high * scale) / 2

    def spot(x: float, y: float) -> tuple[float, float]:
        return left + (x - west) * squeeze * scale, top + (north - y) * scale

    lines = [f'<path d="{_path(s, spot)}" {PARCEL}/>' for told, s in areas if not told["number"]]
    for told, shape in areas:
        if told["number"]:
            lines.append(f'<path d="{_path(shape, spot)}" {CONFLICT}/>')
    for told, shape in areas:
        if told["number"]:
            at = shape.representative_point()
            lines.append(_mark(int(told["number"]), spot(at.x, at.y)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH:g} {HEIGHT:g}">'
        f'<rect width="{WIDTH:g}" height="{HEIGHT:g}" fill="#f6f7f4"/>{"".join(lines)}</svg>'
    )


def _path(shape: Any, spot: Any) -> str:
    return "".join(
        f"M{' '.join(f'{x:.1f},{y:.1f}' for x, y in (spot(*c) for c in ring))}Z"
        for ring in _rings(shape)
    )


def _rings(shape: Any) -> Iterable[list[tuple[float, float]]]:
    for part in getattr(shape, "geoms", [shape]):
        yield [(x, y) for x, y, *_ in part.exterior.coords]
        for hole in part.interiors:
            yield [(x, y) for x, y, *_ in hole.coords]


def _mark(number: int, at: tuple[float, float]) -> str:
    x, y = at
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="11" fill="#c8102e" stroke="#fff" stroke-width="2"/>'
        f'<text x="{x:.1f}" y="{y + 4.5:.1f}" font-family="Noto Sans SC" font-size="12" '
        f'font-weight="700" fill="#fff" text-anchor="middle">{number}</text>'
    )
