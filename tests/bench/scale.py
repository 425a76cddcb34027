"""Ten million sub-compartments over two dates, and what a reader of a result waits for.

Held against reading the same file into memory (the same columns, the same threads; processes of
their own, in turns, the middle one of five), and against pandas: over whole columns with the same
checks, rounding and digests, all of which must come out equal; and row by row, as sheets and
scripts do it (measured on the first rows). pandas lies in an environment of its own that is made
when the benchmark first runs.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from qingshan.config import environment
from qingshan.core.carbon.explain import explain
from qingshan.core.carbon.package.packing import pack_run
from qingshan.core.carbon.package.recompute import recompute
from qingshan.core.carbon.run import measure
from tests.bench.measure import AS_OF, METHOD, PERIOD, stands
from tests.bench.peers import peer, told_by

ROWS, TICKET_ROWS, TURNS = 10_000_000, 2_000, 5
CHUNK, OTHER_CHUNK = 1_000_000, 700_000
PEAK_BYTES = 4 << 30
READING = 3.0
"""Measuring with digests may take so many times as long as reading the same file."""

SLOWER = 0.1
"""Of a plain implementation's time measuring may take a tenth."""

PEER = ("pandas==2.3.3", "pyarrow==26.0.1", "numpy==2.3.5")
HERE = Path(__file__).parent
NODES = ("ticket", "group:杉木", "factor:杉木", "parameter:杉木/svd")

Row = dict[str, Any]


def run() -> list[Row]:
    """Rows of results: name, value, unit, against, ratio, bar, ok."""
    folder = environment.folder("QINGSHAN_DATA", ".data") / "bench_scale"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "stands.parquet"
    if not path.is_file():
        stands(ROWS).write_parquet(path)
    turns = [(worker(path, 0), worker(path, CHUNK)) for _ in range(TURNS)]
    reading, seconds = (median(each[at]["seconds"] for each in turns) for at in (0, 1))
    work = [median(each[at]["processor_s"] for each in turns) for at in (0, 1)]
    own, other = turns[0][1], worker(path, OTHER_CHUNK)
    plain = ask_peer(path)
    assert own["removal"] == plain["removal"]
    assert all(own["digests"][name] == plain[name] for name in ("inputs", "result"))
    equal = own["digest"] == other["digest"]
    peak = max(each[1]["peak_bytes"] for each in turns)
    return [
        row("measure 10,000,000 stands with digests", seconds, reading, READING, "reading"),
        row("the same, seconds of processor", work[1], work[0], None, "reading"),
        told("the same, rows a second", round(ROWS / seconds), "rows/s"),
        told("two divisions into chunks, equal digests", float(equal), "1", equal),
        told("the same, peak of memory", peak / 2**30, "GiB", peak <= PEAK_BYTES,
             PEAK_BYTES / 2**30),
        row("against pandas with the same digests", seconds, plain["whole"], SLOWER,
            "pandas, read, check, measure, digest"),
        row("against pandas row by row", seconds, plain["row_by_row"], SLOWER, "pandas, apply"),
        row("against pandas without digests", seconds, plain["columns"], None,
            "pandas, read, check, measure"),
        *reader_rows(),
    ]  # fmt: skip


def reader_rows() -> list[Row]:
    """What one waits for who recomputes a ticket or opens a figure; bars of the design."""
    frame = stands(TICKET_ROWS)
    found = measure(frame, method=METHOD, period=PERIOD, as_of=AS_OF)
    with TemporaryDirectory() as name:
        path = Path(name) / "package.zip"
        path.write_bytes(pack_run(found, frame))
        again = timed(lambda: recompute(path))
        apart = timed(
            lambda: subprocess.run(
                [sys.executable, "-m", "qingshan.core.carbon.package", str(path)],
                check=True, capture_output=True,
            )
        )  # fmt: skip
    keys = [f"compartment:{key}" for key in found.frame["compartment"].head(5)]
    slowest = max(
        min(timed(lambda n=node: explain(found, n)) for _ in range(3)) for node in (*NODES, *keys)
    )
    return [
        told("recompute a package of 2,000 sub-compartments", again, "s", again <= 2, 2.0),
        told("the same as a command of its own", apart, "s"),
        told("open any figure, the slowest", slowest * 1000, "ms", slowest <= 0.1, 100.0),
    ]


def worker(path: Path, rows: int) -> dict[str, Any]:
    """A process that measures so many rows at once, or with 0 reads; its project is this one's."""
    folder = os.pathsep.join(sys.path)
    arguments = (str(path), str(rows))
    return told_by(sys.executable, HERE / "scale_worker.py", *arguments, PYTHONPATH=folder)


def ask_peer(path: Path) -> dict[str, Any]:
    """What pandas finds, by the same parameters."""
    small = measure(stands(1_000), method=METHOD, period=PERIOD, as_of=AS_OF)
    names = next(iter(small.parameters.values()))
    parameters = {
        name: {group: float(values[name]["value"]) for group, values in small.parameters.items()}
        for name in names
    }
    python = peer("pandas", *PEER)
    return told_by(python, HERE / "scale_peer.py", str(path), json.dumps(parameters), "10")


def timed(act: Callable[[], object]) -> float:
    start = perf_counter()
    act()
    return perf_counter() - start


def row(name: str, seconds: float, against: float, bar: float | None, whom: str) -> Row:
    ratio = seconds / against
    return {
        "name": name,
        "value": round(seconds, 3),
        "unit": "s",
        "against": f"{whom}, {against:.2f} s",
        "ratio": round(ratio, 3),
        "bar": bar,
        "ok": bar is None or ratio <= bar,
    }


def told(name: str, value: float, unit: str, ok: bool = True, bar: float | None = None) -> Row:
    return {
        "name": name,
        "value": value,
        "unit": unit,
        "against": "",
        "ratio": None,
        "bar": bar,
        "ok": ok,
    }
