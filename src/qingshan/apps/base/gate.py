"""How many may send or ask for heavy work at once, so that the site lives on."""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from qingshan.apps.base.refusals import ALL_BUSY, UPLOADS_FULL, UPLOADS_OF_VISITOR
from qingshan.core.kernel.errors import Refusal, Refused
from qingshan.core.tables.shelf import open_shelf

TABLE = "portal.precheck"
LOCKS = 0x51_53_47
"""The family of advisory locks that stand for the places of the gate."""

ARRIVALS, OWN_ARRIVALS = LOCKS + 1, LOCKS + 0x100
"""Families for uploads on their way: of the whole site, and from here on of one visitor."""

Lock = tuple[int, int]

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
    while (taken := _take((LOCKS, number) for number in range(1, places + 1))) is None:
        if time.monotonic() > end:
            raise _come_again(ALL_BUSY, places, as_of, status=503)
        time.sleep(_PAUSE_S)
    try:
        yield
    finally:
        give_back([taken])


def arrive(request: HttpRequest, as_of: date) -> list[Lock]:
    """Room for an upload on its way in: one place of the site and one of this visitor.

    Who is signed in is a visitor of one's own, others are known by their address. The places are
    to be given back; those of a connection that is gone are free by themselves.

    Raises
    ------
    TurnedAway
        E-PO-15 the visitor's places are taken, status 429; E-PO-16 those of the site, status 503.
    """
    user = getattr(request, "user", None)
    is_known = user is not None and user.is_authenticated
    who = f"user {user.pk}" if is_known and user is not None else client_address(request)
    key = int.from_bytes(masked(f"upload/{who}")[:4], signed=True)
    own, common = (limit("gate", name, "count", as_of) for name in ("own_uploads", "uploads"))
    first = _take((OWN_ARRIVALS + number, key) for number in range(own))
    if first is None:
        raise _come_again(UPLOADS_OF_VISITOR, own, as_of, status=429)
    second = _take((ARRIVALS, number) for number in range(common))
    if second is None:
        give_back([first])
        raise _come_again(UPLOADS_FULL, common, as_of, status=503)
    return [first, second]


def give_back(locks: Iterable[Lock]) -> None:
    """Free places that this connection took."""
    with connection.cursor() as cursor:
        for lock in locks:
            cursor.execute("select pg_advisory_unlock(%s, %s)", lock)


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


def masked(text: str) -> bytes:
    """A keyed digest of what is known of a visitor, so that no address is kept."""
    key = hashlib.sha256(f"gate:{settings.SECRET_KEY}".encode()).digest()
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def _come_again(code: str, places: int, as_of: date, *, status: int) -> TurnedAway:
    wait_s = limit("gate", "wait_s", "s", as_of)
    facts = {"limit": places, "wait_s": wait_s}
    return TurnedAway(Refusal(code, "", facts), status=status, retry_after_s=wait_s)


def _take(locks: Iterable[Lock]) -> Lock | None:
    """The first of these that is free, now ours, or nothing.

    A lock that this connection holds already would be given again: one thread, one request.
    """
    with connection.cursor() as cursor:
        for lock in locks:
            cursor.execute("select pg_try_advisory_lock(%s, %s)", lock)
            (is_ours,) = cursor.fetchone()
            if is_ours:
                return lock
    return None
