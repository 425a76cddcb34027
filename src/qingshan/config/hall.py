"""Listeners of ``qingshan stream``: one reader of the journal, and many who keep a line open."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any
from urllib.parse import parse_qs

from django.db import Error, close_old_connections, connection

from qingshan.apps.exchange import listening
from qingshan.apps.exchange.live import Feed

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
MOST_LISTENERS = 4_000
"""Beyond that many a process answers 503; another process takes as many again."""
logger = logging.getLogger("qingshan.stream")


class Hall:
    """All who listen in this process, and the one reader that asks the journal for them."""

    def __init__(self) -> None:
        self.feed = Feed()
        self.listeners = 0
        self._news: asyncio.Future[None] | None = None
        self._reader: asyncio.Task[None] | None = None

    def news(self) -> asyncio.Future[None]:
        """Done when there is something new; the same for all who wait."""
        if self._news is None or self._news.done():
            self._news = asyncio.get_running_loop().create_future()
        return self._news

    async def is_open(self, place: int | None) -> bool:
        """Begin to read with the first listener; whether the journal was read and reaches there."""
        if self._reader is None:
            self._reader = asyncio.get_running_loop().create_task(self._read_on())
        end = time.monotonic() + listening.TOO_OLD_S
        while self.feed.age_s() > listening.TOO_OLD_S and time.monotonic() < end:
            await asyncio.sleep(0.05)
        if place is not None and place > self.feed.cursor:
            # The page was made by a process that had read further.
            await asyncio.to_thread(self._read)
        return self.feed.age_s() <= listening.TOO_OLD_S

    async def _read_on(self) -> None:
        while True:
            if await asyncio.to_thread(self._read) and self._news and not self._news.done():
                self._news.set_result(None)
            await asyncio.sleep(listening.READ_EVERY_S)

    def _read(self) -> bool:
        """Read on; a database that does not answer is asked again at the next turn."""
        try:
            close_old_connections()
            return self.feed.read()
        except Error:
            logger.warning("the journal cannot be read now", exc_info=True)
            connection.close()
            return False


HALL = Hall()


async def application(scope: Message, receive: Receive, send: Send) -> None:
    """Answer one listener until either side ends it; everything but the stream is not here."""
    if scope["type"] == "lifespan":
        return
    ticket = listening.asked_ticket(scope["path"])
    if ticket is None:
        await _refuse(send, 404)
    elif scope["method"] != "GET":
        await _refuse(send, 405)
    elif HALL.listeners >= MOST_LISTENERS:
        await _refuse(send, 503)
    else:
        HALL.listeners += 1
        try:
            await _tell(scope, receive, send, ticket)
        finally:
            HALL.listeners -= 1


async def _tell(scope: Message, receive: Receive, send: Send, ticket: str) -> None:
    headers = {name.decode().lower(): value.decode("latin-1") for name, value in scope["headers"]}
    since = parse_qs(scope["query_string"].decode("latin-1")).get("since", [""])[0]
    place = listening.place_of(headers.get("last-event-id", ""), since)
    if not await HALL.is_open(place):
        await _refuse(send, 503)
        return
    await _start(send, 200, listening.MEDIA_TYPE)
    gone = asyncio.ensure_future(_gone(receive))
    opening, beat_due = listening.OPENING, 0.0
    try:
        while not gone.done():
            news = HALL.news()
            told, place = listening.frames(HALL.feed, place, ticket)
            if time.monotonic() >= beat_due and HALL.feed.age_s() < listening.TOO_OLD_S:
                told += listening.beat(place)
            if told:
                await send(_part(opening + told, more=True))
                opening, beat_due = b"", time.monotonic() + listening.BEAT_S
            await asyncio.wait(
                {gone, news}, timeout=listening.BEAT_S, return_when=asyncio.FIRST_COMPLETED
            )
    finally:
        gone.cancel()
    await send(_part(b"", more=False))


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _start(send: Send, status: int, media_type: str) -> None:
    headers = {
        "content-type": media_type,
        "cache-control": "no-store",
        "access-control-allow-origin": "*",
        "x-accel-buffering": "no",
    }
    told = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": told})


async def _refuse(send: Send, status: int) -> None:
    await _start(send, status, "text/plain; charset=utf-8")
    await send(_part(f"{status}\n".encode(), more=False))


def _part(body: bytes, *, more: bool) -> Message:
    return {"type": "http.response.body", "body": body, "more_body": more}
