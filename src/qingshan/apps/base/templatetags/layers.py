"""Layers of a map: what each is called, how it is drawn, and the still close-up of all of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import shapely
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from qingshan.apps.base.frame import language, say
from qingshan.apps.base.templatetags.province import STATIC_FILE
from qingshan.core.geo.picture import Look, Piece, Sheet, hatch, still_picture
from qingshan.core.kernel.label import Label, Text

WIDTH, HEIGHT = 1000, 800
MARGIN_SHARE = 0.18
SPEAKING = ("conflict", "parcel")
"""Layers on which a close-up is centred; the others are ground."""

LOOKS: dict[str, Look] = {
    "parcel": Look("#0f4d36"),
    # Red over green would turn brown: a conflict covers most of what it stands on.
    "conflict": Look("#c8102e", opacity=0.6, width=3.5),
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
        mark_safe(hatch(key, look, 5)),  # noqa: S308  escaped by its maker
        look.colour if look.turn_deg is None else f"url(#{key})",
        1 if look.turn_deg is not None else 0.35,
        look.colour,
    )


def close_up(features: Mapping[str, Any], layers: Sequence[MapLayer], name: str) -> SafeString:
    """The SVG of the features over the county boundaries around them; nothing without features.

    Features of a layer that is off or unknown are left out.
    """
    pieces = [_piece(feature) for feature in features.get("features", ())]
    known = {layer.key: layer for layer in layers}
    shown = [layer for layer in layers if layer.is_on and not layer.is_missing]
    order = [layer.key for layer in shown if layer.key not in SPEAKING] + ["parcel", "conflict"]
    looks = {key: known[key].picture if key in known else LOOKS[key] for key in order}
    sheet = Sheet(
        WIDTH, HEIGHT, name, _title(pieces), language(), MARGIN_SHARE, SPEAKING, "closeup"
    )
    drawn = still_picture(pieces, looks, sheet, ground=_counties_of(pieces))
    return mark_safe(drawn)  # noqa: S308  escaped by its maker


def _title(pieces: Sequence[Piece]) -> str:
    parcels = sum(piece.look == "parcel" for piece in pieces)
    conflicts = sum(piece.look == "conflict" for piece in pieces)
    return say(
        Label(
            f"示意图：{parcels} 个图斑，{conflicts} 处冲突；同一内容见列表",
            f"Sketch: parcels {parcels}, conflicts {conflicts}; the list says the same",
        )
    )


def _piece(feature: Mapping[str, Any]) -> Piece:
    said = feature.get("properties") or {}
    layer = said.get("layer") or ("conflict" if said.get("tone") == "bad" else "parcel")
    number = said.get("number")
    shape = shapely.from_geojson(json.dumps(feature["geometry"]))
    return Piece(layer, shape, "" if number is None else str(number))


def _counties_of(pieces: Sequence[Piece]) -> tuple[shapely.Geometry, ...]:
    place = Path(settings.VENDOR_FOLDER) / "geo" / Path(STATIC_FILE).name
    return _counties(place) if pieces else ()


@lru_cache(maxsize=2)
def _counties(place: Path) -> tuple[shapely.Geometry, ...]:
    if not place.is_file():
        return ()
    features = json.loads(place.read_text("utf-8"))["features"]
    shapes = shapely.from_geojson([json.dumps(feature["geometry"]) for feature in features])
    return tuple(shapely.make_valid(shapes))
