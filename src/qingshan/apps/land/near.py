"""Which stored rows lie near some shapes: many boxes against an index in one query."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from django.db import connection, transaction
from numpy.typing import NDArray

from qingshan.core.geo.area import bounds

Shapes = NDArray[Any]

# Statistics of boxes are unknown to the planner: it would rather read a million rows and compile.
_PLAN = "set local jit = off; set local enable_seqscan = off"

_COMPARTMENTS = """
with near as materialized (
    select distinct c.id, c.survey_id
    from unnest(%(west)s::float8[], %(south)s::float8[], %(east)s::float8[], %(north)s::float8[])
        as b(west, south, east, north)
    join land_compartment c
        on c.bounds && box(point(b.west, b.south), point(b.east, b.north))
)
select near.id, claim.id from near
join land_claim claim on claim.survey_id = near.survey_id
where claim.start < %(end)s and claim."end" > %(start)s
    and claim.entered_on <= %(as_of)s
    and (claim.lapsed_on is null or claim.lapsed_on > %(as_of)s)
    and (claim.pools = '{}' or %(pools)s::varchar[] = '{}' or claim.pools && %(pools)s::varchar[])
    and claim.id <> %(but_not)s
order by 1, 2
"""

_ZONES = """
select distinct zone.id
from unnest(%(west)s::float8[], %(south)s::float8[], %(east)s::float8[], %(north)s::float8[])
    as b(west, south, east, north)
join land_zone zone on zone.bounds && box(point(b.west, b.south), point(b.east, b.north))
where zone.layer_id = any(%(layers)s::bigint[])
order by 1
"""


def claimed_near(shapes: Shapes, facts: Mapping[str, Any]) -> list[tuple[int, int]]:
    """Compartments whose boxes meet a box of ``shapes``, each with a claim that meets ``facts``.

    ``facts``: start, end (half-open days), as_of, pools, but_not (a claim to leave out, or 0).
    """
    return [(int(a), int(b)) for a, b in _ask(_COMPARTMENTS, shapes, facts)]


def zones_near(shapes: Shapes, layers: Sequence[int]) -> list[int]:
    """Zones of some layers whose boxes meet a box of ``shapes``."""
    return [int(row[0]) for row in _ask(_ZONES, shapes, {"layers": list(layers)})]


def _ask(query: str, shapes: Shapes, facts: Mapping[str, Any]) -> list[tuple[Any, ...]]:
    boxes = bounds(shapes)
    boxes = boxes[~np.isnan(boxes).any(axis=1)]
    if not len(boxes):
        return []
    west, south, east, north = (side.tolist() for side in boxes.T)
    told = {"west": west, "south": south, "east": east, "north": north, **facts}
    with transaction.atomic(), connection.cursor() as cursor:
        # Within a longer transaction the settings are taken back by the savepoint's end.
        cursor.execute("savepoint plan")
        cursor.execute(_PLAN)
        cursor.execute(query, told)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        cursor.execute("rollback to savepoint plan")
        cursor.execute("release savepoint plan")
    return rows
