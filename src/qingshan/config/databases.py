"""How the database is reached: any PostgreSQL by ``DATABASE_URL``, else the embedded server."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from qingshan.config import embedded


def database(data_folder: Path) -> dict[str, Any]:
    """Django's database settings.

    With ``DATABASE_URL`` that server is used. Without it the embedded PostgreSQL is started in
    ``data_folder/postgres`` (or joined, when it already runs) and stops with its last process.
    """
    return settings_from_url(os.environ.get("DATABASE_URL") or embedded.start(data_folder))


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
