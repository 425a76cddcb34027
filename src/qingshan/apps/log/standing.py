"""The rows of the register held against what the journal noted of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, models

from qingshan.apps.base.lasting import BESIDE
from qingshan.apps.base.models import Event
from qingshan.apps.log.audit import CHANGED, PUSHED_IN, REMOVED, Breach
from qingshan.apps.log.noting import ROWS_NOTED, Noted, digest_sql, newest_note, noted_tables
from qingshan.core.kernel.label import Label

COLUMN_GONE = Label(
    "已记摘要的一列不在表中，无法核对",
    "a column that was noted is gone: the rows cannot be checked",
)
WITHOUT_ACT = Label(
    "记录在没有相应办理的情况下被改动", "the row was changed without an act that says so"
)

_SAID = """
    select (noted.key)::bigint as row, noted.value as digest, base_event.id as note,
           base_event.facts #> array[%(part)s, %(label)s, 'columns'] as columns,
           (base_event.facts ->> 'events')::bigint as upto
      from base_event, jsonb_each_text(base_event.facts #> array[%(part)s, %(label)s, 'rows']) noted
     where base_event.name = %(name)s and base_event.facts -> %(part)s ? %(label)s"""
_LAST = f"select distinct on (row) * from ({_SAID}) as every order by row, note desc"  # noqa: S608


def changed_rows(only: type[models.Model] | None = None) -> Iterator[Breach]:
    """Every row that is not as it was noted, that is gone, or that was pushed in between.

    ``only`` looks at one table. Run it in a transaction of level REPEATABLE READ while others are
    at work.
    """
    newest = newest_note()
    reached = newest.facts["reached"] if newest else {}
    for table in noted_tables():
        if table.label not in reached or only not in {None, table.model}:
            continue
        yield from _differing(table)
        if not table.is_standing:
            yield from _pushed_in(table, reached[table.label])


def _differing(table: Noted) -> Iterator[Breach]:
    present = {str(field.column) for field in table.model._meta.local_concrete_fields}
    for columns in _column_sets(table):
        if not set(columns) <= present:
            yield Breach(f"{table.label}：{'、'.join(sorted(set(columns) - present))}", COLUMN_GONE)
            continue
        for row, upto, is_gone in _unlike(table, columns):
            if is_gone:
                # The other digests of the row say the same.
                if not table.is_standing:
                    yield Breach(f"{table.label} {row}", REMOVED)
            elif not table.is_standing:
                yield Breach(_place(table.model, row), CHANGED)
            elif not _was_acted_upon(table, row, upto):
                yield Breach(_place(table.model, row), WITHOUT_ACT)


def _column_sets(table: Noted) -> list[list[str]]:
    """Over which columns rows of the table were noted; a release may have added some."""
    sql = f"select distinct columns from ({_SAID}) as said"  # noqa: S608
    return [json.loads(columns) for (columns,) in _asked(sql, table)]


def _unlike(table: Noted, columns: Sequence[str]) -> list[tuple[int, int, bool]]:
    """Rows whose digest is another than the last one noted; up to which event that one saw."""
    sql = f"""
        select last.row, last.upto, now.id is null
          from ({_LAST}) as last
          left join (select id, {digest_sql(columns)} as digest from "{table.model._meta.db_table}")
               as now on now.id = last.row
         where last.columns = to_jsonb(%(columns)s::text[])
           and now.digest is distinct from last.digest
         order by last.row"""  # noqa: S608  names of our own models
    return _asked(sql, table, columns=[*columns])


def _pushed_in(table: Noted, reached: int) -> Iterator[Breach]:
    sql = f"""
        select id from "{table.model._meta.db_table}" as now
         where id <= %(reached)s
           and not exists (select from ({_SAID}) as said where said.row = now.id)
         order by id"""  # noqa: S608  names of our own models
    for (row,) in _asked(sql, table, reached=reached):
        yield Breach(_place(table.model, row), PUSHED_IN)


def _asked(sql: str, table: Noted, **values: Any) -> list[Any]:
    told = {"part": table.part, "label": table.label, "name": ROWS_NOTED, **values}
    with connection.cursor() as cursor:
        cursor.execute(sql, told)
        rows: list[Any] = cursor.fetchall()
    return rows


def _was_acted_upon(table: Noted, row: int, after: int) -> bool:
    """Whether an event behind those that the note saw is about the row."""
    later = Event.objects.filter(pk__gt=after)
    if later.filter(subject__in=table.labels, subject_id=row).exists():
        return True
    return any(
        later.filter(**{f"facts__{BESIDE}__{label}__contains": [row]}).exists()
        for label in table.labels
    )


def _place(model: type[models.Model], row: int) -> str:
    """The row by its key, and by its number if it has one; nothing else of it can be relied on."""
    if "number" not in {field.name for field in model._meta.local_concrete_fields}:
        return f"{model._meta.label} {row}"
    number = model._base_manager.filter(pk=row).values_list("number", flat=True).get()
    return f"{model._meta.label} {row} ({number})"
