"""Statements that each connection prepares once, sent on the driver's lower floor.

The server plans such a statement once for a connection, and what goes there and comes back is
neither quoted nor parsed twice: a statement by key costs a quarter of one through a cursor and a
twentieth of one that is put together anew. Django's transactions and its errors stay as they are;
its log of queries does not see these statements (``statements_sent`` of the tests counts them all).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from itertools import count
from select import POLLIN, POLLOUT, poll
from typing import Any, cast
from weakref import WeakKeyDictionary

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult

_NUMBERS = count(1)
_GOOD = {ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK}
_PREPARED: WeakKeyDictionary[psycopg.Connection[Any], set[bytes]] = WeakKeyDictionary()


class Prepared:
    """One statement; its parameters are ``$1``, ``$2`` and so on."""

    def __init__(self, sql: str) -> None:
        self._name = b"qingshan_%d" % next(_NUMBERS)
        self._sql = sql.encode()

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        """All rows for these values, as the driver reads them."""
        return _read(*self._run(values))

    def row(self, *values: Any) -> tuple[Any, ...] | None:
        """The first row, None where there is none."""
        return next(iter(self.rows(*values)), None)

    def changed(self, *values: Any) -> int:
        """How many rows the statement wrote."""
        return int(self._run(values)[1].command_tuples or 0)

    def _run(self, values: Sequence[Any]) -> tuple[psycopg.Connection[Any], PGresult]:
        # Each look at ``connection`` asks which thread this is; once is enough.
        here = connections[DEFAULT_DB_ALIAS]
        here.validate_no_broken_transaction()
        here.close_if_health_check_failed()  # a page may send no other statement that would ask
        here.ensure_connection()
        raw: psycopg.Connection[Any] = here.connection
        with here.wrap_database_errors:
            texts = _texts(values) or _driven(values, raw)
            self._prepare(raw)
            if _begins(raw):
                # The driver begins a transaction late, before its first statement; so do we.
                return raw, _sent(raw, [(_BEGIN, ()), (self, texts)])[1]
            return raw, _checked(raw.pgconn.exec_prepared(self._name, texts))

    def _prepare(self, raw: psycopg.Connection[Any]) -> None:
        """Tell a connection the statement when it is new there."""
        known = _PREPARED.setdefault(raw, set())
        if self._name not in known:
            _checked(raw.pgconn.prepare(self._name, self._sql))
            known.add(self._name)


_BEGIN, _COMMIT = Prepared("begin"), Prepared("commit")
Asked = tuple[Prepared, Sequence[Any]]
"""A statement with its values, yet to be sent."""


class InText(bytes):
    """A value that stands in PostgreSQL's text form already."""


def answered(*asked: Asked) -> list[list[tuple[Any, ...]]]:
    """All rows of each of some statements, which go in one message and are done in this order.

    Each sees what was committed until its turn, as if it had been sent alone.
    """
    here = connections[DEFAULT_DB_ALIAS]
    here.validate_no_broken_transaction()
    here.close_if_health_check_failed()
    here.ensure_connection()
    raw: psycopg.Connection[Any] = here.connection
    with here.wrap_database_errors:
        told = [(one, _texts(values) or _driven(values, raw)) for one, values in asked]
        begin: list[_Told] = [(_BEGIN, ())] if _begins(raw) else []
        found = _sent(raw, [*begin, *told])[len(begin) :]
        return [_read(raw, result) for result in found]


def committed(*last: Asked, after: Sequence[Asked]) -> list[tuple[Any, ...]]:
    """The last statements of a transaction, its commit and what is behind it, in one message.

    Answers the rows of the last. Django, which ends its block then, finds nothing left to commit.
    """
    here = connections[DEFAULT_DB_ALIAS]
    here.validate_no_broken_transaction()
    raw: psycopg.Connection[Any] = here.connection
    with here.wrap_database_errors:
        begin: list[Asked] = [(_BEGIN, ())] if _begins(raw) else []
        last = (*begin, *last)
        asked = (*last, (_COMMIT, ()), *after)
        found = _sent(raw, [(one, _texts(values) or _driven(values, raw)) for one, values in asked])
        return _read(raw, found[len(last) - 1])


_Told = tuple[Prepared, Sequence[bytes]]


