"""Work of the tiles benchmark in a process of its own: ``prepare``, or ``walk`` with its steps."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import shapely

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingshan.config.settings")

import django

django.setup()

from django.db import connection  # noqa: E402
from django.test import RequestFactory  # noqa: E402

from qingshan.apps.base.models import KeptFile  # noqa: E402
from qingshan.apps.land.boxes import Box  # noqa: E402
from qingshan.apps.land.models import Survey  # noqa: E402
from qingshan.apps.land.tiles import OUTLINE_ZOOM, forget_tiles  # noqa: E402
from qingshan.apps.parties.models import Party  # noqa: E402
from qingshan.apps.portal.views.tiles import compartments  # noqa: E402
from qingshan.core.geo.shape import from_wkb  # noqa: E402
from qingshan.core.geo.tiles import Tile  # noqa: E402

SIDE = 317
"""Squares along one edge of the county; their number is a little more than 100,000."""

WEST, SOUTH, STEP_DEG = 108.2, 26.4, 0.0014
BETWEEN = 2
"""Corners on every edge beside its ends: 12 a parcel, shared with the neighbours."""

LEAST_ZOOM, MOST_ZOOM = 8, 16
RAW = "select shape from land_compartment where bounds && %s::box"
MIDDLES = """
    select (center(bounds))[0], (center(bounds))[1], stated_area_m2
    from land_compartment where bounds && %s::box
"""


class Visitor:
    """Somebody who is not signed in."""

    is_authenticated = False


def prepare() -> dict[str, Any]:
    """Enter the county's parcels in one copy."""
    shapes = parcels()
    now = datetime(2026, 7, 1, tzinfo=UTC)
    party = Party.objects.create(kind="farm", name="bench")
    kept = KeptFile.objects.create(
        digest="0" * 64, name="bench", media_type="application/zip", size_bytes=0
    )
    survey = Survey.objects.create(party=party, file=kept, state="accepted", received=now)
    columns = (
        "survey_id, row, key, county_code, township, village, forest_block, number, species_group,"
        " origin, age_group, stated_area_m2, shape_area_m2, shape, bounds"
    )
    boxes = [str(Box(*bounds)) for bounds in shapely.bounds(shapes)]
    with (
        connection.cursor() as cursor,
        cursor.copy(f"copy land_compartment ({columns}) from stdin") as copy,
    ):
        for at, blob in enumerate(shapely.to_wkb(shapes)):
            numbers = (f"{at // 10_000:03}", f"{at // 500:05}", f"{at // 50:04}", f"{at:06}")
            copy.write_row(
                (survey.pk, at, f"k{at}", "522629", *numbers, "杉木", "20", "中龄林", 20_000,
                 20_000, blob, boxes[at])
            )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze land_compartment")
    return {"count": len(shapes)}


def parcels() -> Any:
    """Seeded parcels that share uneven boundaries, as a clean survey of a county has them."""
    random = np.random.default_rng(20_261_124)
    fine = SIDE * (BETWEEN + 1) + 1
    spots = np.moveaxis(np.mgrid[0:fine, 0:fine].astype(float), 0, -1)[..., ::-1] / (BETWEEN + 1)
    spots += random.uniform(-0.12, 0.12, spots.shape)
    spots = spots * STEP_DEG + [WEST, SOUTH]
    n = BETWEEN + 1
    edge = [(0, i) for i in range(n)] + [(i, n) for i in range(n)]
    edge += [(n, n - i) for i in range(n)] + [(n - i, 0) for i in range(n)]
    at = np.arange(SIDE) * n
    rows, columns = (grid.ravel() for grid in np.meshgrid(at, at, indexing="ij"))
    rings = np.stack([spots[rows + dy, columns + dx] for dy, dx in [*edge, edge[0]]], axis=1)
    return shapely.polygons(rings)


def steps(count: int) -> list[Tile]:
    """A seeded walk inside the county: now closer, now farther, now to a neighbour."""
    random = np.random.default_rng(7)
    centre = np.array([WEST, SOUTH]) + SIDE * STEP_DEG / 2
    half = SIDE * STEP_DEG / 2
    zoom, found = 11, []
    while len(found) < count:
        zoom = int(np.clip(zoom + random.integers(-1, 2), LEAST_ZOOM, MOST_ZOOM))
        move = random.normal(0, 360 / 2**zoom, 2)
        centre = np.clip(centre + move, [WEST, SOUTH], np.array([WEST, SOUTH]) + 2 * half)
        x, y = Tile(0, 0, 0).grid(centre[None])[0] / 4096 * 2**zoom
        found.append(Tile(zoom, int(x), int(y)))
    return found


def walk(count: int) -> dict[str, Any]:
    """Every step cold, then warm, then held by the browser; and the yardsticks of the same step."""
    told = []
    answer(Tile(12, 0, 0))
    for tile in steps(count):
        forget_tiles()
        cold, size, tag = answer(tile)
        warm, _, _ = answer(tile)
        held, _, _ = answer(tile, tag)
        told.append(
            {"zoom": tile.zoom, "cold": cold, "warm": warm, "held": held, "size": size}
            | yardsticks(tile)
        )
    return {"steps": told}


def answer(tile: Tile, tag: str = "") -> tuple[float, int, str]:
    """Seconds, bytes and tag of one answer of the real view."""
    more = {"HTTP_IF_NONE_MATCH": tag} if tag else {}
    request = RequestFactory().get("/tiles/", **more)
    request.user = Visitor()  # type: ignore[assignment]
    start = perf_counter()
    response = compartments(request, tile.zoom, tile.column, tile.row)
    spent = perf_counter() - start
    assert response.status_code == (304 if tag else 200)
    return spent, len(response.content), response["ETag"]


def yardsticks(tile: Tile) -> dict[str, float]:
    """The same rows read by plain SQL (shapes, or middles with areas), and outlines by GDAL."""
    box = str(Box(*tile.bounds()))
    with connection.cursor() as cursor:
        start = perf_counter()
        cursor.execute(RAW if tile.zoom >= OUTLINE_ZOOM else MIDDLES, [box])
        rows = cursor.fetchall()
        raw = perf_counter() - start
    if tile.zoom < OUTLINE_ZOOM or not rows:
        return {"raw": raw}
    return {"raw": raw, "gdal": raw + by_gdal(tile, rows)}


def by_gdal(tile: Tile, rows: list[Any]) -> float:
    """Seconds in which GDAL's driver writes one tile of the rows."""
    import pyogrio.raw
    from pyproj import Transformer

    shapes = from_wkb([shape for (shape,) in rows])
    project = Transformer.from_crs(4490, 3857, always_xy=True).transform
    flat = shapely.transform(shapes, lambda at: np.column_stack(project(at[:, 0], at[:, 1])))
    zoom = str(tile.zoom)
    with tempfile.TemporaryDirectory() as folder:
        start = perf_counter()
        pyogrio.raw.write(
            Path(folder) / "tiles",
            geometry=shapely.to_wkb(flat),
            field_data=[np.full(len(flat), 30.0), np.full(len(flat), "杉木", dtype=object)],
            fields=["area_mu", "group"],
            geometry_type="Polygon",
            crs="EPSG:3857",
            driver="MVT",
            layer="compartments",
            MINZOOM=zoom,
            MAXZOOM=zoom,
        )
        return perf_counter() - start


if __name__ == "__main__":
    act, *rest = sys.argv[1:]
    sys.stdout.write(json.dumps(prepare() if act == "prepare" else walk(int(rest[0]))))
