"""Layers of a map: what each is called, how it is drawn, and the still close-up of all of them."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import shapely
from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from qingshan.apps.base.frame import Text, say
from qingshan.apps.base.templatetags.province import STATIC_FILE
from qingshan.core.kernel.label import Label

WIDTH, HEIGHT = 1000, 800
MARGIN_SHARE = 0.18
LEAST_SPAN_DEG = 0.002
SPEAKING = ("conflict", "parcel")
"""Layers on which a close-up is centred; the others are ground."""


@dataclass(frozen=True)
class Look:
    """Colour and, for zones, the direction of their hatching in degrees: never colour alone."""

    colour: str
    turn_deg: int | None = None


LOOKS: dict[str, Look] = {
    "parcel": Look("#0f4d36"),
    "conflict": Look("#c8102e"),
    "ticket": Look("#4f7464", 90),
    "redline": Look("#9c4a3c", 45),
    "protected_area": Look("#8a6420", 135),
    "public_benefit": Look("#4d7d2d", 0),
    "other_programme": Look("#1757a6", 60),
    "farmland": Look("#7a7a1e", 30),
    "urban_boundary": Look("#6b5a7d", 150),
    "water_source": Look("#1f7a8c", 105),
    "other": Look("#57615c", 120),
}


@dataclass(frozen=True)
class MapLayer:
    """A line of the layer switch; features name their layer by ``key`` in their properties.

    ``note`` says version and date. A missing layer is said to be missing, never drawn as empty.
    """

    key: str
    text: Text
    note: Text = ""
    look: str = ""
    is_on: bool = True
    is_missing: bool = False

    @property
    def picture(self) -> Look:
        """How the layer is drawn; an unknown kind looks like no other."""
        return LOOKS.get(self.look or self.key, LOOKS["other"])


def swatch(layer: MapLayer, name: str) -> SafeString:
    """A small sample of the layer for the switch, which is the legend too."""
    look = layer.picture
    key = f"{name}-swatch-{layer.key}"
    return format_html(
        '<svg class="swatch" viewBox="0 0 24 16" aria-hidden="true">{}<rect x="1" y="1" width="22" '
        'height="14" fill="{}" fill-opacity="{}" stroke="{}" stroke-width="1.5"/></svg>',
        _hatch(key, look, 5), _fill(key, look), 1 if look.turn_deg is not None else 0.35,
        look.colour,
    )  # fmt: skip


def close_up(features: Mapping[str, Any], layers: Sequence[MapLayer], name: str) -> SafeString:
    """The SVG of the features over the county boundaries around them; nothing without features.

    Features whose layer is unknown are drawn as parcels.
    """
    rows = [_Row.of(feature) for feature in features.get("features", ())]
    rows = [row for row in rows if not shapely.is_empty(row.shape)]
    if not rows:
        return mark_safe("")
    frame = _Frame.around([row for row in rows if row.layer in SPEAKING] or rows)
    known = {layer.key: layer for layer in layers}
    shown = [layer for layer in layers if layer.is_on and not layer.is_missing]
    order = [layer.key for layer in shown if layer.key not in SPEAKING] + ["parcel", "conflict"]
    looks = {key: known[key].picture if key in known else LOOKS[key] for key in order}
    placed = sorted((row for row in rows if row.layer in order), key=lambda r: order.index(r.layer))
    return format_html(
        '<svg class="closeup" viewBox="0 0 {} {}" role="img" aria-label="{}">'
        '<defs>{}</defs><path class="land" d="{}"/>{}{}</svg>',
        WIDTH, HEIGHT, _title(rows),
        format_html_join("", "{}", ((_hatch(f"{name}-{k}", v, 14),) for k, v in looks.items())),
        "".join(_path(frame, county) for county in _counties_in(frame.box)),
        format_html_join("", "{}", ((_area(frame, r, looks[r.layer], name),) for r in placed)),
        format_html_join("", "{}", ((_mark(frame, r, looks[r.layer]),) for r in placed)),
    )  # fmt: skip


def _title(rows: list[_Row]) -> str:
    parcels = sum(row.layer == "parcel" for row in rows)
    conflicts = sum(row.layer == "conflict" for row in rows)
    return say(
        Label(
            f"示意图：{parcels} 个图斑，{conflicts} 处冲突；同一内容见列表",
            f"Sketch: parcels {parcels}, conflicts {conflicts}; the list says the same",
        )
    )


@dataclass(frozen=True)
class _Row:
    layer: str
    number: str
    shape: shapely.Geometry

    @classmethod
    def of(cls, feature: Mapping[str, Any]) -> _Row:
        said = feature.get("properties") or {}
        layer = said.get("layer") or ("conflict" if said.get("tone") == "bad" else "parcel")
        number = said.get("number")
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        return cls(layer, "" if number is None else str(number), shape)


@dataclass(frozen=True)
class _Frame:
    """Degrees to the picture: one scale in both directions at the middle latitude."""

    west_deg: float
    north_deg: float
    scale_x: float
    scale_y: float

    @classmethod
    def around(cls, rows: list[_Row]) -> _Frame:
        west, south, east, north = shapely.total_bounds([row.shape for row in rows])
        middle_x, middle_y = (west + east) / 2, (south + north) / 2
        shrink = math.cos(math.radians(middle_y))
        wide = max((east - west) * shrink, LEAST_SPAN_DEG) * (1 + 2 * MARGIN_SHARE)
        high = max(north - south, LEAST_SPAN_DEG) * (1 + 2 * MARGIN_SHARE)
        scale = min(WIDTH / wide, HEIGHT / high)
        return cls(
            middle_x - WIDTH / scale / shrink / 2,
            middle_y + HEIGHT / scale / 2,
            scale * shrink,
            scale,
        )

    @property
    def box(self) -> tuple[float, float, float, float]:
        """West, south, east, north, a little wider than the picture."""
        wide, high = WIDTH / self.scale_x, HEIGHT / self.scale_y
        west, north = self.west_deg - wide * 0.02, self.north_deg + high * 0.02
        return west, north - high * 1.04, west + wide * 1.04, north

    def spot(self, lon_deg: float, lat_deg: float) -> tuple[int, int]:
        return (
            round((lon_deg - self.west_deg) * self.scale_x),
            round((self.north_deg - lat_deg) * self.scale_y),
        )


def _area(frame: _Frame, row: _Row, look: Look, name: str) -> SafeString:
    if shapely.get_dimensions(row.shape) < 2:
        return mark_safe("")
    shape = row.shape
    if look.turn_deg is not None:
        shape = shapely.clip_by_rect(shapely.make_valid(shape), *frame.box)
    return format_html(
        '<path class="{}" d="{}" fill="{}" fill-opacity="{}" stroke="{}" fill-rule="evenodd"/>',
        "zone" if look.turn_deg is not None else row.layer,
        _path(frame, shape), _fill(f"{name}-{row.layer}", look),
        _opacity(row, look), look.colour,
    )  # fmt: skip


def _opacity(row: _Row, look: Look) -> float:
    # Red over green would turn brown: a conflict covers most of what it stands on.
    return 1 if look.turn_deg is not None else 0.6 if row.layer == "conflict" else 0.35


def _mark(frame: _Frame, row: _Row, look: Look) -> SafeString:
    is_point = shapely.get_dimensions(row.shape) < 2
    if not (row.number or is_point):
        return mark_safe("")
    inside = row.shape if shapely.is_valid(row.shape) else shapely.centroid(row.shape)
    place = shapely.point_on_surface(inside)
    x, y = frame.spot(place.x, place.y)
    return format_html(
        '<circle class="mark" cx="{}" cy="{}" r="{}" fill="{}"/>'
        '<text class="mark-text" x="{}" y="{}">{}</text>',
        x, y, 20 if row.number else 9, look.colour, x, y + 8, row.number,
    )  # fmt: skip


def _path(frame: _Frame, shape: shapely.Geometry) -> str:
    """Path data in whole units; points that fall together are drawn once."""
    pieces = []
    for ring in shapely.get_rings(shapely.get_parts(shape)):
        spots: list[tuple[int, int]] = []
        for lon, lat in shapely.get_coordinates(ring):
            spot = frame.spot(float(lon), float(lat))
            if not spots or spot != spots[-1]:
                spots.append(spot)
        pieces.append("M" + "L".join(f"{x} {y}" for x, y in spots) + "z")
    return "".join(pieces)


def _fill(key: str, look: Look) -> str:
    return look.colour if look.turn_deg is None else f"url(#{key})"


def _hatch(key: str, look: Look, gap: int) -> SafeString:
    if look.turn_deg is None:
        return mark_safe("")
    return format_html(
        '<pattern id="{}" width="{}" height="{}" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate({})"><path d="M0 {}H{}" stroke="{}" stroke-width="{}"/>'
        "</pattern>",
        key, gap, gap, look.turn_deg, gap / 2, gap, look.colour, max(1.2, gap / 8),
    )  # fmt: skip


def _counties_in(box: tuple[float, float, float, float]) -> Iterable[shapely.Geometry]:
    place = Path(settings.VENDOR_FOLDER) / "geo" / Path(STATIC_FILE).name
    for county in _counties(place):
        piece = shapely.clip_by_rect(county, *box)
        if not shapely.is_empty(piece):
            yield piece


@lru_cache(maxsize=2)
def _counties(place: Path) -> tuple[shapely.Geometry, ...]:
    if not place.is_file():
        return ()
    features = json.loads(place.read_text("utf-8"))["features"]
    shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    return tuple(shapely.make_valid(shapes))
