"""Vector tiles: shapes cut, coarsened and written for one square of the web map.

A tile is a square of the web Mercator pyramid; its inside is a grid of 4096 steps with y downward
(Mapbox Vector Tile Specification 2.1, sections 4.2 and 4.3).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from mapbox_vector_tile.Mapbox import vector_tile_pb2 as messages
from numpy.typing import NDArray

EXTENT = 4096
BUFFER = 64
PIXEL = EXTENT // 256
"""Grid steps of one pixel of a tile that is drawn 256 pixels wide."""

_METRE_PER_DEGREE = 111_320.0
_MOVE_TO, _LINE_TO, _CLOSE = 1, 2, 15
_VERSION = 2

Shapes = NDArray[Any]


@dataclass(frozen=True)
class Tile:
    """One square of the pyramid, counted from the north-west."""

    zoom: int
    column: int
    row: int

    @property
    def is_real(self) -> bool:
        """Whether the pyramid has such a square."""
        return all(0 <= at < 2**self.zoom for at in (self.column, self.row))

    def bounds(self, margin: float = BUFFER / EXTENT) -> tuple[float, float, float, float]:
        """West, south, east, north in degrees, wider by a share of the width on every side."""
        side = 2.0**self.zoom
        west, east = ((self.column + at) / side * 360 - 180 for at in (-margin, 1 + margin))
        north, south = (_latitude((self.row + at) / side) for at in (-margin, 1 + margin))
        return west, south, east, north

    def grid(self, points: NDArray[np.float64]) -> NDArray[np.float64]:
        """Degrees (n, 2) as steps of this tile's grid."""
        side = 2.0**self.zoom
        x = (points[:, 0] + 180) / 360 * side - self.column
        sine = np.sin(np.radians(points[:, 1]))
        y = (0.5 - np.log((1 + sine) / (1 - sine)) / (4 * np.pi)) * side - self.row
        return np.column_stack((x, y)) * EXTENT


@dataclass(frozen=True)
class Outline:
    """Drawing commands of one feature, and the index of the shape it came from."""

    index: int
    commands: list[int]


def coarse(points: NDArray[np.float64], cell_m: float) -> NDArray[np.float64]:
    """Corners moved to the nearest point of a lattice, degrees (n, 2).

    A corner's new place depends on itself alone, so that neighbours keep their common boundary and
    the same shape looks alike in every tile. The lattice's width in longitude follows the whole
    degree of latitude.
    """
    step_y = cell_m / _METRE_PER_DEGREE
    step_x = step_y / np.cos(np.radians(np.rint(points[:, 1])))
    return np.column_stack(
        (np.rint(points[:, 0] / step_x) * step_x, np.rint(points[:, 1] / step_y) * step_y)
    )


def outlines(
    tile: Tile, shapes: Shapes, *, cells_m: NDArray[np.float64], step: int
) -> list[Outline]:
    """The shapes as drawn in a tile; what is smaller than a pixel is left out.

    Parameters
    ----------
    tile : Tile
        The square to draw in.
    shapes : array (n,)
        Polygons and multipolygons in longitude and latitude (EPSG:4490).
    cells_m : array (n,)
        Width of the lattice on which the corners of each shape are shown; 0 shows them as they are.
    step : int
        Steps of the tile's grid to which all corners are rounded.
    """
    parts, owners = shapely.get_parts(shapes, return_index=True)
    points, part_of = shapely.get_coordinates(parts, return_index=True)
    points = points.copy()
    for cell_m in np.unique(cells_m[cells_m > 0]):
        chosen = cells_m[owners[part_of]] == cell_m
        points[chosen] = coarse(points[chosen], float(cell_m))
    on_grid = shapely.set_coordinates(parts.copy(), tile.grid(points))
    low, high = -BUFFER, EXTENT + BUFFER
    west, south, east, north = shapely.bounds(on_grid).T
    crosses = (west < low) | (south < low) | (east > high) | (north > high)
    # GEOS cuts only sound rings; a shape whose rounding crossed itself is mended first.
    on_grid[crosses] = shapely.clip_by_rect(
        shapely.make_valid(on_grid[crosses]), low, low, high, high
    )
    pieces, piece_of = shapely.get_parts(on_grid, return_index=True)
    is_area = (shapely.get_dimensions(pieces) == 2) & (shapely.area(pieces) >= PIXEL**2)
    parts, part_of = _sound(pieces[is_area], step)
    return _drawn(parts, owners[piece_of[is_area]][part_of])


