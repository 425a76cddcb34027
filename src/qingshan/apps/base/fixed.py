"""A query that is the same on every request but for its values: put together once, then only sent.

Building a query costs several times what the server needs to answer it by key. Where every act of
every program asks it, that is most of the act.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from psycopg.adapt import Transformer

from qingshan.apps.base.prepared import Prepared

_MARKS: dict[type, Callable[[int], Any]] = {
    str: "\ue000{}".format,
    int: lambda place: -2_100_000_000 - place,
    date: lambda place: date(9000, 1, 1) + timedelta(days=place),
    datetime: lambda place: datetime(9000, 1, 1, tzinfo=UTC) + timedelta(days=place),
}


class Fixed:
    """``make`` builds the query for some values; rows come as tuples, as ``values_list`` has them.

    ``kinds`` says what the values are: ``str``, ``int``, ``date`` or ``datetime``. What else
    stands in the query is written into its text, so that an index on some of the rows serves it.
    Columns whose form in the database is not that in Python (JSON) are not for this.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], *kinds: type) -> None:
        self._make = make
        self._marks = [_MARKS[kind](place) for place, kind in enumerate(kinds)]
        self._statement: Prepared | None = None

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        """All rows for these values."""
        assert len(values) == len(self._marks)
        if self._statement is None:
            self._statement = self._prepared()
        return self._statement.rows(*values)

    def row(self, *values: Any) -> tuple[Any, ...] | None:
        """The first row, None where there is none."""
        return next(iter(self.rows(*values)), None)

    def _prepared(self) -> Prepared:
        sql, parameters = self._make(*self._marks).query.sql_with_params()
        lost = [mark for mark in self._marks if mark not in parameters]
        assert not lost, "a value is lost in the query"
        connection.ensure_connection()
        writer = Transformer(connection.connection)
        places = [
            f"${self._marks.index(one) + 1}"
            if one in self._marks
            else writer.as_literal(one).decode()
            for one in parameters
        ]
        return Prepared(sql % tuple(places))
