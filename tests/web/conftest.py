"""A real Chromium against the real site: its own database, its own data folder, its own process.

Without Chromium the tests are skipped with a line that says so; where CI is set they fail. The
demonstration province is told once into a database that serves as pattern; every process of a
parallel run gets a copy of it, and a site of its own. What a test adds stays until the run ends:
ledger and journal refuse to be emptied, as they should, so no test counts on an empty house.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from fasteners import InterProcessLock
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from qingshan.apps.base.clock import now
from tests.patterns import address, folder_of, order, pattern, run_of

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]
PROBES = (Path(__file__).parent / "probes.js").read_text("utf-8").strip()
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1366, "height": 768}
START_SECONDS, STOP_SECONDS = 180, 20
PATIENCE_MS = 60_000
"""A busy machine is no fault of a page."""
TELL = """
from qingshan.config.commands.starting import prepare, shanghai_now, start
start()
prepare()
from qingshan.apps.walks.province import tell_story
tell_story(shanghai_now(), tell=lambda line: None)
# What the worker would do at its first tick, so that it does nothing in the middle of a test.
from qingshan.apps.exchange.jobs import expire_listings
expire_listings(0)
from qingshan.apps.letters.jobs import read_journal
read_journal(0)
"""
PASSING = (
    *("django_session", "procrastinate_", "portal_visitcount", "log_", "letters_", "webhooks_"),
    *("base_counter", "books_seal", "agreement_"),
)
"""Tables in which a stranger's visit or an idle worker may leave a trace, also at midnight."""


