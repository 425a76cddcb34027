"""Bring the log up to date: an entry for every new row, a tile for every 256 entries."""

from __future__ import annotations

from django.db import connection, transaction

from qingshan.apps.log.models import KINDS, LogEntry, LogTile
from qingshan.apps.log.reads import row_below
from qingshan.apps.log.rows import Row, new_rows
from qingshan.core.proof.log import Entry
from qingshan.core.proof.merkle import HASHERS, Hasher, root_of
from qingshan.core.proof.tiles import WIDTH, pack

LOG_LOCK = 7239002
"""The advisory lock under which the log grows: one writer, or two rows could get one place."""

AT_ONCE = 20_000


def append_new() -> int:
    """Append everything that is finished and not yet logged; the number of new entries.

    Each portion is a transaction of its own, so that a log that fell far behind catches up in
    steps that stay.
    """
    appended = 0
    while True:
        with transaction.atomic():
            count = _append_portion()
        appended += count
        if count < AT_ONCE:
            return appended


def _append_portion() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOG_LOCK])
    rows = new_rows(_last_rows(), AT_ONCE)
    if not rows:
        return 0
    newest = LogEntry.objects.order_by("-index").values_list("index", flat=True).first()
    first = 0 if newest is None else newest + 1
    LogEntry.objects.bulk_create(
        [_entry(first + at, row) for at, row in enumerate(rows)], batch_size=2000
    )
    for hasher in HASHERS:
        _grow(hasher, first + len(rows))
    return len(rows)


def _last_rows() -> dict[str, int]:
    """The last logged number of each kind."""
    rows = {kind: LogEntry.objects.filter(kind=kind).order_by("-row") for kind in KINDS}
    return {kind: found.values_list("row", flat=True).first() or 0 for kind, found in rows.items()}


def _entry(index: int, row: Row) -> LogEntry:
    made = Entry.of(row.kind, row.number, row.name, row.when, row.content)
    return LogEntry(
        index=index,
        kind=row.kind,
        row=row.number,
        name=row.name,
        when=row.when,
        sha256=bytes.fromhex(made.sha256),
        sm3=bytes.fromhex(made.sm3),
    )


def _grow(hasher: Hasher, size: int) -> None:
    """Keep every tile that became full, level by level."""
    full, level = size // WIDTH, 0
    while full:
        kept = LogTile.objects.filter(hasher=hasher.name, level=level).count()
        made = [_tile(hasher, level, index) for index in range(kept, full)]
        LogTile.objects.bulk_create(made, batch_size=200)
        full, level = full // WIDTH, level + 1


def _tile(hasher: Hasher, level: int, index: int) -> LogTile:
    hashes = row_below(hasher, level, index)
    return LogTile(
        hasher=hasher.name,
        level=level,
        index=index,
        hashes=pack(hashes),
        root=root_of(hashes, hasher),
    )
