"""A real Chromium against a real server: two screens, Chinese locale, Chinese time.

Without Chromium the tests are skipped with a line that says so; where CI is set they fail. One
server and one database serve the whole run: ledger and journal refuse to be emptied between tests,
as they should, so a web test adds to what stands and never counts on an empty house.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test.utils import override_settings
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--hide-scrollbars"]
PROBES = (Path(__file__).parent / "probes.js").read_text("utf-8").strip()
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1366, "height": 768}


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


@pytest.fixture(scope="session")
def served(django_db_setup: None) -> Iterator[LiveServer]:
    """The server thread; no manifest of hashed static files exists in a test."""
    from django.conf import settings  # noqa: PLC0415  configured by now

    backend = "django.contrib.staticfiles.storage.StaticFilesStorage"
    storages = {**settings.STORAGES, "staticfiles": {"BACKEND": backend}}
    with override_settings(STORAGES=storages):
        server = LiveServer("127.0.0.1:0")
        yield server
        server.stop()


@pytest.fixture
def site(served: LiveServer, django_db_blocker: Any) -> Iterator[str]:
    """The address of the running site; the database is open while the test runs."""
    with django_db_blocker.unblock():
        yield str(served.url)


class Watched:
    """What a page said and asked for while it was open."""

    def __init__(self, page: Page) -> None:
        self.faults: list[str] = []
        self.requested: list[str] = []
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", self._hear)
        page.on("requestfailed", lambda request: self.faults.append(f"failed: {request.url}"))
        page.on("request", lambda request: self.requested.append(request.url))

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
        context.set_default_timeout(20_000)
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
