"""Statements that each connection prepares once, sent on the driver's lower floor.

The server plans such a statement once for a connection, and what goes there and comes back is
neither quoted nor parsed twice: a statement by key costs a quarter of one through a cursor and a
twentieth of one that is put together anew. Django's transactions and its errors stay as they are;
its log of queries does not see these statements (``statements_sent`` of the tests counts them all).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import Any, cast
from weakref import WeakKeyDictionary

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

_NUMBERS = count(1)
_PREPARED: WeakKeyDictionary[psycopg.Connection[Any], set[bytes]] = WeakKeyDictionary()
_GOOD = {ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK}


class Prepared:
    """One statement; its parameters are ``$1``, ``$2`` and so on."""

    def __init__(self, sql: str) -> None:
        self._name = b"qingshan_%d" % next(_NUMBERS)
        self._sql = sql.encode()

    def rows(self, *values: Any) -> list[tuple[Any, ...]]:
        """All rows for these values, as the driver reads them."""
        raw, result = self._run(values, None)
        reader = Transformer(raw)
        reader.set_pgresult(result)
        return reader.load_rows(0, result.ntuples, tuple)

    def row(self, *values: Any) -> tuple[Any, ...] | None:
        """The first row, None where there is none."""
        return next(iter(self.rows(*values)), None)

    def changed(self, *values: Any) -> int:
        """How many rows the statement wrote."""
        return int(self._run(values, None)[1].command_tuples or 0)

    def value(self, texts: Sequence[bytes]) -> bytes | None:
        """The first cell, for parameters that stand in PostgreSQL's text form already."""
        return self._run((), texts)[1].get_value(0, 0)

    def _run(
        self, values: Sequence[Any], texts: Sequence[bytes] | None
    ) -> tuple[psycopg.Connection[Any], PGresult]:
        # Each look at ``connection`` asks which thread this is; once is enough.
        here = connections[DEFAULT_DB_ALIAS]
        here.validate_no_broken_transaction()
        here.close_if_health_check_failed()  # a page may send no other statement that would ask
        here.ensure_connection()
        raw: psycopg.Connection[Any] = here.connection
        with here.wrap_database_errors:
            pgconn = raw.pgconn
            if texts is None:
                formats = [PyFormat.TEXT] * len(values)
                # A missing value is None here, which the driver's own hints forget.
                texts = cast("Sequence[bytes]", Transformer(raw).dump_sequence(values, formats))
            known = _PREPARED.setdefault(raw, set())
            if self._name not in known:
                _checked(pgconn.prepare(self._name, self._sql))
                known.add(self._name)
            if not raw.autocommit and pgconn.transaction_status == TransactionStatus.IDLE:
                # The driver begins a transaction late, with its first statement; so do we.
                _checked(pgconn.exec_(b"begin"))
            return raw, _checked(pgconn.exec_prepared(self._name, texts))


def _checked(result: PGresult) -> PGresult:
    if result.status not in _GOOD:
        raise psycopg.errors.error_from_result(result)
    return result
