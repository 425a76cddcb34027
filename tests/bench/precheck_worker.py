"""Work of the pre-check benchmark in a process of its own: ``prepare FILE``, or ``engine FILE``.

The register is made up by a seeded generator: a clean layer of parcels of about two hectares in
surveys of 500, each claimed for some days, and zones of four kinds.
"""

from __future__ import annotations

import cProfile
import json
import os
import pstats
import sys
from datetime import UTC, date, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import shapely

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingshan.config.settings")

import django

django.setup()

from django.db import connection  # noqa: E402

from qingshan.apps.base.models import KeptFile  # noqa: E402
from qingshan.apps.land.boxes import Box  # noqa: E402
from qingshan.apps.land.claims import pools_of  # noqa: E402
from qingshan.apps.land.models import Claim, Survey, Zone, ZoneLayer  # noqa: E402
from qingshan.apps.land.precheck import PreCheck, precheck  # noqa: E402
from qingshan.apps.parties.models import Party  # noqa: E402
from qingshan.config.commands.check import collected_counties  # noqa: E402
from qingshan.config.commands.starting import prepare as migrate  # noqa: E402
from qingshan.core.carbon.example import Recipe, generate_compartments  # noqa: E402
from qingshan.core.doctor.card import Card  # noqa: E402
from qingshan.core.doctor.examine import examine  # noqa: E402
from qingshan.core.geo.shape import to_wkb  # noqa: E402
from qingshan.core.geo.writing import write_shapefile  # noqa: E402
from qingshan.core.kernel.period import Period  # noqa: E402
from qingshan.core.tables.shelf import open_shelf  # noqa: E402

SIDE = int(os.environ.get("QINGSHAN_BENCH_SIDE", "1000"))
"""Parcels along one edge of the register; their number is its square."""

BLOCK = 20, 25
"""Rows and columns of a survey."""

WEST, SOUTH, STEP_DEG = 108.4, 25.9, 0.0014
BETWEEN = 2
ZONES, DRAWN = 2_000, 500
KINDS = ("redline", "protected_area", "public_benefit", "other_programme")
PERIOD = Period.inclusive(date(2019, 1, 1), date(2023, 12, 31))
CLAIMED = (
    Period.inclusive(date(2014, 1, 1), date(2018, 12, 31)),
    Period.inclusive(date(2017, 1, 1), date(2021, 12, 31)),
    Period.inclusive(date(2019, 1, 1), date(2023, 12, 31)),
)
METHOD, AS_OF = "gz_ticket_v1", date(2026, 7, 1)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SEED = 20_261_124
COLUMNS = (
    "survey_id, row, key, county_code, township, village, forest_block, number, species_group,"
    " origin, age_group, stated_area_m2, shape_area_m2, shape, bounds"
)


def prepare(path: Path) -> dict[str, Any]:
    """Enter the register, write the visitor's file."""
    migrate()
    kept = KeptFile.objects.create(
        digest="0" * 64, name="bench", media_type="application/zip", size_bytes=0
    )
    party = Party.objects.create(kind="farm", name="bench")
    count = SIDE * SIDE // (BLOCK[0] * BLOCK[1])
    surveys = Survey.objects.bulk_create(
        Survey(party=party, file=kept, state="accepted", received=NOW) for _ in range(count)
    )
    enter_parcels(np.array([survey.pk for survey in surveys]))
    Claim.objects.bulk_create(
        Claim(
            survey=survey,
            title=f"bench {at}",
            scheme="gz_ticket",
            method=METHOD,
            pools=pools_of(METHOD, AS_OF),
            start=CLAIMED[at % 3].start,
            end=CLAIMED[at % 3].end,
            number=f"GZ{at:06}",
            entered_on=NOW.date(),
        )
        for at, survey in enumerate(surveys)
    )
    enter_zones(kept)
    with connection.cursor() as cursor:
        cursor.execute("vacuum analyze")
    middle = WEST + SIDE * STEP_DEG / 2, SOUTH + SIDE * STEP_DEG / 2
    place = shapely.box(middle[0], middle[1], middle[0] + 0.045, middle[1] + 0.045)
    recipe = Recipe(count=DRAWN, seed=SEED, county="522629", area_ha=2.0)
    frame, shapes = generate_compartments(place, recipe)
    write_shapefile(path, frame, shapes)
    return {"parcels": SIDE * SIDE, "claims": count, "zones": ZONES, "bytes": path.stat().st_size}


