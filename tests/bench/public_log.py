"""The public log of a million entries: one proof, and the whole of it held against its rows.

A database of its own is made and dropped: 1,000,000 chains as rows, logged by the real job. A
proof is asked of the function and of a real site over HTTP, by one visitor at a time. The
yardstick of the verification is the hashing of the same rows and lines, under both hash functions,
with nothing else around it.
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

WORKER = Path(__file__).with_name("public_log_worker.py")
ENTRIES = int(os.environ.get("QINGSHAN_BENCH_ENTRIES", "1000000"))
PROOF_MS, VERIFY_RATIO = 20.0, 5.0
Row = dict[str, Any]


def run() -> list[Row]:
    """All figures of the log; about three minutes."""
    server = os.environ.get("DATABASE_URL") or embedded.start(
        environment.folder("QINGSHAN_DATA", ".data")
    )
    with database(server, "bench_log") as url:
        done = subprocess.run(
            [sys.executable, "-W", "ignore", str(WORKER), str(ENTRIES)],
            env={**os.environ, "DATABASE_URL": url, "PYTHONPATH": os.pathsep.join(sys.path)},
            stdout=subprocess.PIPE,
            check=True,
            text=True,
        )
    told = json.loads(done.stdout.splitlines()[-1])
    ratio = told["verify_s"] / told["hash_s"]
    many = f"{told['entries']:,}"
    return [
        promised(f"proof of one of {many} entries, p95", told["proof_p95_ms"]),
        promised("the same at its address over HTTP, p95", told["page_p95_ms"]),
        {
            "name": "the whole log verified",
            "value": round(told["entries"] / told["verify_s"]),
            "unit": "entries/s",
            "against": f"plain hashing of the same bytes, {told['hash_s']:.2f} s",
            "ratio": round(ratio, 2),
            "bar": VERIFY_RATIO,
            "ok": ratio <= VERIFY_RATIO,
        },
        {
            "name": "rows appended to the log",
            "value": round(told["entries"] / told["append_s"]),
            "unit": "entries/s",
            "against": "",
            "ratio": None,
            "bar": None,
            "ok": True,
        },
    ]


def promised(name: str, value: float) -> Row:
    return {
        "name": name,
        "value": round(value, 2),
        "unit": "ms",
        "against": "what was promised",
        "ratio": round(value / PROOF_MS, 2),
        "bar": 1,
        "ok": value <= PROOF_MS,
    }
