"""A query that is the same on every request but for its values: put together once, then only sent.

Building a query costs several times what the server needs to answer it by key. Where every act of
every program asks it, that is most of the act.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Model, QuerySet, query
from psycopg.adapt import Transformer

from qingshan.apps.base.prepared import Asked, Prepared, unnested

_COLUMNS = {str: "text[]", int: "bigint[]", date: "date[]", datetime: "timestamptz[]"}
_MARKS: dict[Any, Callable[[int], Any]] = {
    str: "\ue000{}".format,
    int: lambda place: -2_100_000_000 - place,
    list[str]: lambda place: [f"\ue000{place}"],
    list[int]: lambda place: [-2_100_000_000 - place],
    date: lambda place: date(9000, 1, 1) + timedelta(days=place),
    datetime: lambda place: datetime(9000, 1, 1, tzinfo=UTC) + timedelta(days=place),
}


class Fixed:
    """``make`` builds the query for some values; rows come as tuples, as ``values_list`` has them.

    ``kinds`` says what the values are: ``str``, ``int``, ``date`` or ``datetime``, or a list of
    texts or of whole numbers, of which a column is asked to have one (``__in``). What else stands
    in the query is written into its text, so that an index on some of the rows serves it.
    Columns whose form in the database is not that in Python (JSON) are not for ``rows``;
    ``objects`` answers what a query of a model does, with all that it selects beside it, but
    without what it would fetch by further queries.
    """

    def __init__(self, make: Callable[..., QuerySet[Any, Any]], *kinds: type) -> None:
        self._make = make
        self._marks = [_MARKS[kind](place) for place, kind in enumerate(kinds)]
        self._kinds = kinds
        self._statement: Prepared | None = None
        self._for_each: Prepared | None = None
        self._compiler: Any = None

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        """All rows for these values."""
        statement, told = self.asked(*values)
        return statement.rows(*told)

    def asked(self, *values: Any) -> Asked:
        """The query for these values, to be sent with others (``answered``)."""
        assert len(values) == len(self._marks)
        if self._statement is None:
            self._statement = Prepared(self.text())
        return self._statement, values

    def asked_each(self, values: Sequence[tuple[Any, ...]]) -> Asked:
        """The query for each of several rows of values at once; answers are told by ``by_place``.

        The server sets the query up once, which is most of it where each answer is short.
        """
        if self._for_each is None:
            names = [f"value{place}" for place, _ in enumerate(self._kinds, 1)]
            columns = unnested(_COLUMNS[kind] for kind in self._kinds)
            text = re.sub(r"\$(\d+)", r"asked.value\1", self.text())
            self._for_each = Prepared(
                f"select asked.place, told.* from {columns}"  # noqa: S608  columns of ours
                f" with ordinality as asked ({', '.join(names)}, place)"
                f" cross join lateral ({text}) as told order by asked.place"
            )
        return self._for_each, [list(column) for column in zip(*values, strict=True)]

    def row(self, *values: Any) -> tuple[Any, ...] | None:
        """The first row, None where there is none."""
        return next(iter(self.rows(*values)), None)

    def objects(self, *values: Any) -> list[Any]:
        """All objects for these values, each made as a query of its model makes it."""
        return list(self._made(self.rows(*values)))

    def _made(self, rows: list[tuple[Any, ...]]) -> Iterator[Model]:
        """What Django's own iteration over models does with rows."""
        model, names, first, end, beside, annotations = self._shape
        told: Any = rows
        if self._converters:
            told = self._compiler.apply_converters(rows, self._converters)
        for row in told:
            made: Model = model.from_db(connection.alias, names, row[first:end])
            for populator in beside:
                populator.populate(row, made)
            for name, place in annotations:
                setattr(made, name, row[place])
            yield made

    @cached_property
    def _converters(self) -> Any:
        columns = self._compiler.select[: self._compiler.col_count]
        return self._compiler.get_converters([column for column, *_ in columns])

    @cached_property
    def _shape(self) -> tuple[type[Model], list[str], int, int, Any, list[tuple[str, int]]]:
        """Which columns are the model's and which those of models beside it."""
        select, of = self._compiler.select, self._compiler.klass_info
        first, end = of["select_fields"][0], of["select_fields"][-1] + 1
        names = [column.target.attname for column, *_ in select[first:end]]
        related: Any = query.get_related_populators
        beside = related(of, select, connection.alias)
        annotations = list(self._compiler.annotation_col_map.items())
        return of["model"], names, first, end, beside, annotations

    def text(self) -> str:
        """The query as the server is told it, its values as ``$1``, ``$2`` and so on."""
        self._compiler = self._make(*self._marks).query.get_compiler(connection=connection)
        sql, parameters = self._compiler.as_sql()
        marks = [mark[0] if isinstance(mark, list) else mark for mark in self._marks]
        lost = [mark for mark in marks if mark not in parameters]
        assert not lost, "a value is lost in the query"
        connection.ensure_connection()
        writer = Transformer(connection.connection)
        places = [
            f"${marks.index(one) + 1}" if one in marks else writer.as_literal(one).decode()
            for one in parameters
        ]
        text: str = sql % tuple(places)
        for place, mark in enumerate(self._marks, 1):
            if isinstance(mark, list):
                assert f"IN (${place})" in text, "a list is not asked for by __in"
                text = text.replace(f"IN (${place})", f"= any(${place})")
        return text


def by_place(rows: Iterable[tuple[Any, ...]], count: int) -> list[list[tuple[Any, ...]]]:
    """The answers to ``asked_each``, for each of ``count`` rows of values in their order."""
    told: list[list[tuple[Any, ...]]] = [[] for _ in range(count)]
    for place, *row in rows:
        told[place - 1].append(tuple(row))
    return told


def brought(owner: Model, name: str, rows: list[Any]) -> None:
    """Rows that were read for an object, where it would ask for them by ``name`` itself."""
    asked = getattr(owner, name).all()
    asked._result_cache = rows
    cached: dict[str, Any] = owner.__dict__.setdefault("_prefetched_objects_cache", {})
    cached[name] = asked
