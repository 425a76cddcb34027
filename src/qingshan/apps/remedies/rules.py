"""Terms of freezes, read from the table ``remedies.rule``, and the last day of a term."""

from __future__ import annotations

import calendar
from datetime import date

from qingshan.core.tables.shelf import open_shelf

TABLE = "remedies.rule"
MONTHS_PER_YEAR = 12


def months_most(as_of: date) -> int:
    """The longest term of a freeze, in months."""
    years = open_shelf().value(TABLE, key="hold", name="term_most", unit="yr", as_of=as_of)
    return int(years.value) * MONTHS_PER_YEAR


def warning_days(as_of: date) -> int:
    """How many days before its end a freeze is shown as ending."""
    found = open_shelf().value(TABLE, key="hold", name="warning", unit="d", as_of=as_of)
    return int(found.value)


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    years, month = divmod(day.month - 1 + months, MONTHS_PER_YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
