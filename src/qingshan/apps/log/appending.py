"""Bring the log up to date: an entry for every new row, a tile for every 256 entries."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import connection, transaction

from qingshan.apps.log.models import KINDS, LogEntry, LogTile
from qingshan.apps.log.rows import Row, new_rows
from qingshan.apps.log.tree import Tree
from qingshan.core.proof.merkle import HASHERS, Hasher, root_of
from qingshan.core.proof.tiles import WIDTH, pack

LOG_LOCK = 7239002
"""The advisory lock under which the log grows: one writer, or two rows could get one place."""

AT_ONCE = 20_000

_COPY = 'copy log_logentry (index, kind, row, name, "when", sha256, sm3) from stdin'


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
    _write(first, rows)
    _grow(first + len(rows))
    return len(rows)


def _last_rows() -> dict[str, int]:
    """The last logged number of each kind."""
    rows = {kind: LogEntry.objects.filter(kind=kind).order_by("-row") for kind in KINDS}
    return {kind: found.values_list("row", flat=True).first() or 0 for kind, found in rows.items()}


def _write(first: int, rows: Sequence[Row]) -> None:
    """Entries from a place on, copied in: an INSERT of values costs more than all the hashing."""
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for index, row in enumerate(rows, start=first):
            data = row.content.encode()
            digests = [hasher.of(data) for hasher in HASHERS]
            copy.write_row((index, row.kind, row.number, row.name, row.when, *digests))


def _grow(size: int) -> None:
    """Keep every tile that became full, level by level."""
    full, level = size // WIDTH, 0
    while full:
        kept = LogTile.objects.filter(hasher=HASHERS[0].name, level=level)
        newest = kept.order_by("-index").values_list("index", flat=True).first()
        new = range(0 if newest is None else newest + 1, full)
        tree = Tree()
        tree.load((level, index) for index in new)
        made = [_tile(tree, hasher, level, index) for hasher in HASHERS for index in new]
        LogTile.objects.bulk_create(made, batch_size=200)
        full, level = full // WIDTH, level + 1


def _tile(tree: Tree, hasher: Hasher, level: int, index: int) -> LogTile:
    hashes = tree.row(hasher, level, index)
    assert len(hashes) == WIDTH, "a tile is kept when it is full"
    return LogTile(
        hasher=hasher.name,
        level=level,
        index=index,
        hashes=pack(hashes),
        root=root_of(hashes, hasher),
    )
