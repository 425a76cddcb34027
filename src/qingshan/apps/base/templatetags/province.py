"""The province as a still picture: readable without script, on paper and on a slow telephone."""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from qingshan.apps.base.frame import say
from qingshan.core.kernel.label import Label, Text

STATIC_FILE = "vendor/geo/counties_520000_drawn.json"
WIDTH = 1000
MARGIN = 12

Point = tuple[float, float]


@dataclass(frozen=True)
class Pin:
    """A numbered mark at a place, in degrees of CGCS2000."""

    lon_deg: float
    lat_deg: float
    number: str = ""
    name: Text = ""


@dataclass(frozen=True)
class County:
    """A county as drawn: code, name, path data, and the middle of its largest part."""

    code: str
    name: str
    path: str
    middle: Point


@dataclass(frozen=True)
class Drawing:
    """All counties in one coordinate frame, and the outline of the province."""

    counties: tuple[County, ...]
    outline: str
    height: int
    west_deg: float
    north_deg: float
    scale_x: float
    scale_y: float

    def spot(self, lon_deg: float, lat_deg: float) -> Point:
        """Degrees to the picture."""
        return (
            MARGIN + (lon_deg - self.west_deg) * self.scale_x,
            MARGIN + (self.north_deg - lat_deg) * self.scale_y,
        )


def picture(codes: tuple[str, ...], pins: tuple[Pin, ...], href: str) -> SafeString:
    """The SVG of the province with some counties lit; nothing when the boundaries were not built.

    ``href`` links a lit county; ``{code}`` in it takes the county's code.
    """
    drawing = _drawing(Path(settings.VENDOR_FOLDER) / "geo" / Path(STATIC_FILE).name)
    if drawing is None:
        return mark_safe("")
    lit = [county for county in drawing.counties if county.code in codes]
    rest = "".join(county.path for county in drawing.counties if county.code not in codes)
    names = "、".join(county.name for county in lit)
    title = say(Label(f"贵州省示意图：{names}", f"Sketch of Guizhou: {names}"))
    return format_html(
        '<svg class="province" viewBox="0 0 {} {}" role="{}" aria-label="{}">'
        '<path class="land" d="{}"/>{}<path class="edge" d="{}"/>{}{}</svg>',
        WIDTH,
        drawing.height,
        # What holds links is no picture: a screen reader would hide them.
        "group" if href and lit else "img",
        title if names else say(Label("贵州省示意图", "Sketch of Guizhou")),
        rest,
        format_html_join("", "{}", ((_lit(county, href),) for county in lit)),
        drawing.outline,
        format_html_join("", "{}", ((_name(county),) for county in lit if not pins)),
        format_html_join("", "{}", ((_pin(drawing, pin),) for pin in pins)),
    )


def _lit(county: County, href: str) -> SafeString:
    shape = format_html(
        '<path class="lit" d="{}"><title>{}</title></path>', county.path, county.name
    )
    if not href:
        return shape
    return format_html('<a href="{}">{}</a>', href.replace("{code}", county.code), shape)


def _name(county: County) -> SafeString:
    x, y = county.middle
    short = county.name.removesuffix("自治县") if len(county.name) > 3 else county.name
    short = short[:-1] if len(short) > 2 and short[-1] in "县市区" else short
    return format_html(
        '<circle class="pin" cx="{}" cy="{}" r="6"/><text class="name" x="{}" y="{}">{}</text>',
        round(x), round(y), round(x) + 11, round(y) + 8, short[:4],
    )  # fmt: skip


def _pin(drawing: Drawing, pin: Pin) -> SafeString:
    x, y = (round(value) for value in drawing.spot(pin.lon_deg, pin.lat_deg))
    return format_html(
        '<g><title>{}</title><circle class="pin" cx="{}" cy="{}" r="{}"/>'
        '<text class="pin-text" x="{}" y="{}">{}</text></g>',
        say(pin.name), x, y, 16 if pin.number else 8, x, y + 7, pin.number,
    )  # fmt: skip


@lru_cache(maxsize=2)
def _drawing(place: Path) -> Drawing | None:
    if not place.is_file():
        return None
    features = json.loads(place.read_text("utf-8"))["features"]
    rings = [
        (
            feature["properties"],
            [ring for part in feature["geometry"]["coordinates"] for ring in part],
        )
        for feature in features
    ]
    every = [point for _, some in rings for ring in some for point in ring]
    west, east = min(p[0] for p in every), max(p[0] for p in every)
    south, north = min(p[1] for p in every), max(p[1] for p in every)
    scale_x = (WIDTH - 2 * MARGIN) / (east - west)
    scale_y = scale_x / math.cos(math.radians((south + north) / 2))
    height = round((north - south) * scale_y + 2 * MARGIN)
    frame = Drawing((), "", height, west, north, scale_x, scale_y)
    counties = tuple(
        County(said["code"], said["name"], _path(frame, some), _middle(frame, some))
        for said, some in rings
    )
    outline = _outline(frame, [ring for _, some in rings for ring in some])
    return Drawing(counties, outline, height, west, north, scale_x, scale_y)


def _path(frame: Drawing, rings: list[list[Point]]) -> str:
    """Relative steps in whole units: about six characters a corner."""
    pieces = []
    for ring in rings:
        spots = [tuple(round(v) for v in frame.spot(x, y)) for x, y in ring[:-1]]
        steps = [f"{x - px} {y - py}" for (px, py), (x, y) in pairwise(spots) if (x, y) != (px, py)]
        pieces.append(f"M{spots[0][0]} {spots[0][1]}l{' '.join(steps)}z")
    return "".join(pieces)


def _middle(frame: Drawing, rings: list[list[Point]]) -> Point:
    largest = max(rings, key=len)
    xs, ys = [p[0] for p in largest], [p[1] for p in largest]
    return frame.spot((min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2)


def _outline(frame: Drawing, rings: list[list[Point]]) -> str:
    """The edges that belong to one county only, joined where they run on."""
    edges = [(tuple(a), tuple(b)) for ring in rings for a, b in pairwise(ring)]
    count = Counter(frozenset(edge) for edge in edges)
    pieces: list[str] = []
    end: tuple[float, ...] | None = None
    for start, stop in edges:
        if count[frozenset((start, stop))] > 1:
            continue
        x, y = (round(v) for v in frame.spot(stop[0], stop[1]))
        if start != end:
            at = [round(v) for v in frame.spot(start[0], start[1])]
            pieces.append(f"M{at[0]} {at[1]}")
        pieces.append(f"L{x} {y}")
        end = stop
    return "".join(pieces)
