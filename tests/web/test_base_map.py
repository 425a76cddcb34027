"""A base map in a real browser: tiles from its one host, below everything, and never needed."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.web.conftest import DESK, STOP_SECONDS, Standing, _environment, _free_port, _wait

pytestmark = pytest.mark.browser
NOTE = "测试底图 审图号：GS（2024）0000号"
TEAL = (0, 160, 160)


@dataclass
class Tiles:
    """A server of one-coloured tiles: what was asked of it, and whether it answers."""

    url: str = ""
    asked: list[str] = field(default_factory=list)
    is_up: bool = True


@pytest.fixture(scope="module")
def tiles() -> Iterator[Tiles]:
    made = io.BytesIO()
    Image.new("RGB", (256, 256), TEAL).save(made, "PNG")
    kept = Tiles()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kept.asked.append(self.path)
            self.send_response(200 if kept.is_up else 503)
            self.send_header("Content-Type", "image/png")
            self.end_headers()
            if kept.is_up:
                self.wfile.write(made.getvalue())

        def log_message(self, *args: Any) -> None:
            """Nothing: the test looks at ``asked``."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    kept.url = f"http://127.0.0.1:{server.server_address[1]}"
    yield kept
    server.shutdown()


@pytest.fixture(scope="module")
def mapped(standing: Standing, tiles: Tiles, tmp_path_factory: Any) -> Iterator[str]:
    """The same house once more, with a base map."""
    port = _free_port()
    url, log = f"http://127.0.0.1:{port}", Path(tmp_path_factory.mktemp("mapped")) / "site.log"
    own = _environment("", standing.folder, QINGSHAN_SITE_URL=url)
    own |= {
        "DATABASE_URL": standing.database,
        "QINGSHAN_BASE_MAP": tiles.url + "/{z}/{x}/{y}.png?tk={key}",
        "QINGSHAN_BASE_MAP_KEY": "k1",
        "QINGSHAN_BASE_MAP_NOTE": NOTE,
        "QINGSHAN_BASE_MAP_DATUM": "cgcs2000",
    }
    command = [sys.executable, "-W", "ignore", "-m", "qingshan.config.cli", "serve"]
    with log.open("wb") as written:
        process = subprocess.Popen(
            [*command, "--port", str(port), "--workers", "1"],
            env={**os.environ, **own},
            stdout=written,
            stderr=written,
            start_new_session=True,
        )
    try:
        _wait(url, process, log)
        yield url
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()


def test_tiles_lie_below_and_their_note_is_shown(mapped: str, tiles: Tiles, open_page: Any) -> None:
    page, watched = open_page(DESK)
    page.goto(f"{mapped}/look/")
    page.wait_for_selector("[data-map=conflicts] .ground.live canvas")
    page.locator("[data-map=conflicts]").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(500)
    assert any(path.endswith("?tk=k1") for path in tiles.asked)
    assert NOTE in page.locator("[data-map=conflicts] figcaption").inner_text()
    assert watched.faults == []
    strangers = [
        url for url in watched.requested if not url.startswith((mapped, tiles.url, "data"))
    ]
    assert [url for url in strangers if not url.startswith("blob")] == []
    shot = page.locator("[data-map=conflicts] .ground").screenshot()
    colours = Image.open(io.BytesIO(shot)).convert("RGB").getcolors(1 << 24)
    assert any(b > r + 60 and g > r + 60 for _, (r, g, b) in colours), "no tile is seen"


def test_a_base_map_that_fails_is_said_and_the_map_stands(
    mapped: str, tiles: Tiles, open_page: Any
) -> None:
    tiles.is_up = False
    try:
        page, _ = open_page(DESK)
        page.goto(f"{mapped}/look/")
        page.wait_for_selector("[data-map=conflicts] .ground.live canvas")
        page.wait_for_selector("[data-map=conflicts] .where.on")
        said = page.locator("[data-map=conflicts] .where").inner_text()
    finally:
        tiles.is_up = True
    assert "底图暂时没有读到" in said


def test_without_one_no_other_host_is_asked(site: str, open_page: Any) -> None:
    page, watched = open_page(DESK)
    page.goto(f"{site}/look/")
    page.wait_for_selector("[data-map=conflicts] .ground.live canvas")
    page.wait_for_load_state("networkidle")
    assert all(url.startswith((site, "data:", "blob:")) for url in watched.requested)
