"""The public register of a province that is full: 100,000 tickets, a million events, visitors.

A database of its own is filled with rows like those of a ticket that the real verbs issued, and
served by the real server with two processes. Visitors come at even intervals, fifty a second, to
the list, its search, a ticket's page and the page that verifies one; what each waits is counted
from the moment it was due, so that a slow answer is not hidden by asking later.
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
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import local
from typing import Any
from urllib.parse import quote

from qingshan.config import embedded, environment
from tests.bench.ledger import database
from tests.serving import serving

WORKER = Path(__file__).with_name("register_worker.py")
TICKETS = int(os.environ.get("QINGSHAN_BENCH_TICKETS", "100000"))
A_SECOND, SECONDS, WARM_SECONDS = 50, 40, 5
VISITORS, PROCESSES, THREADS = 32, 2, 2
PAGE_MS = 200.0
Row = dict[str, Any]


def run() -> list[Row]:
    """The figures of the register; filling takes most of the time."""
    server = os.environ.get("DATABASE_URL") or embedded.start(
        environment.folder("QINGSHAN_DATA", ".data")
    )
    with TemporaryDirectory() as folder, database(server, "bench_register") as url:
        told = filled(url, folder)
        with serving(url, folder, workers=PROCESSES, threads=THREADS) as site:
            visited(site.port, told["numbers"], WARM_SECONDS)
            took = visited(site.port, told["numbers"], SECONDS)
    many = f"{told['tickets']:,} tickets, {told['entries']:,} events"
    return [promised(f"{kind}, p95 among {many}", p95(times)) for kind, times in took.items()]


def filled(url: str, folder: str) -> dict[str, Any]:
    """The database filled by a process of its own."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(WORKER), str(TICKETS)],
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


def addresses(numbers: list[str]) -> Callable[[], tuple[str, str]]:
    """The next page that somebody asks for: the four kinds in turn, each with changing words."""
    turns, named = cycle(KINDS), cycle(numbers)
    return lambda: (kind := next(turns), KINDS[kind](next(named)))


def _listed(number: str) -> str:
    place = int(number.split("-")[2])
    return f"/register/?before={place + 2}" if place % 2 else "/register/?state=valid"


def _searched(number: str) -> str:
    place = int(number.split("-")[2])
    words = number if place % 2 else f"第{place}林场"
    return f"/register/?q={quote(words)}"


KINDS: dict[str, Callable[[str], str]] = {
    "the list": _listed,
    "a search": _searched,
    "the page of a ticket": lambda number: f"/tickets/{number}/",
    "the page that verifies": lambda number: f"/verify/?number={number}",
}


def visited(port: int, numbers: list[str], seconds: float) -> dict[str, list[float]]:
    """Seconds that visitors waited, by kind of page; they come evenly and wait for nobody."""
    asked, mine = addresses(numbers), local()
    took: dict[str, list[float]] = defaultdict(list)

    def visit(kind: str, address: str, due: float) -> None:
        if not hasattr(mine, "line"):
            mine.line = HTTPConnection("127.0.0.1", port, timeout=60)
        mine.line.request("GET", address)
        answer = mine.line.getresponse()
        answer.read()
        assert answer.status == 200, f"{address}: {answer.status}"
        took[kind].append(time.perf_counter() - due)

    begun = []
    with ThreadPoolExecutor(VISITORS) as pool:
        start = time.perf_counter()
        for number in range(int(A_SECOND * seconds)):
            due = start + number / A_SECOND
            time.sleep(max(0.0, due - time.perf_counter()))
            begun.append(pool.submit(visit, *asked(), due))
    for visit_begun in begun:
        visit_begun.result()
    return dict(took)


def p95(times: list[float]) -> float:
    """Milliseconds that 95 of 100 visitors waited at most."""
    return sorted(times)[int(len(times) * 0.95)] * 1000


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
