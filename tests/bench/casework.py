"""The desk of a province: 10,000 open cases of all its counties, listed and told to the inbox.

A database of its own is made and dropped; 40,000 finished cases lie beside the open ones. The page
is asked through the whole stack, signed in, with filters as a reviewer sets them; the yardstick is
plain SQL that answers the same rows and counts, without page, forms or permissions.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from qingshan.config import embedded, environment
from tests.bench.ledger import database

WORKER = Path(__file__).with_name("casework_worker.py")
OPEN = int(os.environ.get("QINGSHAN_BENCH_CASES", "10000"))
PAGE_MS = 200.0
Row = dict[str, Any]


def run() -> list[Row]:
    """The figures of the desk; about a minute."""
    server = os.environ.get("DATABASE_URL") or embedded.start(
        environment.folder("QINGSHAN_DATA", ".data")
    )
    with database(server, "bench_cases") as url:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", str(WORKER), str(OPEN)],
            env={**os.environ, "DATABASE_URL": url, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
    told = json.loads(done.stdout.splitlines()[-1])
    many = f"{told['open']:,} open cases of {told['counties']} counties"
    return [
        _promised(f"list of {many}, p95", told["page_p95_ms"]),
        _promised(f"tasks of the inbox among {many}, p95", told["tasks_p95_ms"]),
        {
            "name": f"rows and counts of the list among {many}, p95",
            "value": round(told["reads_p95_ms"], 1),
            "unit": "ms",
            "against": f"plain SQL, {told['sql_p95_ms']:.1f} ms",
            "ratio": round(told["reads_p95_ms"] / told["sql_p95_ms"], 2),
            "bar": None,
            "ok": True,
        },
    ]


def _promised(name: str, value: float) -> Row:
    return {
        "name": name,
        "value": round(value, 1),
        "unit": "ms",
        "against": "what was promised",
        "ratio": round(value / PAGE_MS, 2),
        "bar": 1,
        "ok": value <= PAGE_MS,
    }
