"""Rows by key: taken under lock, entered and changed, by statements put together once.

Several of one kind are taken in the order of their keys, so that two acts never wait for each
other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import Any, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models
from django.db.models import Field, Model
from django.db.models.expressions import DatabaseDefault

from qingshan.apps.base.prepared import Asked, Prepared, unnested

M = TypeVar("M", bound=Model)


def locked(model: type[M], key: int) -> M:
    """One row under lock until the transaction ends."""
    return _found(model, key, "for no key update")


def shared(model: type[M], key: int) -> M:
    """One row that nobody changes until the transaction ends; others may hold it likewise."""
    return _found(model, key, "for share")


def locked_all(model: type[M], keys: Iterable[int]) -> list[M]:
    """Several rows under lock, in primary-key order."""
    statement = _selection(model, "order by id for no key update")
    return loaded(model, statement.rows(sorted(set(keys))))


def sharing(model: type[M], keys: Iterable[int]) -> Asked:
    """The question for several rows that nobody changes until the transaction ends, as ``shared``.

    To be sent with others; the answers go to ``loaded``.
    """
    return _selection(model, "order by id for share"), [sorted(set(keys))]


def those(model: type[M], keys: Sequence[int]) -> list[M]:
    """Rows in the order of their keys as told, read at once; a key twice is one row twice."""
    found = {row.pk: row for row in having(model, "id", keys)}
    return [found[key] for key in keys]


def having(model: type[M], column: str, values: Iterable[Any]) -> list[M]:
    """Rows of which a column has one of these values, in no order."""
    statement, told = asking(model, column, values)
    return loaded(model, statement.rows(*told))


def asking(model: type[M], column: str, values: Iterable[Any]) -> Asked:
    """The question for these rows, to be sent with others; the answers go to ``loaded``."""
    return _selection(model, "", column), [list(set(values))]


def entered(row: M) -> M:
    """A new row written down, as ``save`` does it; what the database gives by itself is left out.

    Raises
    ------
    django.db.IntegrityError
        As ``save`` does.
    """
    statement, values = entering(row)
    found = statement.row(*values)
    assert found is not None
    (row.pk,) = found
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return row


def entering(row: Model, also: str = "") -> tuple[Prepared, list[Any]]:
    """The statement that enters a new row and answers its key, ``also`` behind it; its values."""
    assert row.pk is None, "a new row has no key yet"
    names: list[str] = []
    values: list[Any] = []
    for name, field, is_plain in _given(type(row)):
        value = getattr(row, name) if is_plain else field.pre_save(row, add=True)
        if not isinstance(value, DatabaseDefault):
            names.append(name)
            values.append(_stored(field, value, is_plain=is_plain))
    return _insertion(type(row), tuple(names), also), values


def entered_all(rows: Sequence[Model]) -> None:
    """New rows of one kind written down at once."""
    if not rows:
        return
    statement, columns = entering_all(rows)
    # Keys are given in the order of the rows; that of an answer is nobody's promise.
    keys = sorted(key for (key,) in statement.rows(*columns))
    assert len(keys) == len(rows), f"{len(keys)} rows written for {len(rows)}"
    for row, key in zip(rows, keys, strict=True):
        row.pk = key
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def entering_all(rows: Sequence[Model]) -> Asked:
    """The statement that enters rows of one kind in their order, and its values by column.

    Rows that have keys (``numbering.number_all``) keep them.
    """
    model = type(rows[0])
    names: list[str] = []
    columns: list[list[Any]] = []
    for name, field, is_plain in _given(model):
        values = [getattr(row, name) for row in rows]
        if not isinstance(values[0], DatabaseDefault):
            names.append(name)
            columns.append([_stored(field, value, is_plain=is_plain) for value in values])
    if rows[0].pk is not None:
        names.append(model._meta.pk.attname)
        columns.append([row.pk for row in rows])
    return _insertion_of_many(model, tuple(names)), columns


def changed_alike(rows: Sequence[Model], *names: str) -> None:
    """Some fields of rows that are there, of which all are given the same values, at once."""
    if not rows:
        return
    statement, fields = _update(type(rows[0]), names, test="= any")
    values = [getattr(rows[0], field.attname) for field, _ in fields]
    stored = [
        _stored(field, value, is_plain=is_plain)
        for (field, is_plain), value in zip(fields, values, strict=True)
    ]
    assert all(getattr(row, name) == getattr(rows[0], name) for row in rows for name in names)
    written = statement.changed(*stored, [row.pk for row in rows])
    assert written == len(rows), f"{written} rows changed of {len(rows)}"


def changing_each(rows: Sequence[Model], *names: str) -> Asked:
    """The statement that gives fields of rows that are there, each its own values, all at once.

    It is sent with others and answers the keys of what it changed, which the caller counts.
    """
    statement, fields = _update_of_many(type(rows[0]), names)
    columns = [
        [_stored(field, getattr(row, field.attname), is_plain=is_plain) for row in rows]
        for field, is_plain in fields
    ]
    return statement, [*columns, [row.pk for row in rows]]


def changed(row: Model, *names: str) -> None:
    """Some fields of a row that is there, written as ``save(update_fields=...)`` does it."""
    statement, fields = _update(type(row), names)
    values = [
        _stored(field, field.pre_save(row, add=False), is_plain=is_plain)
        for field, is_plain in fields
    ]
    written = statement.changed(*values, row.pk)
    assert written == 1, f"{row} is gone"


def _found(model: type[M], key: int, how: str) -> M:
    found = loaded(model, _selection(model, how, test="= $1").rows(key))
    if not found:
        raise model.DoesNotExist(  # type: ignore[attr-defined]
            f"no {model._meta.object_name} has the key {key}"
        )
    return found[0]


def loaded(model: type[M], rows: Iterable[tuple[Any, ...]]) -> list[M]:
    """Rows of the table as things of the model."""
    names, ways, found = _names(model), _converters(model), []
    for row in rows:
        values = list(row)
        for place, convert in ways:
            values[place] = convert(values[place])
        found.append(model.from_db(DEFAULT_DB_ALIAS, names, values))
    return found


def _fields(model: type[Model]) -> Sequence[Field[Any, Any]]:
    fields: Sequence[Field[Any, Any]] = model._meta.concrete_fields
    return fields


@cache
def _names(model: type[Model]) -> list[str]:
    return [field.attname for field in _fields(model)]


@cache
def _converters(model: type[Model]) -> list[tuple[int, Any]]:
    """Places of the columns whose form in the database is not that in Python, and the way there."""

    def chained(field: Field[Any, Any], ways: list[Any]) -> Any:
        plain = field.get_col(model._meta.db_table)

        def convert(value: Any) -> Any:
            for way in ways:
                value = way(value, plain, connection)
            return value

        return convert

    return [
        (place, chained(field, ways))
        for place, field in enumerate(_fields(model))
        if (ways := field.get_db_converters(connection))
    ]


@cache
def _given(model: type[Model]) -> list[tuple[str, Field[Any, Any], bool]]:
    """What a new row is given: attribute and field, and whether the field leaves values alone."""
    return [(f.attname, f, _is_plain(f)) for f in _fields(model) if not f.primary_key]


def _is_plain(field: Field[Any, Any]) -> bool:
    return type(field) in _PLAIN and not getattr(field, "auto_now", False)


_PLAIN = {
    models.CharField,
    models.TextField,
    models.IntegerField,
    models.BigIntegerField,
    models.BooleanField,
    models.ForeignKey,
}
"""Fields that store a text, a number or nothing just as it stands in the row."""
_READY = {str, int, bool, type(None)}


def _stored(field: Field[Any, Any], value: Any, *, is_plain: bool) -> Any:
    kind = type(value)
    if is_plain and kind in _READY:
        return value
    if kind is datetime and value.tzinfo and isinstance(field, models.DateTimeField):
        return value
    if kind is dict and type(field) is models.JSONField:
        return json.dumps(value, cls=field.encoder, ensure_ascii=False)
    return field.get_db_prep_save(value, connection)


def _columns(fields: Iterable[Field[Any, Any]]) -> str:
    return ", ".join(f'"{field.column}"' for field in fields)


@cache
def _selection(model: type[Model], how: str, key: str = "id", test: str = "= any($1)") -> Prepared:
    columns, table = _columns(_fields(model)), model._meta.db_table
    return Prepared(f'select {columns} from "{table}" where "{key}" {test} {how}')  # noqa: S608  names of ours


@cache
def _insertion(model: type[Model], names: tuple[str, ...], also: str) -> Prepared:
    fields = [field for name, field, _ in _given(model) if name in names]
    places = ", ".join(f"${place}" for place in range(1, len(fields) + 1))
    table, answer = model._meta.db_table, f'"{model._meta.pk.column}"'
    answer += f", {also}" if also else ""
    return Prepared(
        f'insert into "{table}" ({_columns(fields)}) values ({places}) returning {answer}'  # noqa: S608  names of ours
    )


@cache
def _insertion_of_many(model: type[Model], names: tuple[str, ...]) -> Prepared:
    fields = [field for name, field, _ in _given(model) if name in names]
    if model._meta.pk.attname in names:
        fields.append(model._meta.pk)
    rows = unnested(f"{field.db_type(connection)}[]" for field in fields)
    table, key, told = model._meta.db_table, model._meta.pk.column, _columns(fields)
    return Prepared(
        f'insert into "{table}" ({told}) select {told}'  # noqa: S608  names of ours
        f" from {rows} with ordinality as told ({told}, place)"
        f' order by place returning "{table}"."{key}"'
    )


@cache
def _update(
    model: type[Model], names: tuple[str, ...], test: str = "="
) -> tuple[Prepared, list[tuple[Field[Any, Any], bool]]]:
    fields: list[Field[Any, Any]] = [model._meta.get_field(name) for name in names]  # type: ignore[misc]
    told = ", ".join(f'"{field.column}" = ${place}' for place, field in enumerate(fields, 1))
    table, key = model._meta.db_table, model._meta.pk.column
    statement = Prepared(
        f'update "{table}" set {told} where "{key}" {test} (${len(fields) + 1})'  # noqa: S608  names of ours
    )
    return statement, [(field, _is_plain(field)) for field in fields]


@cache
def _update_of_many(
    model: type[Model], names: tuple[str, ...]
) -> tuple[Prepared, list[tuple[Field[Any, Any], bool]]]:
    fields: list[Field[Any, Any]] = [model._meta.get_field(name) for name in names]  # type: ignore[misc]
    told = ", ".join(f'"{field.column}" = told."{field.column}"' for field in fields)
    rows = unnested([*(f"{field.db_type(connection)}[]" for field in fields), "bigint[]"])
    table, key = model._meta.db_table, model._meta.pk.column
    statement = Prepared(
        f'update "{table}" set {told} from {rows}'  # noqa: S608  names of ours
        f' as told ({_columns(fields)}, place) where "{table}"."{key}" = told.place'
        f' returning "{table}"."{key}"'
    )
    return statement, [(field, _is_plain(field)) for field in fields]
