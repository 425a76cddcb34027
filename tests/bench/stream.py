"""The market as it happens: five hundred who keep a line open to one ``qingshan stream``.

Deals are picked and settled by their verbs at uneven moments, each leaves two events. Told is the
time from when an act was there for everybody until the last listener has heard it, and that each
heard every event once and in order. The journal is read once a second: that is the yardstick.
"""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from qingshan.config import embedded, environment
from tests.bench.ledger import fact, house, work
from tests.serving import free_port

WORKER = Path(__file__).with_name("trades_worker.py")
LISTENERS = int(os.environ.get("QINGSHAN_BENCH_LISTENERS", "500"))
DEALS = int(os.environ.get("QINGSHAN_BENCH_STREAM_DEALS", "100"))
LONGEST_S, PATIENCE_S, START_S = 0.5, 30.0, 120.0
PROMISED_S, RATIO = 1.0, 1.5
Row = dict[str, Any]


@dataclass
class Listener:
    """One open line: the numbers of what it heard, and when."""

    is_open: bool = False
    heard: list[tuple[int, float]] = field(default_factory=list)


def run() -> list[Row]:
    """All figures; about two minutes."""
    server = os.environ.get("DATABASE_URL") or embedded.start(
        environment.folder("QINGSHAN_DATA", ".data")
    )
    with house(server, "bench_stream") as url:
        work(url, [["prepare"]], WORKER)
        with streaming(url) as port:
            told, listeners = asyncio.run(heard_by_all(url, port))
    there = dict(told)
    numbers = sorted(there)
    missed = sum(len(set(numbers) - {n for n, _ in one.heard}) for one in listeners)
    wrong = sum([n for n, _ in one.heard if n in there] != numbers for one in listeners)
    last = {n: max(dict(one.heard).get(n, float("inf")) for one in listeners) for n in numbers}
    waits = sorted(last[n] - moment for n, moment in told)
    wait = waits[int(len(waits) * 0.95)]
    return [
        {
            "name": f"from an act until {LISTENERS} have heard it, p95 of {len(told)} acts",
            "value": round(wait, 3),
            "unit": "s",
            "against": f"the journal is read every {PROMISED_S:g} s",
            "ratio": round(wait / PROMISED_S, 2),
            "bar": RATIO,
            "ok": wait <= RATIO * PROMISED_S,
        },
        fact(f"messages missed by {LISTENERS} listeners", missed),
        fact("listeners that heard something twice or out of order", wrong),
    ]


@contextmanager
def streaming(url: str) -> Iterator[int]:
    """``qingshan stream`` on this database, at a port of its own."""
    port = free_port()
    process = subprocess.Popen(
        [
            sys.executable,
            "-W",
            "ignore",
            "-m",
            "qingshan.config.cli",
            "stream",
            "--port",
            str(port),
        ],
        env={**os.environ, "DATABASE_URL": url, "PYTHONPATH": os.pathsep.join(sys.path)},
        stdout=subprocess.DEVNULL,
    )
    try:
        yield port
    finally:
        # It ends what it began itself.
        process.send_signal(signal.SIGTERM)
        process.wait()


async def heard_by_all(url: str, port: int) -> tuple[list[tuple[int, float]], list[Listener]]:
    """The acts with their moments, and what everybody heard of them."""
    listeners = [Listener() for _ in range(LISTENERS)]
    lines = [asyncio.create_task(listen(one, port)) for one in listeners]
    end = time.monotonic() + START_S
    while not all(one.is_open for one in listeners):
        assert time.monotonic() < end, "the stream does not answer everybody"
        broken = [line for line in lines if line.done()]
        assert not broken, broken[:1]
        await asyncio.sleep(0.1)
    (said,) = await asyncio.to_thread(
        work, url, [["deals", "stream", f"{DEALS}", f"{LONGEST_S}"]], WORKER
    )
    told = [(int(number), float(moment)) for number, moment in said]
    newest, end = max(number for number, _ in told), time.monotonic() + PATIENCE_S
    while time.monotonic() < end and not all(
        one.heard and one.heard[-1][0] >= newest for one in listeners
    ):
        await asyncio.sleep(0.1)
    for line in lines:
        line.cancel()
    await asyncio.gather(*lines, return_exceptions=True)
    return told, listeners


async def listen(one: Listener, port: int) -> None:
    """Keep a line open and note when each event of the market came."""
    end = time.monotonic() + START_S
    while True:
        try:
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            break
        except OSError:
            assert time.monotonic() < end, "nothing listens"
            await asyncio.sleep(0.2)
    writer.write(f"GET /market/stream/ HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
    number = 0
    try:
        while line := await reader.readline():
            if line.startswith(b"id: "):
                number = int(line[4:])
            elif line.startswith(b"event: "):
                one.is_open = True
                if line[7:].strip() == b"deal":
                    one.heard.append((number, time.time()))
    finally:
        writer.close()
