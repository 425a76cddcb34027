"""Databases that serve as patterns: one process of a parallel run makes them, all copy them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from fasteners import InterProcessLock


def run_of() -> str:
    """A word for this run, the same in all its processes."""
    return os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))[:12]


def folder_of(factory: pytest.TempPathFactory) -> Path:
    """The folder that all processes of this run share."""
    base = factory.getbasetemp()
    return base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base


def address(name: str) -> str:
    """A database of the server that the settings name."""
    from django.conf import settings

    given = settings.DATABASES["default"]
    password = f":{quote(str(given['PASSWORD']))}" if given["PASSWORD"] else ""
    port = f"&port={given['PORT']}" if given["PORT"] else ""
    host = quote(str(given["HOST"]), safe="")
    return f"postgresql://{quote(str(given['USER']))}{password}@/{name}?host={host}{port}"


def order(*commands: str) -> None:
    """Give the server commands that are about databases."""
    with psycopg.connect(address("postgres"), autocommit=True) as connection:
        for command in commands:
            connection.execute(command)  # type: ignore[call-overload]


@contextmanager
def pattern(
    factory: pytest.TempPathFactory, word: str, make: Callable[[str], None]
) -> Iterator[str]:
    """The name of a database that the first process that asks makes and the last one drops."""
    shared, name = folder_of(factory), f"qingshan_{word}_{run_of()}"
    users, lock = shared / f"{word}.users", shared / f"{word}.lock"
    with InterProcessLock(lock):
        count = int(users.read_text()) if users.exists() else 0
        if count == 0:
            make(name)
        users.write_text(str(count + 1))
    try:
        yield name
    finally:
        with InterProcessLock(lock):
            left = int(users.read_text()) - 1
            users.write_text(str(left))
            if left == 0:
                order(f"drop database if exists {name} with (force)")


def migrate(name: str) -> None:
    """Make a database with every table of the house and nothing in it, in this process."""
    from django.core.management import call_command
    from django.db import connection

    order(f"create database {name} encoding 'UTF8' template template0")
    told = connection.settings_dict
    own = told["NAME"]
    connection.close()
    told["NAME"] = name
    try:
        call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        told["NAME"] = own
