"""Ten million sub-compartments in a process of its own, so that its memory can be told."""

from __future__ import annotations

import json
import resource
import sys
from datetime import date
from pathlib import Path
from time import perf_counter

from qingshan.core.carbon.asked import Asked
from qingshan.core.carbon.streaming import measure_file
from qingshan.core.kernel.period import Period

METHOD = "gz_ticket_v1"
PERIOD = Period.inclusive(date(2016, 1, 1), date(2020, 12, 31))
AS_OF = date(2026, 7, 1)


def main(path: str, rows: str) -> None:
    """Print seconds, memory, totals and digest."""
    asked = Asked(METHOD, PERIOD, AS_OF, {"risk": "10"})
    start = perf_counter()
    found = measure_file(Path(path), asked, rows=int(rows))
    seconds = perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    told = {"seconds": seconds, "peak_bytes": peak, "removal": found.removal}
    told |= {"count": found.count, "digest": found.digest}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
