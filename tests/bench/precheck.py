"""The pre-check against a register of a million parcels: the engine alone, and the page.

A database of its own is made and dropped: 1,000,000 sub-compartments in 2,000 surveys, a claim on
each, 2,000 zones of four kinds. A visitor's zipped shapefile of 500 parcels is laid over them by
``apps.land.precheck`` (after one round that warms up), and sent to the site as browsers send it,
until the verdict's page is there. Bars are the seconds that were promised for two cores.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from qingshan.config import embedded, environment
from tests.bench.ledger import database

WORKER = Path(__file__).with_name("precheck_worker.py")
ROUNDS = int(os.environ.get("QINGSHAN_BENCH_ROUNDS", "8"))
ENGINE_S, PAGE_S = 1.0, 10.0
START_S, STOP_S = 60.0, 20.0
NUMBER = re.compile(r"P-[0-9A-Z]{4}-\d\d")
TOLD = {"first_day": "2019-01-01", "last_day": "2023-12-31"}
Row = dict[str, Any]


def run() -> list[Row]:
    """All figures of the pre-check; about four minutes, most of it to fill the register."""
    server = os.environ.get("DATABASE_URL") or embedded.start(
        environment.folder("QINGSHAN_DATA", ".data")
    )
    with (
        database(server, "bench_precheck") as url,
        tempfile.TemporaryDirectory() as name,
    ):
        path = Path(name) / "forest.zip"
        kept = work(url, "prepare", str(path))
        engine = work(url, "engine", str(path), str(ROUNDS + 1))
        with site(url, Path(name)) as address:
            pages = [posted(f"{address}/check/", path) for _ in range(ROUNDS)]
    return rows(kept, engine, pages)


def rows(kept: Row, engine: Row, pages: list[float]) -> list[Row]:
    """The figures with their bars."""
    assert engine["claims"], "the visitor's parcels meet no claim: nothing was looked for"
    first, *warm = engine["rounds"]
    size = f"{kept['parcels']:,} parcels, {kept['claims']:,} claims, {kept['zones']:,} zones"
    met = f"{engine['conflicts']} conflicts found"
    return [
        seconds("engine, median of warm rounds", float(np.median(warm)), size, ENGINE_S),
        seconds("engine, slowest warm round", max(warm), met, ENGINE_S),
        seconds("engine, first round of a new process", first, met, None),
        seconds("reading and examining the file", engine["reading"], f"{kept['bytes']:,} B", None),
        seconds("page, first after the start", pages[0], "POST to verdict", PAGE_S),
        seconds("page, median of the others", float(np.median(pages[1:])), "the same", PAGE_S),
    ]


def seconds(name: str, value: float, against: str, bar: float | None) -> Row:
    """One figure in seconds, and its bar in seconds."""
    return {
        "name": name,
        "value": round(value, 3),
        "unit": "s",
        "against": against,
        "ratio": None,
        "bar": bar,
        "ok": bar is None or value <= bar,
    }


@contextmanager
def site(url: str, folder: Path) -> Iterator[str]:
    """The real site on the bench's database, as a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-W", "ignore", "-m", "qingshan.config.cli", "serve"]
    own = {"DATABASE_URL": url, "QINGSHAN_DATA": str(folder), "QINGSHAN_SITE_URL": address}
    log = folder / "site.log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [*command, "--port", str(port), "--workers", "1"],
            env={**os.environ, **own, "QINGSHAN_DEMO": "1"},
            stdout=written,
            stderr=written,
            start_new_session=True,
        )
    try:
        begun = perf_counter()
        while not answers(f"{address}/check/"):
            alive = process.poll() is None and perf_counter() - begun < START_S
            assert alive, log.read_text(encoding="utf-8", errors="replace")[-4000:]
            time.sleep(0.2)
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()


def answers(address: str) -> bool:
    """Whether something is there."""
    try:
        with urllib.request.urlopen(address, timeout=5):
            return True
    except OSError:
        return False


def posted(address: str, path: Path) -> float:
    """Seconds from sending the file to the last byte of the page with the verdict."""
    border = uuid.uuid4().hex
    parts = [
        f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in TOLD.items()
    ]
    head = (
        f'--{border}\r\nContent-Disposition: form-data; name="file"; filename="{path.name}"\r\n'
        "Content-Type: application/zip\r\n\r\n"
    )
    body = b"".join([*parts, head.encode(), path.read_bytes(), f"\r\n--{border}--\r\n".encode()])
    kind = f"multipart/form-data; boundary={border}"
    request = urllib.request.Request(address, body, {"Content-Type": kind})
    start = perf_counter()
    with urllib.request.urlopen(request, timeout=120) as response:
        page = response.read().decode()
    spent = perf_counter() - start
    assert NUMBER.search(page), "the page shows no verdict"
    return spent


def work(url: str, *task: str) -> Any:
    """What a worker of its own on the database says."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", str(WORKER), *task],
        env={**os.environ, "DATABASE_URL": url},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    return json.loads(done.stdout)
