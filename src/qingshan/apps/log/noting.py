"""Rows of the register as digests: what is new or was acted upon since they were noted last.

The journal says what was done, the rows say what holds. So that nobody can change a row and leave
the journal as it is, the digest of every row is noted in the journal in its turn, and so is under
the signed heads. Which columns last, each model says itself (``base/lasting.py``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, models

from qingshan.apps.base.journal import MOVED, all_finished_before
from qingshan.apps.base.lasting import BESIDE, Lasting
from qingshan.apps.base.models import Event

ROWS_NOTED = "rows.noted"
AT_ONCE = 5_000
"""At most so many rows of a table, and so many events, in one note."""

OWN_PROOF = ("base.Event", "books.Chain", "books.Transfer", "log.LogEntry", "log.LogTile")
"""Rows that the log or the digest of a chain proves already."""


@dataclass(frozen=True)
class Noted:
    """Some columns of a table whose digests are noted.

    ``is_standing`` tells the columns that acts about a row change: these are noted again after
    each of them. The others are noted once.
    """

    model: type[models.Model]
    columns: tuple[str, ...]
    is_standing: bool

    @property
    def label(self) -> str:
        """What the note calls the table."""
        return self.model._meta.label

    @property
    def part(self) -> str:
        """Under which name of the note its digests stand."""
        return "standing" if self.is_standing else "lasting"

    @property
    def labels(self) -> list[str]:
        """What events call the table, whatever room it stood in."""
        return [self.label, *(old for old, new in MOVED.items() if new == self.label)]


@cache
def noted_tables() -> tuple[Noted, ...]:
    """What is noted of every table that says what of it lasts, or that is only added to."""
    found: list[Noted] = []
    for model in apps.get_models():
        lasting: Lasting | None = getattr(model, "lasting", None)
        if model._meta.label in OWN_PROOF or (lasting is None and not is_only_added(model)):
            continue
        changing = lasting or Lasting()
        columns = {each.name: str(each.column) for each in model._meta.local_concrete_fields}
        standing = [column for name, column in columns.items() if name not in changing.elsewhere]
        once = [columns[name] for name in columns if columns[name] in standing]
        once = [column for column in once if column not in {columns[n] for n in changing.acts}]
        found.append(Noted(model, tuple(once), is_standing=False))
        if changing.acts:
            found.append(Noted(model, tuple(standing), is_standing=True))
    return tuple(found)


def is_only_added(model: type[models.Model]) -> bool:
    """Whether the database refuses to change rows of the table."""
    triggers = getattr(model._meta, "triggers", ())
    return any(trigger.name.endswith("_append_only") for trigger in triggers)


def digest_sql(columns: Sequence[str]) -> str:
    """The digest of a row over some columns, as the database reckons it."""
    told = ", ".join(f'"{column}"' for column in columns)
    return f"encode(sha256(convert_to(json_build_array({told})::text, 'UTF8')), 'hex')"


def newest_note() -> Event | None:
    """The last note that was made."""
    return Event.objects.filter(name=ROWS_NOTED).order_by("-pk").first()


def new_note(after: Event | None) -> Mapping[str, Any] | None:
    """The facts of the next note; none when nothing happened since the one before.

    Only what finished is noted, in the order of numbers, so that none is passed over.
    """
    told = after.facts if after else {}
    reached: dict[str, int] = dict(told.get("reached", {}))
    cursor = told.get("events", 0)
    before = all_finished_before()
    newest, touched = _acted_upon(cursor, before)
    found: dict[str, dict[str, Any]] = {"lasting": {}, "standing": {}}
    ends: dict[str, int] = {}
    for table in noted_tables():
        mark = reached.get(table.label, 0)
        rows = _new_rows(table, mark, ends.get(table.label), before)
        if not table.is_standing:
            ends[table.label] = max(rows, default=mark)
        else:
            keys = {key for label in table.labels for key in touched.get(label, ())}
            rows |= _rows(table, sorted(key for key in keys if key <= mark))
        if rows:
            digests = {str(key): digest for key, digest in rows.items()}
            found[table.part][table.label] = {"columns": [*table.columns], "rows": digests}
    if not found["lasting"] and not found["standing"] and newest - cursor < AT_ONCE:
        return None
    return {**found, "reached": reached | ends, "events": newest}


def _acted_upon(cursor: int, before: int) -> tuple[int, dict[str, set[int]]]:
    """Up to which event was looked, and the rows that those behind ``cursor`` are about."""
    finished = Event.objects.filter(pk__gt=cursor, transaction__lt=before)
    finished = finished.exclude(name=ROWS_NOTED)
    newest, touched = cursor, dict[str, set[int]]()
    rows = finished.order_by("pk").values_list("pk", "subject", "subject_id", f"facts__{BESIDE}")
    for newest, subject, key, also in rows[:AT_ONCE]:  # noqa: B007  the last one counts
        touched.setdefault(subject, set()).add(key)
        for label, keys in (also or {}).items():
            touched.setdefault(label, set()).update(keys)
    return newest, touched


def _new_rows(table: Noted, mark: int, end: int | None, before: int) -> dict[int, str]:
    """Rows behind a mark with their digests, up to ``end`` or to the first that is not finished."""
    name = table.model._meta.db_table
    sql = f"""
        select id, {digest_sql(table.columns)} from "{name}"
         where id > %(mark)s and id <= coalesce(%(end)s, (
                   select min(id) - 1 from "{name}"
                    where id > %(mark)s and age(xmin) <= age(%(before)s::text::xid)
               ), 9223372036854775807)
         order by id limit {AT_ONCE}"""  # noqa: S608  names of our own models
    with connection.cursor() as cursor:
        cursor.execute(sql, {"mark": mark, "end": end, "before": before % 2**32})
        return dict(cursor.fetchall())


def _rows(table: Noted, keys: Sequence[int]) -> dict[int, str]:
    if not keys:
        return {}
    name = table.model._meta.db_table
    sql = f'select id, {digest_sql(table.columns)} from "{name}" where id = any(%s)'  # noqa: S608
    with connection.cursor() as cursor:
        cursor.execute(sql, [[*keys]])
        return dict(cursor.fetchall())
