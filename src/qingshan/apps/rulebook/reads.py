"""The rules as they stand: the table of the release under what the exchange announced since."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache
from time import monotonic

from django.db.models import QuerySet

from qingshan.apps.rulebook.machine import RULE_NOTICE
from qingshan.apps.rulebook.models import RuleNotice
from qingshan.core.market.fee import KEY, TABLE
from qingshan.core.tables.row import ANNOUNCED, Row, TextValue, Value
from qingshan.core.tables.shelf import Shelf, open_shelf
from qingshan.core.tables.sources import Source

FRESH_S = 6 * 3_600
"""How long a process may go on with what it read: far less than a change is announced ahead, or
withdrawn ahead, of its day (decision 0031)."""


def open_rulebook() -> Shelf:
    """The shelf of tables on which the rules of trading are those that the exchange announced.

    Asked for each judgement, so it is read from the database a few times a day only.
    """
    return _read(int(monotonic() // FRESH_S))


@lru_cache(maxsize=1)
def _read(_span: int) -> Shelf:
    return written_rulebook()


def written_rulebook() -> Shelf:
    """The same as the database has it at this moment, for those who look ahead."""
    return laid_over(standing_notices())


def laid_over(notices: Iterable[RuleNotice]) -> Shelf:
    """The shelf on which these notices hold; of two of one day the later told one."""
    shelf = open_shelf()
    rows = [row for notice in notices for row in rows_of(notice, shelf)]
    return shelf.amended(TABLE, rows) if rows else shelf


def read_anew() -> None:
    """Let this process read them again when it asks next."""
    _read.cache_clear()


def standing_notices() -> QuerySet[RuleNotice]:
    """Those that were not withdrawn, the later of two that meet behind the earlier."""
    return RuleNotice.objects.filter(state=RULE_NOTICE.start).order_by("valid_from", "pk")


def coming_notices(day: date) -> QuerySet[RuleNotice]:
    """Those whose day is still to come."""
    return standing_notices().filter(valid_from__gt=day)


def rows_of(notice: RuleNotice, shelf: Shelf) -> Iterator[Row]:
    """What a notice says as rows of the table; a rule that a release dropped is passed over."""
    known = {row.name: row for row in shelf.rows(TABLE) if row.key == KEY}
    source = Source(notice.number, notice.document, date=notice.issued)
    for name, text in notice.changes:
        if name in known:
            row = announced_row(known[name], text, notice.valid_from)
            yield replace(row, source=source, note=f"{notice.document}；{notice.reason}")


def announced_row(row: Row, text: str, day: date) -> Row:
    """The row with another value from a day on."""
    since = replace(row, valid_from=day, valid_to=None, page="", basis=ANNOUNCED, confidence="H")
    if isinstance(since, Value):
        return replace(since, value=Decimal(text))
    assert isinstance(since, TextValue), since
    return replace(since, value=text)
