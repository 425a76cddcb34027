"""One process that reads ten million sub-compartments, or measures them, and tells what it took."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import polars as pl

from qingshan.core.carbon.asked import Asked
from qingshan.core.carbon.streaming import measure_file
from tests.bench.measure import AS_OF, METHOD, PERIOD


def main(path: str, rows: str) -> None:
    """Print seconds, seconds of processor and peak of memory; the result where ``rows`` are given.

    Without rows the file is read as it stands: all columns, texts decoded, in memory together.
    """
    asked = Asked(METHOD, PERIOD, AS_OF, {"risk": "10"})
    start, spent = perf_counter(), process_time()
    answer: dict[str, Any] = {}
    if int(rows):
        found = measure_file(Path(path), asked, rows=int(rows))
        answer = {"removal": found.removal, "digest": found.digest, "digests": dict(found.digests)}
    else:
        answer = {"count": len(pl.read_parquet(path))}
    told = {
        "seconds": perf_counter() - start,
        "processor_s": process_time() - spent,
        "peak_bytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024,
    }
    sys.stdout.write(json.dumps(told | answer) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
