"""The stream of the market in server-sent events: what is said first, then what is new.

The site answers with what is new and asks to come back in some seconds; ``qingshan stream`` keeps
the line open. Both say the same in the same form, so whoever listens need not know which answers.
"""

from __future__ import annotations

import re

from qingshan.apps.exchange.live import Feed

MEDIA_TYPE = "text/event-stream; charset=utf-8"
COME_BACK_MS = 3_000
"""When to ask again after an answer that ended."""
READ_EVERY_S = 1.0
"""How often the journal is read for all who listen."""
BEAT_S = 15.0
"""How long nothing is said at most."""
TOO_OLD_S = 10.0
"""A feed that was not read for so long says nothing, and whoever listens learns that it rests."""
OPENING = f"retry: {COME_BACK_MS}\n\n".encode()
_PATH = re.compile(r"(?:/en)?/market/(?:tickets/(?P<ticket>[0-9A-Za-z-]{1,30})/)?stream/")


def asked_ticket(path: str) -> str | None:
    """The series that an address asks for, empty for the whole market; None for other addresses."""
    found = _PATH.fullmatch(path)
    return None if found is None else found["ticket"] or ""


def place_of(last_event_id: str, since: str) -> int | None:
    """Where somebody stands: what the browser remembers, else what the page was made with."""
    for told in (last_event_id.strip(), since.strip()):
        if told.isascii() and told.isdigit() and len(told) < 19:
            return int(told)
    return None


def frames(feed: Feed, place: int | None, ticket: str) -> tuple[bytes, int]:
    """What is to be sent to somebody who stands at a place, and the place behind it.

    Who comes without a place stands at the end. Who comes from before all that is held, or from
    beyond the end, is told ``reset``: the page has to be opened again.
    """
    end = feed.cursor
    if place is None:
        return b"", end
    found = feed.since(place, ticket)
    if found is None:
        return f"id: {end}\nevent: reset\ndata: {{}}\n\n".encode(), end
    return b"".join(one.frame for one in found), max([end, *(one.number for one in found)])


def beat(place: int) -> bytes:
    """A sign of life that leaves the place behind: what is no news for somebody is passed too."""
    return f"id: {place}\nevent: beat\ndata: {{}}\n\n".encode()
