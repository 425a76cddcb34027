"""How fast a million sub-compartments are measured, digests included, against reading their
file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import polars as pl

from qingshan.core.carbon.run import Run, measure
from qingshan.core.kernel.period import Period
from qingshan.core.tables.shelf import open_shelf

ROWS = 1_000_000
REPEATS = 3
BAR = 3.0
"""Measuring may take so many times as long as reading the same rows from Parquet."""

GROUPS = ("马尾松", "杉木", "柏木", "栎类", "枫香", "华山松")
METHOD = "gz_ticket_v1"
PERIOD = Period.inclusive(date(2016, 1, 1), date(2020, 12, 31))
AS_OF = date(2026, 7, 1)


def run() -> list[dict[str, Any]]:
    """Rows of results: name, value, unit, against, ratio, bar, ok."""
    frame = stands(ROWS)
    open_shelf().wide("carbon.species_group", AS_OF)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "compartments.parquet"
        frame.write_parquet(path)
        reading = _best(lambda: pl.read_parquet(path))
        measuring = _best(lambda: _measure(frame))
        shuffled = frame.sample(fraction=1.0, shuffle=True, seed=1)
        unsorted = _best(lambda: _measure(shuffled))
    return [
        _row("measure 1,000,000 sub-compartments with digests", measuring, reading),
        _row("the same in shuffled order", unsorted, reading, bar=None),
        {
            "name": "measure, rows a second",
            "value": round(ROWS / measuring),
            "unit": "rows/s",
            "against": "",
            "ratio": None,
            "bar": None,
            "ok": True,
        },
    ]


def stands(count: int) -> pl.DataFrame:
    """Seeded sub-compartments in the columns of a fitted survey, keys in order."""
    random = np.random.default_rng(20_260_701)
    area = random.uniform(0.5, 30.0, count).round(4)
    earlier = random.uniform(20.0, 160.0, count).round(1)
    group = pl.Series(GROUPS).gather(random.integers(0, len(GROUPS), count))
    group = group.cast(pl.Enum(sorted(GROUPS)))
    number = pl.Series(np.arange(count)).cast(pl.String).str.zfill(7)
    return pl.DataFrame(
        {
            "compartment": "522629-101-201-" + number,
            "group": group,
            "group_t1": group,
            "level": pl.repeat("species", count, eager=True),
            "area_ha": area,
            "area_t1_ha": area,
            "volume_t1_m3_ha": earlier,
            "volume_t2_m3_ha": earlier + random.uniform(5.0, 40.0, count).round(1),
            "emission_t": np.zeros(count),
        }
    )


def _measure(frame: pl.DataFrame) -> Run:
    done = measure(frame, method=METHOD, period=PERIOD, as_of=AS_OF)
    assert done.removal > 0
    assert done.digest
    return done


def _best(act: Callable[[], object]) -> float:
    times = []
    for _ in range(REPEATS):
        start = perf_counter()
        act()
        times.append(perf_counter() - start)
    return min(times)


def _row(name: str, seconds: float, against: float, bar: float | None = BAR) -> dict[str, Any]:
    ratio = seconds / against
    return {
        "name": name,
        "value": round(seconds, 3),
        "unit": "s",
        "against": f"reading the same Parquet file, {against:.3f} s",
        "ratio": round(ratio, 2),
        "bar": bar,
        "ok": bar is None or ratio <= bar,
    }


if __name__ == "__main__":
    for line in run():
        print(line)  # noqa: T201 run by hand
