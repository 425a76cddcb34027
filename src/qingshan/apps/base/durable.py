"""Locks end with the act, and its answer waits for the disk: acts that meet write together.

A transaction keeps its locks until its commit is on the disk. Acts that draw one number or book on
one account would each wait for the disk of the one before. So the commit of an act does not wait
for the disk; behind it, in the same message to the server, a transaction of nothing does, and only
then is anybody told. The server writes its log in order: what stands before that end is on the disk
with it, and whoever changes something because of an act that is not there yet stands behind it and
cannot outlast it. What the server is set to (``synchronous_commit``, standbys) holds as it did.
"""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model

from qingshan.apps.base.prepared import Asked, Prepared, committed
from qingshan.apps.base.rows import entering

M = TypeVar("M", bound=Model)

_EARLY = "set_config('synchronous_commit', 'off', true)"
_SET_EARLY = Prepared(f"select {_EARLY}")
_WRITTEN = Prepared("select pg_logical_emit_message(true, 'qingshan', '')")


def entered_last(row: M, *before: Asked) -> M:
    """A new row as the last statement of a transaction, its commit and the disk, in one message.

    ``before`` goes in front of it in the same message.

    Raises
    ------
    django.db.IntegrityError
        As ``save`` and the commit do.
    """
    statement, values = entering(row, also=_EARLY)
    ((row.pk, *_),) = committed(*before, (statement, values), after=[(_WRITTEN, ())])
    row._state.adding = False
    return row


def ended_early(*last: Asked, after: Asked) -> None:
    """The last statements of a transaction, its commit, one behind it and the disk, likewise."""
    committed((_SET_EARLY, ()), *last, after=(after, (_WRITTEN, ())))


def written() -> None:
    """Wait until what was committed so far is on the disk; in a transaction, its commit waits."""
    _WRITTEN.row()