_BUT = {"base_event": " where actor <> 'system'"}
"""What the worker does by itself: some time after what it is about, or at midnight in China."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        line = f"no Chromium on the path; looked for {', '.join(NAMES)}"
        if os.environ.get("CI"):
            pytest.fail(line)
        pytest.skip(line)
    # Playwright keeps an event loop in this thread, at which Django would otherwise take fright.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@dataclass(frozen=True)
class Standing:
    """A site that runs: its address, its database and the folder of its files."""

    url: str
    database: str
    folder: Path

    def ask(self, query: str) -> list[tuple[Any, ...]]:
        """What stands in the database."""
        with psycopg.connect(self.database) as connection:
            return connection.execute(query).fetchall()  # type: ignore[arg-type]

    def kept(self) -> dict[str, Any]:
        """How many rows every table has and what they say, and the files: the same, nothing stays.

        What the worker does by itself is left out: it draws up letters, notes digests of rows, and
        seals, compares and signs each day at midnight in China, whatever a test does then.
        """
        tables = "select tablename from pg_tables where schemaname = 'public' order by 1"
        names = [name for (name,) in self.ask(tables) if not name.startswith(PASSING)]
        said = "select '{0}', count(*) || ' ' || md5(string_agg(row, '' order by row)) from ({1}) _"
        rows = 'select md5(told::text) as row from "{0}" told{1}'
        each = (said.format(name, rows.format(name, _BUT.get(name, ""))) for name in names)
        files = [path for path in (self.folder / "files").rglob("*") if path.is_file()]
        return {**dict(self.ask(" union all ".join(each))), "files": len(files)}


def _environment(database: str, folder: Path, **more: str) -> dict[str, str]:
    folder.mkdir(parents=True, exist_ok=True)
    own = {"DATABASE_URL": address(database), "QINGSHAN_DATA": str(folder), "QINGSHAN_DEMO": "1"}
    return {**os.environ, **own, **more}


@dataclass(frozen=True)
class Told:
    """The demonstration province as a pattern: its database and the folder of its files."""

    database: str
    folder: Path


@pytest.fixture(scope="session")
def told(
    browser: Browser, migrated: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Told]:
    """The province, told once for all processes of a run."""
    folder = folder_of(tmp_path_factory) / "province"

    def make(name: str) -> None:
        order(f"create database {name} template {migrated}")
        done = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", TELL],
            env=_environment(name, folder),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-4000:]

    with pattern(tmp_path_factory, "web", make) as database:
        yield Told(database, folder)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return once the site answers."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{url}/report/", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"the site did not start:\n{log.read_text()[-4000:]}")


SERVE = ("-m", "qingshan.config.cli", "serve")
PAST = (str(Path(__file__).with_name("past_site.py")),)


@contextmanager
def _running(
    told: Told, own: Path, word: str, program: tuple[str, ...], **more: str
) -> Iterator[Standing]:
    """A site as a process of its own, on a copy of the province, with ``own`` for its files."""
    name = f"qingshan_{word}_{run_of()}_{os.environ.get('PYTEST_XDIST_WORKER', 'one')}"
    folder, port, log = own / "data", _free_port(), own / "site.log"
    url = f"http://127.0.0.1:{port}"
    with InterProcessLock(told.folder.with_name("copy.lock")):
        order(f"create database {name} template {told.database}")
    shutil.copytree(told.folder, folder)
    command = [sys.executable, "-W", "ignore", *program]
    with log.open("wb") as written:
        process = subprocess.Popen(
            [*command, "--port", str(port), "--workers", "1"],
            env=_environment(name, folder, QINGSHAN_SITE_URL=url, QINGSHAN_PROXIES="1", **more),
            stdout=written,
            stderr=written,
            start_new_session=True,
        )
    try:
        _wait(url, process, log)
        yield Standing(url, address(name), folder)
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
        order(f"drop database if exists {name} with (force)")


@pytest.fixture(scope="session")
def standing(told: Told, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Standing]:
    """The site that all browser tests share."""
    with _running(told, tmp_path_factory.mktemp("web"), "web", SERVE) as running:
        yield running


@dataclass(frozen=True)
class PastSite:
    """A site whose clock goes behind the real one by as much as a file says."""

    running: Standing
    file: Path

    def at(self, moment: datetime) -> None:
        """Set its clock; it goes on from there."""
        behind = moment - now()
        self.file.write_text(str(behind.total_seconds()), "utf-8")


@pytest.fixture(scope="module")
def past_site(told: Told, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PastSite]:
    """A site of its own for a story that takes weeks."""
    file = tmp_path_factory.mktemp("clock") / "behind"
    file.write_text("0", "utf-8")
    own = tmp_path_factory.mktemp("past")
    with _running(told, own, "past", PAST, PAST_SITE_BEHIND=str(file)) as running:
        yield PastSite(running, file)


@pytest.fixture(scope="session")
def site(standing: Standing) -> str:
    """The address of the running site."""
    return standing.url


class Watched:
    """What a page said and asked for while it was open."""

    def __init__(self, page: Page) -> None:
        self.faults: list[str] = []
        self.requested: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._hear)
        page.on("requestfailed", self._missed)
        page.on("request", lambda request: self.requested.append(request.url))

    def _missed(self, request: Any) -> None:
        # A visitor who goes on breaks off what was still under way.
        if "ERR_ABORTED" not in str(request.failure):
            self.faults.append(f"failed: {request.url}")

    def _hear(self, message: Any) -> None:
        if message.type == "error":
            self.faults.append(message.text)


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Any]:
    """``page, watched = open_page(size, elder=False)``: a fresh visitor each time."""
    contexts: list[BrowserContext] = []

    def opened(size: dict[str, int], **more: Any) -> tuple[Page, Watched]:
        context = browser.new_context(
            viewport=size, locale="zh-CN", timezone_id="Asia/Shanghai", **more
        )
        context.set_default_timeout(PATIENCE_MS)
        contexts.append(context)
        page = context.new_page()
        return page, Watched(page)

    yield opened
    for context in contexts:
        context.close()


@pytest.fixture
def probe() -> Callable[..., list[Any]]:
    """``probe(page, "lowContrast") == []``: the questions of ``probes.js``, asked of a page."""

    def ask(page: Page, question: str, *given: int) -> list[Any]:
        found: list[Any] = page.evaluate(f"({PROBES}).{question}({', '.join(map(str, given))})")
        return found

    return ask


@pytest.fixture
def phone(open_page: Any) -> Page:
    """A visitor with a telephone of 360 px."""
    page: Page = open_page(PHONE)[0]
    return page


@pytest.fixture
def desk(open_page: Any) -> Page:
    """A visitor at a desk of 1366 px."""
    page: Page = open_page(DESK)[0]
    return page


@pytest.fixture(scope="session")
def ticket(standing: Standing) -> str:
    """The ticket of the story of which a part is pledged."""
    ((asset,),) = standing.ask("select asset from pledges_pledge order by id limit 1")
    return str(asset).removeprefix("ticket:")


@pytest.fixture(scope="session")
def retirement(standing: Standing) -> str:
    """A retirement of the story."""
    ((number,),) = standing.ask("select number from registry_retirement order by id limit 1")
    return str(number)


@pytest.fixture
def survey_file(tmp_path: Path) -> Callable[..., Path]:
    """A made-up survey as counties hand it in: a zipped shapefile, GBK, zone 36.

    ``edit`` is given frame and shapes and answers others; ``without`` leaves parts of the archive
    out; ``crs`` is the system of the coordinates.
    """
    import zipfile

    import shapely

    from qingshan.core.carbon.example import Recipe, generate_compartments
    from qingshan.core.geo.writing import write_shapefile

    place = shapely.box(109.18, 26.62, 109.24, 26.68)

    def make(
        name: str = "xiaoban.zip",
        *,
        edit: Any = None,
        without: tuple[str, ...] = (),
        crs: str = "EPSG:4524",
    ) -> Path:
        made = generate_compartments(place, Recipe(count=6, seed=11, county="522628"))
        path = tmp_path / name
        write_shapefile(path, *(edit(*made) if edit else made), crs=crs, encoding="GBK")
        if without:
            whole = path.rename(tmp_path / f"whole-{name}")
            with zipfile.ZipFile(whole) as given, zipfile.ZipFile(path, "w") as left:
                for member in given.namelist():
                    if not member.endswith(without):
                        left.writestr(member, given.read(member))
        return path

    return make
