"""The rows that the log covers, in their one written form, straight from the database.

A row is written as a JSON array, so that no text in a field can be taken for the end of it; moments
are UTC with six decimals. The number of the transaction is left out: only readers of the journal
need it, and a restored database has others.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from qingshan.apps.base.journal import all_finished_before

_MOMENT = """to_char("when" at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')"""

_TEXTS = {
    "chain": f"""
        select 'chain' as kind, id as row, code as name, "when",
               json_build_array('chain', id, key, code, digest, facts, {_MOMENT})::text as content
          from books_chain""",  # noqa: S608  constants only
    "event": f"""
        select 'event' as kind, id as row, name, "when",
               json_build_array(
                   'event', id, name, verb, actor, key, content, subject, subject_id, {_MOMENT},
                   note, facts, digest
               )::text as content
          from base_event""",  # noqa: S608
}

_FINISHED = {
    "chain": "age(xmin) > age(%(short)s::text::xid)",
    "event": "transaction < %(long)s",
}
"""Rows of transactions before which nothing runs any more: numbers are given before commit, so
until then a row with a smaller number can still appear (see ``base/journal.py``)."""


class Row(NamedTuple):
    """A row of the journal or the ledger: kind, number, what it is called, when, and its text."""

    kind: str
    number: int
    name: str
    when: datetime
    content: str


class Logged(NamedTuple):
    """A kept entry with its line, for whoever goes through very many of them."""

    number: int
    kind: str
    row: int
    name: str
    sha256: bytes
    sm3: bytes
    line: bytes

    @property
    def place(self) -> str:
        """The row that the entry is about."""
        return f"{self.kind} {self.row} ({self.name})"


def new_rows(after: Mapping[str, int], limit: int) -> list[Row]:
    """Rows behind the last logged number of each kind, at most ``limit`` of each, in their order.

    Only rows are given that no row with a smaller number can follow any more.
    """
    parts = [
        f"({text} where id > %({kind})s and {_FINISHED[kind]} order by id limit %(limit)s)"
        for kind, text in _TEXTS.items()
    ]
    before = all_finished_before()
    marks = {"long": before, "short": before % 2**32}
    return _read(" union all ".join(parts), {**after, **marks, "limit": limit})


def rows_between(kind: str, first: int, last: int) -> list[Row]:
    """All rows of a kind from one number to another, both included, in their order."""
    sql = f"{_TEXTS[kind]} where id between %(first)s and %(last)s order by id"
    return _read(sql, {"first": first, "last": last})


def texts_between(kind: str, first: int, last: int) -> list[tuple[int, str, str]]:
    """Number, name and text of the rows of a kind, in their order, for whoever reads them all."""
    rows = f"{_TEXTS[kind]} where id between %s and %s order by id"
    with connection.cursor() as cursor:
        cursor.execute(f"select row, name, content from ({rows}) as asked", [first, last])  # noqa: S608
        found: list[tuple[int, str, str]] = cursor.fetchall()
    return found


def row_of(kind: str, number: int) -> Row | None:
    """One row as it stands now."""
    found = rows_between(kind, number, number)
    return found[0] if found else None


def logged_between(first: int, last: int) -> list[Logged]:
    """Kept entries from one place to another, both included, in their order."""
    sql = f"""
        select index, kind, row, name, sha256, sm3,
               convert_to(
                   concat_ws(
                       ' ', kind, row, name, {_MOMENT},
                       'sha256:' || encode(sha256, 'hex'), 'sm3:' || encode(sm3, 'hex')
                   ), 'UTF8'
               ) as line
          from log_logentry where index between %s and %s order by index"""  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [first, last])
        return [Logged(*row) for row in cursor.fetchall()]


def _read(sql: str, values: Mapping[str, Any]) -> list[Row]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Row(*row) for row in cursor.fetchall()]
