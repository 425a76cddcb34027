"""Who may ask for heavy work, how often, and how many at once, so that the site lives on."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.http import HttpRequest

from qingshan.apps.portal.refusals import ALL_BUSY, ASKED_OFTEN
from qingshan.core.kernel.errors import Refusal, Refused
from qingshan.core.tables.shelf import open_shelf

TABLE = "portal.precheck"
LOCKS = 0x51_53_47
"""The family of advisory locks that stand for the places of the gate."""

_PATIENCE_S, _PAUSE_S = 4.0, 0.1
"""How long a request waits for a free place before it is asked to come again."""


class TurnedAway(Refused):
    """A refusal that has a status of its own on the web, and perhaps a time to come again."""

    def __init__(self, refusal: Refusal, *, status: int, retry_after_s: int = 0) -> None:
        super().__init__(refusal)
        self.status = status
        self.retry_after_s = retry_after_s

    @classmethod
    def all(cls, refusals: list[Refusal], *, status: int) -> TurnedAway:
        """Several reasons under one status."""
        turned = cls(refusals[0], status=status)
        turned.refusals = tuple(refusals)
        return turned


def limit(key: str, name: str, unit: str, as_of: date) -> int:
    """A whole number of the table ``portal.precheck``."""
    return int(open_shelf().value(TABLE, key=key, name=name, unit=unit, as_of=as_of).value)


def count_visit(request: HttpRequest, when: datetime) -> None:
    """Count a heavy request of a client's address; people who are signed in are not counted.

    The address is kept only as a keyed digest, in memory, until its window ends.

    Raises
    ------
    TurnedAway
        E-PO-07, status 429.
    """
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return
    window_s = limit("gate", "window_s", "s", when.date())
    allowed = limit("gate", "checks_in_window", "count", when.date())
    moment = int(when.timestamp())
    window, passed_s = divmod(moment, window_s)
    left_s = window_s - passed_s
    key = f"gate/{_masked(client_address(request))}/{window}"
    cache.add(key, 0, timeout=window_s)
    try:
        count = cache.incr(key)
    except ValueError:  # it ended between the two lines
        count = 1
    if count > allowed:
        facts = {"count": allowed, "window_min": f"{window_s / 60:g}", "wait_s": left_s}
        raise TurnedAway(Refusal(ASKED_OFTEN, "", facts), status=429, retry_after_s=left_s)


@contextmanager
def place(as_of: date) -> Iterator[None]:
    """One of the few places for heavy work, counted over all processes of the site.

    A place is an advisory lock of the database: it is free again even when its holder dies.

    Raises
    ------
    TurnedAway
        E-PO-08, status 503, when no place became free in time.
    """
    places = limit("gate", "at_once", "count", as_of)
    end = time.monotonic() + _PATIENCE_S
    while (taken := _take(places)) is None:
        if time.monotonic() > end:
            facts = {"limit": places, "wait_s": 10}
            raise TurnedAway(Refusal(ALL_BUSY, "", facts), status=503, retry_after_s=10)
        time.sleep(_PAUSE_S)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_unlock(%s, %s)", [LOCKS, taken])


def client_address(request: HttpRequest) -> str:
    """The address that a request came from.

    ``settings.PROXIES`` says how many proxies of ours stand before the site; only what they wrote
    into X-Forwarded-For is believed. A network of IPv6 (64 bits) counts as one address.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    proxies = int(getattr(settings, "PROXIES", 0))
    if proxies:
        told = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(told) >= proxies and told[-proxies]:
            address = told[-proxies]
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network((found, 64), strict=False))


def _masked(address: str) -> str:
    key = hashlib.sha256(f"gate:{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, address.encode(), hashlib.sha256).hexdigest()[:32]


def _take(places: int) -> int | None:
    """The number of a free place, now ours, or nothing.

    A lock that this connection holds already would be given again: one thread, one request.
    """
    with connection.cursor() as cursor:
        for number in range(1, places + 1):
            cursor.execute("select pg_try_advisory_lock(%s, %s)", [LOCKS, number])
            (is_ours,) = cursor.fetchone()
            if is_ours:
                return number
    return None