def cells(counts: Sequence[tuple[int, int]], across: int) -> list[list[int]]:
    """Drawing commands of the squares (column, row) of a tile divided ``across`` times."""
    side = EXTENT // across
    return [
        [
            _command(_MOVE_TO, 1), _zigzag(column * side), _zigzag(row * side),
            _command(_LINE_TO, 3), _zigzag(side), 0, 0, _zigzag(side), _zigzag(-side), 0, _CLOSE,
        ]
        for column, row in counts
    ]  # fmt: skip


def written(name: str, rows: Sequence[tuple[int, list[int], Mapping[str, Any]]]) -> bytes:
    """A tile with one layer; rows are (id, drawing commands, properties). Nothing without rows.

    Texts, whole numbers and floats may stand in properties.
    """
    if not rows:
        return b""
    tile = messages.tile()
    layer = tile.layers.add(name=name, version=_VERSION, extent=EXTENT)
    keys: dict[str, int] = {}
    values: dict[tuple[type, Any], int] = {}
    for key, commands, told in rows:
        feature = layer.features.add(id=key, type=messages.tile.Polygon)
        feature.geometry.extend(commands)
        for word, value in told.items():
            tags = (
                keys.setdefault(word, len(keys)),
                values.setdefault((type(value), value), len(values)),
            )
            feature.tags.extend(tags)
    layer.keys.extend(keys)
    for kind, value in values:
        field = {str: "string_value", int: "sint_value", float: "double_value"}[kind]
        layer.values.add(**{field: value})
    data: bytes = tile.SerializeToString(deterministic=True)
    return data


def _sound(pieces: Shapes, step: int) -> tuple[Shapes, NDArray[np.intp]]:
    """Polygons with rounded corners, and the piece of each; what rounding spoilt is mended."""
    points = shapely.get_coordinates(pieces)
    rounded = shapely.set_coordinates(pieces.copy(), np.rint(points / step) * step)
    spoilt = ~shapely.is_valid(rounded)
    rounded[spoilt] = shapely.set_precision(shapely.make_valid(pieces[spoilt]), step)
    parts, piece_of = shapely.get_parts(rounded, return_index=True)
    is_area = (shapely.get_dimensions(parts) == 2) & ~shapely.is_empty(parts)
    return parts[is_area], piece_of[is_area]


def _drawn(parts: Shapes, owners: NDArray[np.intp]) -> list[Outline]:
    """Polygons as commands, outer rings clockwise on the screen, holes the other way."""
    # With y downward a positive area, counter-clockwise on paper, is clockwise on the screen.
    turned = shapely.orient_polygons(shapely.remove_repeated_points(parts))
    rings, part_of = shapely.get_rings(turned, return_index=True)
    points, ring_of = shapely.get_coordinates(rings, return_index=True)
    corners = np.rint(points).astype(np.int64).tolist()
    ends = np.flatnonzero(np.diff(ring_of, append=-1)).tolist()
    found: list[Outline] = []
    at, start, part_before = (0, 0), 0, -1
    for end, part in zip(ends, part_of.tolist(), strict=True):
        if part != part_before:
            found.append(Outline(int(owners[part]), []))
            at, part_before = (0, 0), part
        # The last corner of a ring repeats the first; closing is a command of its own.
        at = _append(found[-1].commands, corners[start:end], at)
        start = end + 1
    return found


def _append(commands: list[int], corners: list[list[int]], at: tuple[int, int]) -> tuple[int, int]:
    x, y = at
    for place, (next_x, next_y) in enumerate(corners):
        if place == 0:
            commands.append(_command(_MOVE_TO, 1))
        elif place == 1:
            commands.append(_command(_LINE_TO, len(corners) - 1))
        commands.append(_zigzag(next_x - x))
        commands.append(_zigzag(next_y - y))
        x, y = next_x, next_y
    commands.append(_CLOSE)
    return x, y


def _command(kind: int, count: int) -> int:
    return kind | count << 3


def _zigzag(value: int) -> int:
    return value << 1 if value >= 0 else (-value << 1) - 1


def _latitude(share: float) -> float:
    """The latitude at a share of the way from the top of the pyramid to its bottom, in degrees."""
    return math.degrees(math.atan(math.sinh(math.pi * (1 - 2 * share))))
