"""The town: random lives at register and exchange, killed or not, end with one book."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql

from tests.serving import url_of

STEPS = int(os.environ.get("QINGSHAN_TOWN_STEPS", "10000"))
"""Some twenty milliseconds each; fewer while one works on it, a million by ``make town``."""

OFTEN = {
    *("offer", "pick", "order", "ask", "sell_into", "propose", "quote", "settle", "put_up"),
    *("settle_all", "seal_a_bid", "transfer_many"),
    *("offer_to_a_zone", "buy_in_a_zone", "join_a_pool", "hear_the_bank", "correct", "pledge"),
    *("look_into_a_difference", "object_to_a_deal", "decide_on_a_freeze", "transfer", "suspend"),
}
"""What is done in ten thousand steps by the seed of the test."""

SHORT, KILLS, SEED = 320, 3, 20_260_720
SETTLERS, SETTLING_KILLS = 4, 4

Life = Callable[..., subprocess.Popen[str]]

pytestmark = pytest.mark.django_db
"""So that the database of the tests is there, from which towns are copied."""


@pytest.fixture(scope="module")
def server(django_db_setup: None, django_db_blocker: Any) -> str:
    """The server of the tests; towns live in databases of their own on it."""
    return url_of(connection.settings_dict)


@pytest.fixture(scope="module")
def founded(server: str, django_db_blocker: Any) -> Iterator[str]:
    """A town of which nothing is known but that its people came in.

    It begins as a copy of the empty database of the tests, whose tables took half a minute.
    """
    with django_db_blocker.unblock():
        connection.close()
    with database(server, "town_founded", like=urlsplit(server).path.strip("/")) as url:
        told = told_by(live(url, 0, 0))
        assert told["last"] == 0, "no step was taken, so any seed may go on"
        yield url


@contextmanager
def database(server: str, name: str, *, like: str = "template0") -> Iterator[str]:
    """A database beside those of the tests, dropped at the end."""
    name = f"{name}_{os.getpid()}"
    drop = sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(name))
    make = sql.SQL("create database {} template {}")
    with psycopg.connect(_beside(server), autocommit=True) as link:
        link.execute(drop)
        link.execute(_GUESTS, [like])
        link.execute(make.format(sql.Identifier(name), sql.Identifier(like)))
        try:
            yield urlsplit(server)._replace(path=f"/{name}").geturl()
        finally:
            link.execute(drop)


_GUESTS = "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s"
"""Connections that threads of earlier tests left behind: a database with guests is not copied."""


def _beside(server: str) -> str:
    """The server's own database: one that is copied may have no guests."""
    return urlsplit(server)._replace(path="/postgres").geturl()


def copy(founded: str, server: str, name: str) -> Any:
    """A town of its own that begins like the one that was founded."""
    return database(server, name, like=urlsplit(founded).path.strip("/"))


def live(url: str, steps: int, seed: int) -> subprocess.Popen[str]:
    """A process in which a town lives."""
    command = ["qingshan.config.cli", "townsfolk", "--steps", f"{steps}", "--seed", f"{seed}"]
    return started(url, ["-m", *command])


def started(url: str, command: list[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", *command],
        env={
            **os.environ,
            "DATABASE_URL": url,
            "QINGSHAN_DATA": str(settings.DATA_FOLDER),
            "PYTHONPATH": os.pathsep.join(sys.path),
            "PGOPTIONS": "-c synchronous_commit=off",
        },
        stdout=subprocess.PIPE,
        text=True,
    )


def told_by(process: subprocess.Popen[str]) -> dict[str, Any]:
    """What a process says last, once it has ended well."""
    out, _ = process.communicate()
    assert process.returncode == 0, out[-2000:]
    last: dict[str, Any] = json.loads(out.splitlines()[-1])
    return last


def events(url: str) -> int:
    with psycopg.connect(url) as link:
        row = link.execute("select count(*) from base_event").fetchone()
    assert row is not None
    return int(row[0])


def test_a_town_lives_and_its_books_agree(server: str, founded: str) -> None:
    with copy(founded, server, "town_whole") as url:
        told = told_by(live(url, STEPS, SEED))
    assert told["last"] == STEPS
    assert told["audits"] >= STEPS // 100
    assert told["crashed"]
    assert told["repeated"]
    assert told["nights"]
    assert STEPS < 10_000 or set(told["done"]) >= OFTEN, OFTEN - set(told["done"])
    assert set(told["refused"]), told


def test_the_same_seed_gives_the_same_journal_also_when_the_town_is_killed(
    server: str, founded: str
) -> None:
    with copy(founded, server, "town_first") as url:
        whole = told_by(live(url, SHORT, SEED))
    with copy(founded, server, "town_killed") as url:
        for number in range(1, KILLS + 1):
            child, begun = live(url, SHORT, SEED), events(url)
            until(lambda url=url, enough=begun + 8 * number: events(url) > enough)
            child.send_signal(signal.SIGKILL)
            child.wait()
        killed = told_by(live(url, SHORT, SEED))
    assert killed["first"] > whole["first"], "it was killed on the way"
    assert killed["digest"] == whole["digest"]
    with copy(founded, server, "town_other") as url:
        assert told_by(live(url, SHORT, SEED + 1))["digest"] != whole["digest"]


def until(holds: Callable[[], bool], seconds: float = 300.0) -> None:
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_killed_in_the_middle_of_settling_nothing_is_lost_and_nothing_comes_twice(
    server: str, founded: str
) -> None:
    with copy(founded, server, "town_settling") as url:
        ready = told_by(started(url, ["-m", "tests.walks.settling", "prepare"]))
        assert ready["agreed"]
        for number in range(1, SETTLING_KILLS + 1):
            before = settled(url)
            assert before < ready["agreed"], "killed in the middle"
            workers = [
                started(url, ["-m", "tests.walks.settling", "settle", f"{worker}"])
                for worker in range(SETTLERS)
            ]
            until(lambda url=url, enough=before + number: settled(url) > enough)
            for worker in workers:
                worker.send_signal(signal.SIGKILL)
            for worker in workers:
                worker.wait()
        assert before < settled(url) < ready["agreed"], "killed in the middle"
        told_by(started(url, ["-m", "tests.walks.settling", "settle", "0"]))
        whole = told_by(started(url, ["-m", "tests.walks.settling", "look"]))
    assert whole == {**ready, "settled": ready["agreed"], "wrong": None}


def settled(url: str) -> int:
    with psycopg.connect(url) as link:
        row = link.execute("select count(*) from exchange_trade where state = 'settled'").fetchone()
    assert row is not None
    return int(row[0])
