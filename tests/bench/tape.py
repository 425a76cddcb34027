"""The tape of a market that is old: a million deals, visitors of its page and its interface.

A database of its own is filled with deals like one that the real verbs made, each with its event,
and served by the real server with two processes. Visitors come at even intervals, five a second;
what each waits is counted from the moment it was due. The interface turns away who reads too often
from one address, so every visitor has an address of its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import count, cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from qingshan.config import embedded, environment
from tests.bench.ledger import fact, house
from tests.bench.register import PAGE_MS, p95
from tests.serving import serving

WORKER = Path(__file__).with_name("tape_worker.py")
DEALS = int(os.environ.get("QINGSHAN_BENCH_DEALS", "1000000"))
SECONDS = float(os.environ.get("QINGSHAN_BENCH_VISIT_SECONDS", "40"))
A_SECOND, WARM_SECONDS, VISITORS = 5, 4, 8
Row = dict[str, Any]


def run() -> list[Row]:
    """The figures of the tape; filling takes about two minutes."""
    server = os.environ.get("DATABASE_URL") or embedded.start(
        environment.folder("QINGSHAN_DATA", ".data")
    )
    with TemporaryDirectory() as folder, house(server, "bench_tape") as url:
        told = filled(url, folder)
        with serving(url, folder) as site:
            visited(site.port, told, WARM_SECONDS)
            took = visited(site.port, told, SECONDS)
    many = f"{told['deals']:,} deals"
    wanted = told["before"] + DEALS
    missing = abs(told["deals"] - wanted) + abs(told["events"] - wanted)
    waits = [promised(f"{kind}, p95 among {many}", p95(times)) for kind, times in took.items()]
    return [*waits, fact("deals or events not written", missing)]


def filled(url: str, folder: str) -> dict[str, Any]:
    """The database filled by a process of its own."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(WORKER), str(DEALS)],
        env={
            **os.environ,
            "DATABASE_URL": url,
            "QINGSHAN_DATA": folder,
            "PYTHONPATH": os.pathsep.join(sys.path),
        },
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def addresses(told: dict[str, Any]) -> Callable[[], tuple[str, str]]:
    """The next address that somebody asks for: the kinds in turn, with changing words."""
    tickets, uses = cycle(told["tickets"]), cycle(told["purposes"])
    years = cycle((2023, 2024, 2025))
    kinds: dict[str, Callable[[], str]] = {
        "the page of the tape": lambda: "/market/",
        "the deals of a year": lambda: f"/market/deals/?year={next(years)}",
        "the deals of a use and a year": lambda: (
            f"/market/deals/?purpose={next(uses)}&mode=listing&year={next(years)}"
        ),
        "the report of a month": lambda: f"/market/reports/{next(years)}-03/",
        "the bulletin of a day": lambda: f"/market/bulletins/{next(years)}-03-04/",
        "the tape by the interface": lambda: "/api/v1/trades",
        "the tape of a ticket": lambda: f"/api/v1/trades?ticket={next(tickets)}",
        "the tape of a use": lambda: f"/api/v1/trades?purpose={next(uses)}&limit=200",
    }
    turns = cycle(kinds)
    return lambda: (kind := next(turns), kinds[kind]())


def visited(port: int, told: dict[str, Any], seconds: float) -> dict[str, list[float]]:
    """Seconds that visitors waited, by kind; they come evenly and wait for nobody."""
    asked, took, names = addresses(told), defaultdict[str, list[float]](list), count(2)

    def visit(kind: str, address: str, due: float, source: str) -> None:
        line = HTTPConnection("127.0.0.1", port, timeout=60, source_address=(source, 0))
        line.request("GET", address)
        answer = line.getresponse()
        body = answer.read()
        line.close()
        took[kind].append(time.perf_counter() - due)
        assert answer.status == 200, f"{address}: {answer.status}"
        assert b"BENCH" in body, address

    begun = []
    with ThreadPoolExecutor(VISITORS) as pool:
        start = time.perf_counter()
        for number in range(int(A_SECOND * seconds)):
            due = start + number / A_SECOND
            time.sleep(max(0.0, due - time.perf_counter()))
            place = next(names)
            source = f"127.0.{place // 250}.{1 + place % 250}"
            begun.append(pool.submit(visit, *asked(), due, source))
    for visit_begun in begun:
        visit_begun.result()
    return dict(took)


def promised(name: str, value: float) -> Row:
    return {
        "name": name,
        "value": round(value, 1),
        "unit": "ms",
        "against": f"what was promised, {A_SECOND} visitors a second",
        "ratio": round(value / PAGE_MS, 2),
        "bar": 1,
        "ok": value <= PAGE_MS,
    }
