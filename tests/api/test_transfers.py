"""Transfers over HTTP by real processes: none accepted twice, none lost when all are killed."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from qingshan.apps.base.clock import now
from qingshan.apps.base.models import Event
from qingshan.apps.books import audit, reads
from qingshan.apps.books.jobs import seal_past_days
from qingshan.apps.books.models import Seal
from qingshan.apps.interface.secret import new_secret
from qingshan.apps.interface.verbs.issue_token import issue_token
from qingshan.apps.parties.models import SecondFactor, User
from qingshan.apps.parties.sealing import seal
from qingshan.apps.registry.models import HoldingTransfer
from tests.bench.transfers_client import CREATED, TRANSFERS, move, races
from tests.serving import Line, Site, serving, url_of

RACES = int(os.environ.get("QINGSHAN_RACES", "40"))
KILLS = int(os.environ.get("QINGSHAN_KILLS", "3"))
CLIENTS, SEED = 4, 20_260_720
CODES = {
    "farm": "12520000DEM0000018",
    "village": "N2520000DEM000002M",
    "buyer": "91520000DEM000005F",
}


@pytest.fixture
def told(open_office: Any) -> dict[str, Any]:
    """A ticket, its holders, and tokens for clients and for those who look on."""
    ticket = open_office.issued()
    user = User.objects.get(username="registrar")
    SecondFactor.objects.create(
        user=user, kind="totp", name="验证器", secret=seal("x"), since=now()
    )
    tokens = [made(open_office, "registrar", "transfers:write") for _ in range(CLIENTS)]
    eyes = [made(open_office, part, "holdings:read") for part in ("village", "farm", "buyer")]
    return {**CODES, "race": ticket.number, "tokens": tokens, "eyes": eyes}


@pytest.fixture
def site(told: Any) -> Iterator[Site]:
    with serving(url_of(connection.settings_dict), str(settings.DATA_FOLDER)) as running:
        yield running


def made(office: Any, part: str, scope: str) -> str:
    secret = new_secret()
    issue_token(
        replace(office.call(part), when=now()),
        party=office.party(part),
        name=part,
        scopes=[scope],
        days=30,
        digest=secret.digest,
        head=secret.head,
    )
    return secret.text


def test_sixty_and_seventy_out_of_a_hundred_are_never_both_accepted(told: Any, site: Site) -> None:
    assert races(site.port, told, RACES) == {"twice": 0, "never": 0, "torn": 0}
    assert audit.verify() is None


def test_killed_in_the_middle_nothing_is_lost_and_nothing_comes_twice(
    told: Any, site: Site
) -> None:
    sealed = [row.digest for row in seal_past_days(now())]
    assert sealed
    chance = random.Random(SEED)
    answered: dict[str, str] = {}
    broken: list[str] = []
    for attempt in range(KILLS):
        with ThreadPoolExecutor(max_workers=CLIENTS) as pool:
            before = len(answered)
            clients = [
                pool.submit(send, site.port, told, f"kill-{attempt}-{number}", answered)
                for number in range(CLIENTS)
            ]
            until(lambda before=before: len(answered) > before + 20)
            time.sleep(chance.uniform(0, 0.2))
            site.kill()
            broken += [client.result() for client in clients]
        assert len(answered) > before
        site.start()
    lines = [Line(site.port, token) for token in told["tokens"]]
    for key in broken:
        status, body = lines[client_of(key)].ask("POST", TRANSFERS, small(told, key), key)
        assert status == CREATED, body
        answered[key] = body["number"]
    assert_whole(answered)
    assert [row.digest for row in Seal.objects.order_by("day")] == sealed


def send(port: int, told: Any, name: str, answered: dict[str, str]) -> str:
    """Send transfers until the server is gone; the key of the one that was not answered."""
    key = f"{name}-{0:05d}"
    try:
        line = Line(port, told["tokens"][client_of(key)])
        for count in range(100_000):
            key = f"{name}-{count:05d}"
            status, body = line.ask("POST", TRANSFERS, small(told, key), key)
            assert status == CREATED, body
            answered[key] = body["number"]
    except OSError:
        pass
    return key


def client_of(key: str) -> int:
    """Which client a key belongs to: what it names is done once for each token."""
    return int(key.split("-")[2])


def small(told: Any, key: str) -> dict[str, str]:
    """A small transfer; the same key always tells the same one."""
    target = told["buyer" if key[-1] in "02468" else "village"]
    return move(told["race"], told["farm"], target, "0.0001")


def until(holds: Any, seconds: float = 120.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.01)


def assert_whole(answered: dict[str, str]) -> None:
    """Each answered act is there once, with its event and its chain; numbers leave no gap."""
    rows = HoldingTransfer.objects.order_by("number")
    assert sorted(answered.values()) == [row.number for row in rows], "lost, or done twice"
    counted = [int(row.number.split("-")[2]) for row in rows]
    assert counted == list(range(1, len(answered) + 1))
    events = Event.objects.filter(name="holding.transferred")
    assert sorted(events.values_list("facts__number", flat=True)) == sorted(answered.values())
    assert all(reads.chain(f"transfer:{number}") for number in answered.values())
    assert audit.verify() is None