def enter_parcels(surveys: Any) -> None:
    """Copy the layer in bands of survey blocks; indices are made once it stands."""
    random = np.random.default_rng(SEED)
    fine = SIDE * (BETWEEN + 1) + 1
    jitter = random.uniform(-0.12, 0.12, (fine, fine, 2))
    with connection.cursor() as cursor:
        cursor.execute("drop index compartment_bounds")
        for band in range(SIDE // BLOCK[0]):
            shapes, numbers = parcels(band, jitter)
            keys = surveys[numbers]
            boxes = shapely.bounds(shapes)
            with cursor.copy(f"copy land_compartment ({COLUMNS}) from stdin") as copy:
                for at, (key, blob) in enumerate(zip(keys, shapely.to_wkb(shapes), strict=True)):
                    name = f"{band:03}{at:06}"
                    copy.write_row(
                        (int(key), at, name, "522629", "101", f"{band:03}", name[:5], name, "杉木",
                         "20", "中龄林", 20_000, 20_000, blob, str(Box(*boxes[at])))
                    )  # fmt: skip
        cursor.execute("create index compartment_bounds on land_compartment using gist (bounds)")


def parcels(band: int, jitter: Any) -> tuple[Any, Any]:
    """The parcels of one band of blocks, and the number of the survey of each."""
    n = BETWEEN + 1
    edge = [(0, i) for i in range(n)] + [(i, n) for i in range(n)]
    edge += [(n, n - i) for i in range(n)] + [(n - i, 0) for i in range(n)]
    rows = np.arange(band * BLOCK[0], (band + 1) * BLOCK[0])
    row, column = (grid.ravel() for grid in np.meshgrid(rows, np.arange(SIDE), indexing="ij"))
    rings = []
    for dy, dx in [*edge, edge[0]]:
        y, x = row * n + dy, column * n + dx
        rings.append((np.c_[x, y] / n + jitter[y, x]) * STEP_DEG + [WEST, SOUTH])
    across = SIDE // BLOCK[1]
    return shapely.polygons(np.stack(rings, axis=1)), band * across + column // BLOCK[1]


def enter_zones(kept: KeptFile) -> None:
    """Rounded zones of a few hundred vertices, a layer for each kind, all of the province."""
    random = np.random.default_rng(SEED + 1)
    most = np.array([WEST, SOUTH]) + SIDE * STEP_DEG
    centres = random.uniform((WEST, SOUTH), most, (ZONES, 2))
    shapes = shapely.buffer(
        shapely.points(centres), random.uniform(0.005, 0.03, ZONES), quad_segs=64
    )
    layers = [
        ZoneLayer.objects.create(
            kind=kind, name=kind, version="1", publisher="bench", source="bench",
            as_of=NOW.date(), entered=NOW, coverage=["520000"], file=kept, state="current",
        )
        for kind in KINDS
    ]  # fmt: skip
    Zone.objects.bulk_create(
        Zone(layer=layers[at % len(KINDS)], key=f"{at}", shape=blob, bounds=Box(*shape.bounds))
        for at, (shape, blob) in enumerate(zip(shapes, to_wkb(shapes), strict=True))
    )


def engine(path: Path, rounds: int) -> dict[str, Any]:
    """Examine once, then lay over the register again and again: seconds of each round."""
    start = perf_counter()
    card = examine(
        path,
        counties=collected_counties(),
        shelf=open_shelf(),
        as_of=AS_OF,
    )
    reading = perf_counter() - start
    spent = []
    for _ in range(rounds):
        start = perf_counter()
        found = laid_over(card)
        spent.append(perf_counter() - start)
    return {
        "reading": reading,
        "rounds": spent,
        "conflicts": len(found.conflicts),
        "claims": sum(conflict.kind == "claim" for conflict in found.conflicts),
        "verdict": found.verdict,
    }


def laid_over(card: Card) -> PreCheck:
    return precheck(card, period=PERIOD, method=METHOD, as_of=AS_OF)


def profile(path: Path) -> None:
    """Where the second round spends its time."""
    card = examine(
        path,
        counties=collected_counties(),
        shelf=open_shelf(),
        as_of=AS_OF,
    )
    laid_over(card)
    watch = cProfile.Profile()
    watch.runcall(laid_over, card)
    pstats.Stats(watch).sort_stats("cumulative").print_stats(60)


if __name__ == "__main__":
    act, name, *rest = sys.argv[1:]
    if act == "profile":
        profile(Path(name))
    else:
        told = prepare(Path(name)) if act == "prepare" else engine(Path(name), int(rest[0]))
        sys.stdout.write(json.dumps(told) + "\n")