def _begins(raw: psycopg.Connection[Any]) -> bool:
    """Whether a transaction begins with what is sent next."""
    return not raw.autocommit and raw.pgconn.transaction_status == TransactionStatus.IDLE


def _sent(raw: psycopg.Connection[Any], statements: Sequence[_Told]) -> list[PGresult]:
    """The results of statements that go to the server in one message."""
    for one, _ in statements:
        one._prepare(raw)
    pgconn = raw.pgconn
    pgconn.enter_pipeline_mode()
    try:
        for one, texts in statements:
            pgconn.send_query_prepared(one._name, texts)
        pgconn.pipeline_sync()
        found = _answers(pgconn)
    finally:
        if pgconn.status == ConnStatus.OK:
            pgconn.exit_pipeline_mode()
    return [_checked(result) for result in found]


def _read(raw: psycopg.Connection[Any], result: PGresult) -> list[tuple[Any, ...]]:
    reader = Transformer(raw)
    reader.set_pgresult(result)
    return reader.load_rows(0, result.ntuples, tuple)


def _answers(pgconn: PGconn) -> list[PGresult]:
    """What the server says to each statement of a message; behind an error nothing was done."""
    found: list[PGresult] = []
    there, is_sent = poll(), not pgconn.flush()
    there.register(pgconn.socket, POLLIN if is_sent else POLLIN | POLLOUT)
    while True:
        while pgconn.is_busy():
            # Asked for a result, libpq would wait without letting other threads go on.
            there.poll()
            if not is_sent and (is_sent := not pgconn.flush()):
                # What is larger than the line takes at once goes on while answers come.
                there.modify(pgconn.socket, POLLIN)
            pgconn.consume_input()
        result = pgconn.get_result()
        if result is None:
            # Between the answers, and without end where the connection is gone.
            if pgconn.status != ConnStatus.OK:
                raise psycopg.OperationalError("the connection was lost before the commit")
        elif result.status == ExecStatus.PIPELINE_SYNC:
            return found
        else:
            found.append(result)


def unnested(kinds: Iterable[str]) -> str:
    """Parameters that are arrays, read as the columns of a table.

    Asked for behind a ``select``, the server cannot see how long they are, takes the same for any
    length, and so plans the statement once: planning would cost more than a few rows do.
    """
    told = ", ".join(f"(select ${place}::{kind})" for place, kind in enumerate(kinds, 1))
    return f"unnest({told})"


def _texts(values: Sequence[Any]) -> Sequence[bytes] | None:
    """Values in PostgreSQL's text form; None where one is not of the plain kinds."""
    told: list[Any] = []
    for value in values:
        kind = type(value)
        if kind is str and "\0" not in value:
            told.append(value.encode())
        elif kind is int or kind is datetime or kind is date:
            told.append(str(value).encode())
        elif value is None or kind is bool:
            told.append(_FLAGS[value])
        elif kind is InText:
            told.append(value)
        elif kind is list and (array := _array(value)) is not None:
            told.append(array)
        else:
            return None
    # A missing value is None here, which the driver's own hints forget.
    return cast("Sequence[bytes]", told)


_FLAGS = {None: None, True: b"t", False: b"f"}


def _array(values: Sequence[Any]) -> bytes | None:
    """An array of plain values in the same form; None where one of them is not plain.

    The driver asks each value which way it goes; most of an act for many was that.
    """
    told = []
    for value in values:
        kind = type(value)
        if kind is str and "\0" not in value:
            plain = "\\" not in value and '"' not in value
            text = value if plain else value.replace("\\", "\\\\").replace('"', '\\"')
            told.append(f'"{text}"')
        elif kind is int:
            told.append(str(value))
        elif kind is datetime or kind is date:
            told.append(f'"{value}"')
        elif value is None:
            told.append("NULL")
        elif kind is bool:
            told.append("t" if value else "f")
        else:
            return None
    return f"{{{','.join(told)}}}".encode()


def _driven(values: Sequence[Any], raw: psycopg.Connection[Any]) -> Sequence[bytes]:
    """The same of values of any kind that the driver knows."""
    formats = [PyFormat.TEXT] * len(values)
    return cast("Sequence[bytes]", Transformer(raw).dump_sequence(values, formats))


def _checked(result: PGresult) -> PGresult:
    if result.status not in _GOOD:
        raise psycopg.errors.error_from_result(result)
    return result
