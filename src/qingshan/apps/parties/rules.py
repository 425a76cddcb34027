"""Terms and limits of accounts and sign-in, read from the table ``parties.rule``."""

from __future__ import annotations

from datetime import date

from qingshan.core.tables.shelf import open_shelf

TABLE = "parties.rule"


def number(key: str, name: str, unit: str, as_of: date) -> int:
    """One number in force on a day."""
    return int(open_shelf().value(TABLE, key=key, name=name, unit=unit, as_of=as_of).value)


def text(key: str, name: str, as_of: date) -> str:
    """One wording in force on a day."""
    return open_shelf().text(TABLE, key=key, name=name, as_of=as_of).value


def words(key: str, name: str, as_of: date) -> frozenset[str]:
    """A list of names in force on a day."""
    return frozenset(text(key, name, as_of).split())
