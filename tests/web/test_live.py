"""The market as it happens: a page that follows it, pauses and goes on, and many who listen."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web.test_desk import sign_in

pytestmark = pytest.mark.browser

DESK = {"width": 1366, "height": 768}
LISTENERS = 200


@pytest.fixture(scope="module")
def offer(standing: Any) -> tuple[str, str]:
    """The offer that stands in the story: its number and ticket."""
    ((number, asset),) = standing.ask(
        "select number, asset from exchange_listing where state = 'open' and \"left\" > 0"
        " and zone = '' order by id desc limit 1"
    )
    return str(number), str(asset).removeprefix("ticket:")


def buy(page: Any, site: str, number: str, tonnes: int) -> None:
    page.goto(f"{site}/market/{number}/take/")
    page.fill("#id_tonnes", str(tonnes))
    page.select_option("#id_purpose", "event")
    page.get_by_role("button", name="确认买入").click()
    page.wait_for_url("**/desk/deals/CJ-*/")


def best(page: Any) -> str:
    cells = page.locator('[data-levels="sell"] tbody tr').first.locator("td")
    return str(cells.first.inner_text()).strip()


def test_a_page_follows_pauses_and_goes_on(
    site: str, open_page: Any, offer: tuple[str, str]
) -> None:
    number, ticket = offer
    watching, watched = open_page(DESK)
    buying, _ = open_page(DESK)
    sign_in(buying, site, "buyer")
    watching.goto(f"{site}/market/tickets/{ticket}/")
    expect(watching.locator('#live [data-word="live"]')).to_be_visible()
    before = int(best(watching).replace(",", ""))
    buy(buying, site, number, 7)
    level = watching.locator('[data-levels="sell"] tbody tr').first
    expect(level).to_contain_text(f"{before - 7:,}")
    expect(watching.locator('[data-news="deal"]')).to_contain_text("7 吨，81.00 元/吨")

    # Away from the network: the page says so, and afterwards knows what it missed.
    watching.context.set_offline(True)
    expect(watching.locator('#live [data-word="paused"]')).to_be_visible()
    buy(buying, site, number, 5)
    assert best(watching) == f"{before - 7:,}"
    watching.context.set_offline(False)
    expect(watching.locator('#live [data-word="live"]')).to_be_visible()
    expect(level).to_contain_text(f"{before - 12:,}")
    # What the page asked for while there was no network: the stream and its own lists.
    broken_off = ("ERR_INTERNET_DISCONNECTED", "/stream/", f"/market/tickets/{ticket}/")
    assert [fault for fault in watched.faults if not any(map(fault.__contains__, broken_off))] == []


def test_without_script_the_page_is_whole_and_promises_nothing(
    site: str, open_page: Any, offer: tuple[str, str]
) -> None:
    page, _ = open_page(DESK, java_script_enabled=False)
    page.goto(f"{site}/market/tickets/{offer[1]}/")
    assert page.locator("#live").is_hidden()
    assert best(page)


@pytest.fixture(scope="module")
def stream(standing: Any) -> Iterator[int]:
    """``qingshan stream`` on the database of the site; its port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    own = {"DATABASE_URL": standing.database, "QINGSHAN_DATA": str(standing.folder)}
    command = [sys.executable, "-W", "ignore", "-m", "qingshan.config.cli", "stream"]
    process = subprocess.Popen(
        [*command, "--port", str(port)], env={**os.environ, **own}, start_new_session=True
    )
    end = time.monotonic() + 60
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.2)
    yield port
    process.send_signal(signal.SIGINT)
    assert process.wait(20) == 0


async def _listen(port: int, heard: list[bytes], ready: threading.Semaphore, path: str) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    await reader.readuntil(b"event: beat")
    ready.release()
    heard.append(await reader.readuntil(b"event: deal"))
    writer.close()


def test_hundreds_keep_a_line_open_and_all_hear_a_deal(
    site: str, open_page: Any, offer: tuple[str, str], stream: int
) -> None:
    number, ticket = offer
    page, _ = open_page(DESK)
    sign_in(page, site, "buyer")

    async def all_listen(heard: list[bytes], ready: threading.Semaphore) -> None:
        path = f"/market/tickets/{ticket}/stream/"
        tasks = [_listen(stream, heard, ready, path) for _ in range(LISTENERS)]
        await asyncio.wait_for(asyncio.gather(*tasks), timeout=120)

    async def there(path: str) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", stream)
        writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        line = await reader.readline()
        writer.close()
        return line

    heard: list[bytes] = []
    ready = threading.Semaphore(0)
    listening = threading.Thread(target=lambda: asyncio.run(all_listen(heard, ready)))
    listening.start()
    assert all(ready.acquire(timeout=90) for _ in range(LISTENERS))
    buy(page, site, number, 3)
    listening.join(120)
    assert len(heard) == LISTENERS
    elsewhere: list[bytes] = []
    asking = threading.Thread(target=lambda: elsewhere.append(asyncio.run(there("/desk/"))))
    asking.start()
    asking.join(30)
    assert b"404" in elsewhere[0]
