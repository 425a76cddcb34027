"""A query that is the same on every request but for its values: put together once, then only sent.

Building a query costs several times what the server needs to answer it by key. Where every act of
every program asks it, that is most of the act.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.db.models import QuerySet

_TEXT, _NUMBER = "\ue000{}", -2_100_000_000


class Fixed:
    """``make`` builds the query for some values; rows come as tuples, as ``values_list`` has them.

    ``kinds`` says what the values are: ``str`` or ``int``. Columns whose form in the database is
    not that in Python (JSON) are not for this.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], *kinds: type) -> None:
        self._make = make
        self._marks = [
            _TEXT.format(place) if kind is str else _NUMBER - place
            for place, kind in enumerate(kinds)
        ]
        self._sql = ""
        self._parameters: tuple[Any, ...] = ()

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        """All rows for these values."""
        assert len(values) == len(self._marks)
        if not self._sql:
            self._sql, self._parameters = self._make(*self._marks).query.sql_with_params()
            assert set(self._marks) <= set(self._parameters), "a value is lost in the query"
        told = dict(zip(self._marks, values, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(self._sql, [told.get(one, one) for one in self._parameters])
            found: list[tuple[Any, ...]] = cursor.fetchall()
        return found

    def row(self, *values: Any) -> tuple[Any, ...] | None:
        """The first row, None where there is none."""
        return next(iter(self.rows(*values)), None)
