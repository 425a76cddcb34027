"""Limits of notices and comments, read from the tables."""

from __future__ import annotations

from datetime import date

from qingshan.core.tables.shelf import open_shelf

TABLE = "notices.rule"


def least_days(as_of: date) -> int:
    """Working days that a notice lasts at least; they cannot be shortened."""
    found = open_shelf().value(
        "registry.ticket", key="ticket", name="notice_days", unit="working day", as_of=as_of
    )
    return int(found.value)


def most_days(as_of: date) -> int:
    """Working days that a notice lasts at most."""
    return _whole("notice", "most_days", "working day", as_of)


def of_comment(name: str, as_of: date) -> int:
    """A limit of comments and complaints: characters, links or pieces."""
    return _whole("comment", name, "count", as_of)


def attachment_bytes(as_of: date) -> int:
    """How large an attachment may be."""
    return _whole("comment", "attachment_mb", "MB", as_of) << 20


def _whole(key: str, name: str, unit: str, as_of: date) -> int:
    return int(open_shelf().value(TABLE, key=key, name=name, unit=unit, as_of=as_of).value)
