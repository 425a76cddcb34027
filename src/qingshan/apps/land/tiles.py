"""The stored sub-compartments as vector tiles: outlines close by, counts on a grid from afar."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Any

import numpy as np
from django.db import connection
from django.db.models import Count, Max

from qingshan.apps.land.boxes import Box
from qingshan.apps.land.models import SQUARE_METRE_PER_MU, Compartment, Survey
from qingshan.core.geo.shape import from_wkb
from qingshan.core.geo.tiles import PIXEL, Outline, Tile, cells, outlines, written
from qingshan.core.tables.shelf import open_shelf

LAYER = "compartments"
LEAST_ZOOM, MOST_ZOOM = 7, 16
OUTLINE_ZOOM = 12
"""From here on outlines; a square of 8.8 km then holds some thousand parcels at most."""

MOST_OUTLINES = 3000
"""A square with more is shown as counts; a browser could not draw them apart."""

CELLS_ACROSS = 32
KEPT_TILES = 256
_FORM = "2"
"""Changes when the same rows would be drawn otherwise, so that no old square is taken for new."""

_NUMBERS = ("county_code", "township", "village", "forest_block", "number")
_TOLD = ("pk", "species_group", "age_group", "stated_area_m2", "shape", *_NUMBERS)
# The planner takes a box for rare: asked for an order it would sort every row instead of adding up,
# and joined with the surveys it would look one up for every row.
_COUNTS = """
    select floor((x - %(west)s) / %(wide)s)::int as cell_x,
           %(across)s - width_bucket(y, %(rungs)s::float8[]) as cell_y,
           count(*), sum(area)
    from (
        select (center(c.bounds))[0] as x, (center(c.bounds))[1] as y, c.stated_area_m2 as area
        from land_compartment c
        where c.bounds && %(box)s::box
          and c.survey_id = any(array(select id from land_survey where state = 'accepted'))
    ) middle
    where x >= %(west)s and x < %(east)s and y >= %(south)s and y < %(north)s
    group by 1, 2
"""
"""Each sub-compartment is counted in the cell of its middle, so in one tile of a zoom only."""

_kept: OrderedDict[str, bytes] = OrderedDict()
_lock = Lock()


@dataclass(frozen=True)
class Sight:
    """Where somebody sees boundaries as they are; elsewhere corners stand on a coarse lattice."""

    everywhere: bool = False
    counties: frozenset[str] = frozenset()

    def shows(self, county: str) -> bool:
        """Whether boundaries in a county are shown as they are."""
        return self.everywhere or (bool(county) and county in self.counties)


def tile_digest(tile: Tile, sight: Sight, as_of: date) -> str:
    """What a tile is known by: the same digest means the same bytes. One small read."""
    state = Survey.objects.filter(state="accepted").aggregate(count=Count("pk"), last=Max("pk"))
    told = (
        _FORM,
        tile,
        sight.everywhere,
        sorted(sight.counties),
        public_m("compartment", "cell_m", as_of),
        *state.values(),
    )
    return hashlib.sha256(repr(told).encode()).hexdigest()[:32]


def compartment_tile(tile: Tile, sight: Sight, as_of: date, digest: str) -> bytes:
    """A vector tile of the layer ``compartments``; the last ones made are kept in memory.

    Outlines tell ``name`` (the foresters' numbers), ``group``, ``age``, ``area_mu`` and ``coarse``
    (1 where corners were moved); cells tell ``count`` and ``area_mu``. Nothing of a holder.
    """
    with _lock:
        if digest in _kept:
            _kept.move_to_end(digest)
            return _kept[digest]
    data = _made(tile, sight, as_of)
    with _lock:
        _kept[digest] = data
        while len(_kept) > KEPT_TILES:
            _kept.popitem(last=False)
    return data


def forget_tiles() -> None:
    """Let every kept tile go, as a new process begins."""
    with _lock:
        _kept.clear()


def _made(tile: Tile, sight: Sight, as_of: date) -> bytes:
    if tile.zoom >= OUTLINE_ZOOM:
        rows = _rows(tile)
        if rows is not None:
            return _outlined(tile, rows, sight, public_m("compartment", "cell_m", as_of))
    return _counted(tile)


def _rows(tile: Tile) -> list[tuple[Any, ...]] | None:
    """What meets the tile, in order of receipt; None where there is too much to draw."""
    found = Compartment.objects.filter(
        survey__state="accepted", bounds__meets=Box(*tile.bounds())
    ).order_by()
    if found[: MOST_OUTLINES + 1].count() > MOST_OUTLINES:
        return None
    return list(found.order_by("survey_id", "row").values_list(*_TOLD))


def _outlined(tile: Tile, rows: Sequence[Any], sight: Sight, cell_m: float) -> bytes:
    """Of the same numbers in successive surveys the last one stands."""
    newest: dict[Any, Any] = {}
    for row in rows:
        newest[row[5:] if row[-1] else row[0]] = row
    kept = list(newest.values())
    shapes = from_wkb([row[4] for row in kept])
    cells_m = np.array([0.0 if sight.shows(row[5]) else cell_m for row in kept])
    # Half a pixel where a tile is seen from afar; four times finer in the last zooms.
    step = PIXEL // 2 if tile.zoom < MOST_ZOOM - 2 else PIXEL // 8
    drawn = outlines(tile, shapes, cells_m=cells_m, step=step)
    return written(LAYER, [_feature(one, kept[one.index], cells_m) for one in drawn])


def _feature(one: Outline, row: Any, cells_m: Any) -> tuple[int, list[int], dict[str, Any]]:
    key, group, age, area_m2 = row[:4]
    told = {
        "name": "-".join(part for part in row[6:] if part),
        "group": group,
        "age": age,
        "area_mu": round(area_m2 / SQUARE_METRE_PER_MU, 2),
        "coarse": int(cells_m[one.index] > 0),
    }
    return key, one.commands, {word: value for word, value in told.items() if value != ""}


def _counted(tile: Tile) -> bytes:
    west, south, east, north = tile.bounds(0)
    told: dict[str, Any] = {
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "wide": (east - west) / CELLS_ACROSS,
        "across": CELLS_ACROSS,
        "rungs": _rungs(tile),
        "box": str(Box(*tile.bounds())),
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, told)
        rows = sorted(cursor.fetchall())
    squares = cells([(column, row) for column, row, *_ in rows], CELLS_ACROSS)
    facts = [
        {"count": int(count), "area_mu": round(float(area) / SQUARE_METRE_PER_MU, 1)}
        for _, _, count, area in rows
    ]
    return written(LAYER, list(zip(range(1, len(rows) + 1), squares, facts, strict=True)))


def _rungs(tile: Tile) -> list[float]:
    """Southern latitudes of the rows of cells, from the south: even on the map, not in degrees."""
    fine = tile.zoom + CELLS_ACROSS.bit_length() - 1
    first = (tile.row + 1) * CELLS_ACROSS - 1
    return [Tile(fine, 0, first - at).bounds(0)[1] for at in range(CELLS_ACROSS)]


def public_m(key: str, name: str, as_of: date) -> float:
    """How exactly strangers see shapes: a length of the table ``land.public_map``, metres.

    Precise boundaries of forest may be controlled, so a public map shows them coarsened.
    """
    found = open_shelf().value("land.public_map", key=key, name=name, unit="m", as_of=as_of)
    return float(found.number)
