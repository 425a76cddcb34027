"""A still picture of shapes as SVG: for pages without script, for paper and for one HTML file."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import numpy as np
import shapely

from qingshan.core.kernel.label import Label

INK, PAPER, GROUND, LAND, EDGE = "#1b2320", "#ffffff", "#f6f7f4", "#eceee8", "#b8c0b9"
BAR_SHARE = 0.22
"""The bar of scale is the longest round length (1, 2 or 5 times a power of ten) below this share
of the width."""

_LEAST_SPAN_DEG = 0.002
_BEYOND = 0.02
_FONT = 'font-family="Noto Sans SC, PingFang SC, Microsoft YaHei, sans-serif"'
_NORTH = Label("北", "N")
_KILOMETRE_M = 1000

Box = tuple[float, float, float, float]
Shapes = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Look:
    """How a class of shapes is drawn; hatched ones are told apart by direction, too."""

    colour: str
    turn_deg: int | None = None
    opacity: float = 0.35
    width: float = 2.0


@dataclass(frozen=True)
class Piece:
    """One shape (EPSG:4490) with the key of its look, its number, and where the number stands.

    Without ``at`` the number stands inside the shape; without a shape there is only the number.
    """

    look: str
    shape: Any = None
    number: str = ""
    at: tuple[float, float] | None = None


@dataclass(frozen=True)
class Sheet:
    """What a picture is drawn on.

    Attributes
    ----------
    width, height : int
        Units of the picture; strokes, marks and texts grow with the width.
    name : str
        Distinguishes it from other pictures of the page.
    title : str
        What it shows, for a screen reader.
    language : str
        Of bar and north arrow.
    margin : float
        Free share around the shapes on each side.
    centred : collection of str
        Looks around which the picture is laid; all of them when empty or absent.
    css : str
        Class of the picture.
    """

    width: int = 1000
    height: int = 640
    name: str = "still"
    title: str = ""
    language: str = "zh"
    margin: float = 0.08
    centred: Sequence[str] = ()
    css: str = ""


def still_picture(
    pieces: Sequence[Piece],
    looks: Mapping[str, Look],
    sheet: Sheet,
    *,
    ground: Iterable[Any] = (),
) -> str:
    """The SVG, north up, with a bar of scale; empty without any piece to draw.

    Classes are drawn in the order of ``looks``, numbers on top. Every text is escaped, colours
    stand in attributes and nothing is loaded, so that the strictest page takes it. One scale holds
    in both directions at the middle latitude.

    Parameters
    ----------
    pieces : sequence of Piece
        Pieces whose look is not in ``looks`` are left out.
    looks : mapping
        From key to look.
    sheet : Sheet
        Size, words, what stands in the middle.
    ground : iterable of shapes
        Muted land below everything (EPSG:4490), such as counties.
    """
    order = {key: at for at, key in enumerate(looks)}
    drawn = [piece for piece in pieces if piece.look in order and _is_there(piece)]
    if not drawn:
        return ""
    frame = _Frame.around(_box([p for p in drawn if p.look in sheet.centred] or drawn), sheet)
    placed = sorted(drawn, key=lambda piece: order[piece.look])
    title = escape(sheet.title)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg"{sheet.css and f" class={_quoted(sheet.css)}"} '
        f'viewBox="0 0 {sheet.width} {sheet.height}" role="img" aria-label="{title}">'
        f"<title>{title}</title><defs>{_hatches(looks, sheet)}</defs>"
        f'<rect width="{sheet.width}" height="{sheet.height}" fill="{GROUND}"/>',
        *_ground(frame, ground),
        *_areas(frame, placed, looks),
        *(_mark(frame, piece, looks[piece.look]) for piece in placed),
        _bar(frame),
        _north(frame),
    ]
    return "".join(parts) + "</svg>"


def hatch(key: str, look: Look, gap: float) -> str:
    """The pattern of a hatched look, with lines ``gap`` apart; nothing for a plain one."""
    if look.turn_deg is None:
        return ""
    return (
        f'<pattern id="{escape(key)}" width="{gap:g}" height="{gap:g}" '
        f'patternUnits="userSpaceOnUse" patternTransform="rotate({look.turn_deg})">'
        f'<path d="M0 {gap / 2:g}H{gap:g}" stroke="{look.colour}" '
        f'stroke-width="{max(1.2, gap / 8):g}"/></pattern>'
    )


@dataclass(frozen=True)
class _Frame:
    """Degrees to the picture: one scale in both directions at the middle latitude."""

    sheet: Sheet
    west_deg: float
    north_deg: float
    per_degree: float
    shrink: float

    @classmethod
    def around(cls, box: Box, sheet: Sheet) -> _Frame:
        west, south, east, north = box
        middle_x, middle_y = (west + east) / 2, (south + north) / 2
        per_lon_m, per_lat_m = _degree_m(middle_y)
        shrink = per_lon_m / per_lat_m
        wide = max((east - west) * shrink, _LEAST_SPAN_DEG) * (1 + 2 * sheet.margin)
        high = max(north - south, _LEAST_SPAN_DEG) * (1 + 2 * sheet.margin)
        scale = min(sheet.width / wide, sheet.height / high)
        return cls(
            sheet,
            middle_x - sheet.width / scale / shrink / 2,
            middle_y + sheet.height / scale / 2,
            scale,
            shrink,
        )

    @property
    def unit(self) -> float:
        return self.sheet.width / 1000

    @property
    def per_metre(self) -> float:
        """Units of the picture to a metre."""
        middle_deg = self.north_deg - self.sheet.height / self.per_degree / 2
        return self.per_degree / _degree_m(middle_deg)[1]

    def places(self, points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        x = (points[:, 0] - self.west_deg) * self.per_degree * self.shrink
        return np.column_stack([x, (self.north_deg - points[:, 1]) * self.per_degree])

    def flat(self, shapes: Iterable[Any], *, is_cut: bool = False) -> Shapes:
        """Shapes in units of the picture, without corners that nobody would see."""
        held = np.array([*shapes, None], dtype=object)[:-1]
        moved: Shapes = shapely.transform(held, self.places)
        if is_cut:
            wide, high = self.sheet.width, self.sheet.height
            over = _BEYOND * wide
            moved = shapely.clip_by_rect(
                shapely.make_valid(moved), -over, -over, wide + over, high + over
            )
        slim: Shapes = shapely.simplify(moved, 0.3, preserve_topology=False)
        # What is smaller than a unit is still drawn.
        return np.where(shapely.is_empty(slim), moved, slim)


def _degree_m(latitude_deg: float) -> tuple[float, float]:
    """Metres of a degree of longitude and of latitude on GRS 80 (first terms of the series)."""
    phi = math.radians(latitude_deg)
    east = 111_412.84 * math.cos(phi) - 93.5 * math.cos(3 * phi)
    return east, 111_132.95 - 559.85 * math.cos(2 * phi)


def _is_there(piece: Piece) -> bool:
    return piece.at is not None or (piece.shape is not None and not piece.shape.is_empty)


def _box(pieces: Sequence[Piece]) -> Box:
    shapes = [
        piece.shape if piece.shape is not None else shapely.Point(piece.at) for piece in pieces
    ]
    west, south, east, north = shapely.total_bounds(shapes).tolist()
    return west, south, east, north


def _quoted(text: str) -> str:
    return f'"{escape(text)}"'


def _fill(key: str, look: Look, sheet: Sheet) -> str:
    return look.colour if look.turn_deg is None else f"url(#{escape(sheet.name)}-{escape(key)})"


def _hatches(looks: Mapping[str, Look], sheet: Sheet) -> str:
    gap = 14 * sheet.width / 1000
    return "".join(hatch(f"{sheet.name}-{key}", look, gap) for key, look in looks.items())


def _ground(frame: _Frame, ground: Iterable[Any]) -> Iterable[str]:
    for shape in frame.flat(ground, is_cut=True):
        if path := _path(shape):
            yield (
                f'<path class="land" d="{path}" fill="{LAND}" stroke="{EDGE}" '
                f'stroke-width="{2 * frame.unit:g}"/>'
            )


def _areas(frame: _Frame, pieces: Sequence[Piece], looks: Mapping[str, Look]) -> Iterable[str]:
    for key, look in looks.items():
        shapes = [
            piece.shape
            for piece in pieces
            if piece.look == key
            and piece.shape is not None
            and shapely.get_dimensions(piece.shape) > 1
        ]
        for shape in frame.flat(shapes, is_cut=look.turn_deg is not None):
            if path := _path(shape):
                opacity = 1 if look.turn_deg is not None else look.opacity
                fill = _fill(key, look, frame.sheet)
                yield (
                    f'<path class="{escape(key)}" d="{path}" fill="{fill}" '
                    f'fill-opacity="{opacity:g}" stroke="{look.colour}" '
                    f'stroke-width="{look.width * frame.unit:g}" fill-rule="evenodd"/>'
                )


def _path(shape: Any) -> str:
    """Path data in whole units; corners that fall together are drawn once."""
    pieces = []
    for ring in shapely.get_rings(shapely.get_parts(shapely.get_parts(shape))):
        points = np.rint(shapely.get_coordinates(ring)).astype(int)
        kept = points[np.append(True, np.any(np.diff(points, axis=0), axis=1))]
        pieces.append("M" + "L".join(f"{x} {y}" for x, y in kept.tolist()) + "z")
    return "".join(pieces)


def _mark(frame: _Frame, piece: Piece, look: Look) -> str:
    is_point = piece.shape is not None and shapely.get_dimensions(piece.shape) < 2
    if not (piece.number or is_point):
        return ""
    (x, y), unit = frame.places(np.array([_spot(piece)]))[0], frame.unit
    radius = (20 if piece.number else 9) * unit
    return (
        f'<circle class="mark" cx="{x:.0f}" cy="{y:.0f}" r="{radius:g}" fill="{look.colour}" '
        f'stroke="{PAPER}" stroke-width="{3 * unit:g}"/>'
        f'<text class="mark-text" x="{x:.0f}" y="{y + 8 * unit:.0f}" text-anchor="middle" {_FONT} '
        f'font-size="{23 * unit:g}" font-weight="700" fill="{PAPER}">{escape(piece.number)}</text>'
    )


def _spot(piece: Piece) -> tuple[float, float]:
    if piece.at is not None:
        return piece.at
    is_sound = shapely.is_valid(piece.shape)
    inside = shapely.point_on_surface(piece.shape) if is_sound else shapely.centroid(piece.shape)
    return inside.x, inside.y


def round_length(limit_m: float) -> float:
    """The longest of 1, 2, 5 times a power of ten that is not above the limit."""
    power = 10.0 ** math.floor(math.log10(limit_m))
    return max(step * power for step in (1, 2, 5) if step * power <= limit_m * (1 + 1e-9))


def _bar(frame: _Frame) -> str:
    unit, high = frame.unit, frame.sheet.height
    metres = round_length(frame.sheet.width * BAR_SHARE / frame.per_metre)
    if metres < _KILOMETRE_M:
        said = Label(f"{metres:g} 米", f"{metres:g} m")
    else:
        said = Label(f"{metres / _KILOMETRE_M:g} 千米", f"{metres / _KILOMETRE_M:g} km")
    left, bottom, wide = 28 * unit, high - 24 * unit, metres * frame.per_metre
    return (
        f'<g class="bar"><path d="M{left:.0f} {bottom - 8 * unit:.0f}v{8 * unit:.0f}'
        f'h{wide:.0f}v{-8 * unit:.0f}" fill="none" stroke="{INK}" stroke-width="{2 * unit:g}"/>'
        f"{_words(left + wide / 2, bottom - 13 * unit, said.say(frame.sheet.language), unit)}</g>"
    )


def _north(frame: _Frame) -> str:
    unit = frame.unit
    x, y = frame.sheet.width - 36 * unit, 34 * unit
    said = _NORTH.say(frame.sheet.language)
    return (
        f'<g class="north">{_words(x, y, said, unit)}<path d="M{x:.0f} {y + 8 * unit:.0f}'
        f"l{9 * unit:.0f} {30 * unit:.0f}l{-9 * unit:.0f} {-7 * unit:.0f}"
        f'l{-9 * unit:.0f} {7 * unit:.0f}z" fill="{INK}"/></g>'
    )


def _words(x: float, y: float, text: str, unit: float) -> str:
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" text-anchor="middle" {_FONT} font-size="{20 * unit:g}" '
        f'fill="{INK}" stroke="{PAPER}" stroke-width="{4 * unit:g}" stroke-linejoin="round" '
        f'paint-order="stroke">{escape(text)}</text>'
    )
