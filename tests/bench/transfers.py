"""Transfers through the interface: races, latency as history grows, rate beside pgbench.

The three measures at which the best-known open national registry fails. Everything is on that is on
in a province: tokens, roles, the second factor, event, lock order and ledger; two server processes,
real sockets. A database of its own is made and dropped, beside one for pgbench on the same server.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from qingshan.config import embedded, environment
from tests.bench.ledger import beside, database, fact, house, pgbench
from tests.bench.transfers_client import ordered, races, shut_out, steady
from tests.serving import serving

WORKER = Path(__file__).with_name("transfers_worker.py")
SECONDS = float(os.environ.get("QINGSHAN_BENCH_SECONDS", "5"))
RACES = int(os.environ.get("QINGSHAN_BENCH_RACES", "1000"))
HISTORY = int(os.environ.get("QINGSHAN_BENCH_HISTORY", "200000"))
CLIENTS, LINES = 8, 50
RATIO, GROWTH = 0.25, 1.2
Row = dict[str, Any]


def run() -> list[Row]:
    """All figures; some minutes."""
    server = os.environ.get("DATABASE_URL") or embedded.start(
        environment.folder("QINGSHAN_DATA", ".data")
    )
    with database(server, "bench_pgbench") as yardstick, house(server, "bench_transfers") as url:
        pgbench(yardstick, "-i", "-q", "-s", "10")
        folder = str(environment.folder("QINGSHAN_DATA", ".data"))
        told = work(url, "prepare")
        with serving(url, folder) as site:
            steady(site.port, told, "warm", CLIENTS, 2)
            young = steady(site.port, told, "young", 1, SECONDS)
            rate = beside(
                f"transfers over HTTP, {CLIENTS} clients",
                yardstick,
                lambda n: steady(site.port, told, f"rate{n}", CLIENTS, SECONDS)["rate"],
                RATIO,
            )
            orders = beside(
                f"transfers over HTTP in orders of {LINES}, {CLIENTS} clients",
                yardstick,
                lambda n: ordered(site.port, told, f"order{n}", CLIENTS, SECONDS, LINES),
                0,
            )
            limit = beside(
                f"requests that no token opens, {CLIENTS} clients: the most for any act",
                yardstick,
                lambda n: shut_out(site.port, CLIENTS, SECONDS),
                0,
            )
            work(url, "history", f"{HISTORY}")
            steady(site.port, told, "warm-again", 1, 1)
            old = steady(site.port, told, "old", 1, SECONDS)
            found = races(site.port, told, RACES)
        differs = work(url, "verify")
    return [
        fact(f"of {RACES} races of 60 + 70 t out of 100 t, both accepted", found["twice"]),
        fact(f"of {RACES} races, neither accepted", found["never"]),
        fact(f"of {RACES} races, holdings not 100 t afterwards", found["torn"]),
        flat(young["p50_ms"], old["p50_ms"]),
        rate,
        {**orders, "bar": None},
        {**limit, "bar": None},
        fact("differences after re-adding everything", 0 if differs is None else differs),
    ]


def flat(young: float, old: float) -> Row:
    """Latency among a long history beside that among a short one."""
    return {
        "name": f"p50 of a transfer over HTTP at {HISTORY:,} transfers of history",
        "value": round(old, 2),
        "unit": "ms",
        "against": f"at 1,000: {young:.2f} ms",
        "ratio": round(old / young, 2),
        "bar": f"<= {GROWTH}",
        "ok": old / young <= GROWTH,
    }


def work(url: str, *task: str) -> Any:
    """A task of the worker, and what it says."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(WORKER), *task],
        env={**os.environ, "DATABASE_URL": url, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    return json.loads(done.stdout.splitlines()[-1])
