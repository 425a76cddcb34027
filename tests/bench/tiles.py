"""Map tiles of a county with 100,000 sub-compartments: how fast, how large, against what limits.

A seeded walk over zooms 8 to 16 asks the real view for one tile a step: cold (nothing kept), warm
(kept in memory) and held (the browser has it). Yardsticks of the same steps in the same run: the
same rows read by plain SQL (shapes, or middles with areas that the reader would have to count), and
GDAL's own writer of vector tiles given the rows that SQL read. A database of its own is made and
dropped.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np

from qingshan.config import embedded, environment
from tests.bench.ledger import database, migrate

WORKER = Path(__file__).with_name("tiles_worker.py")
STEPS = int(os.environ.get("QINGSHAN_BENCH_STEPS", "240"))
LIMIT_KB = 500.0
"""Half of what a page with a map may weigh (PRODUCT 5: 900 kB)."""

Row = dict[str, Any]


def run() -> list[Row]:
    """All figures of the tiles; about two minutes."""
    server = os.environ.get("DATABASE_URL") or embedded.start(
        environment.folder("QINGSHAN_DATA", ".data")
    )
    with database(server, "bench_tiles") as url:
        migrate(url)
        count = work(url, "prepare")["count"]
        steps = work(url, "walk", str(STEPS))["steps"]
    outlines = [step for step in steps if "gdal" in step]
    counts = [step for step in steps if step["zoom"] < 12]
    assert outlines
    assert counts
    return [
        held(f"outlines cold, p95, {count:,} in the county", outlines, "cold", "gdal", 1.0),
        held("outlines cold, median", outlines, "cold", "raw", None),
        held("counts cold, p95", counts, "cold", "raw", 1.0),
        held("warm, p95 of all steps", steps, "warm", "cold", 0.25),
        held("held by the browser, p95 of all steps", steps, "held", "cold", 0.25),
        size(steps),
    ]


def held(name: str, steps: list[Row], key: str, against: str, bar: float | None) -> Row:
    """One figure over some steps, held against another of the same steps."""
    share = 50 if "median" in name else 95
    value, limit = (
        float(np.percentile([step[each] for step in steps], share)) * 1000
        for each in (key, against)
    )
    words = {
        "gdal": "plain SQL and GDAL's writer",
        "raw": "plain SQL over the same rows",
        "cold": "the same steps cold",
    }
    return {
        "name": name,
        "value": round(value, 2),
        "unit": "ms",
        "against": f"{words[against]}, {limit:.2f} ms",
        "ratio": round(value / limit, 2),
        "bar": bar,
        "ok": bar is None or value / limit <= bar,
    }


def size(steps: list[Row]) -> Row:
    """The largest answer of the walk, before compression."""
    sizes = np.array([step["size"] for step in steps]) / 1000
    return {
        "name": "largest tile of the walk, before compression",
        "value": round(float(sizes.max()), 1),
        "unit": "kB",
        "against": f"median {np.median(sizes):.1f} kB, p95 {np.percentile(sizes, 95):.1f} kB",
        "ratio": None,
        "bar": LIMIT_KB,
        "ok": bool(sizes.max() <= LIMIT_KB),
    }


def work(url: str, *task: str) -> Any:
    """What a worker of its own on the database says."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(WORKER), *task],
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout)


if __name__ == "__main__":
    for row in run():
        sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
