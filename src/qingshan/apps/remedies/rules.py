"""Terms of freezes, by the table ``remedies.rule``; the last day of a term; whole tonnes."""

from __future__ import annotations

import calendar
from datetime import date

from qingshan.apps.remedies.refusals import FRACTION
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.units import CARBON_PER_TONNE, tonnes_text
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


def fraction_faults(place: str, quantity: int, *whole: int) -> list[Refusal]:
    """Whether a quantity is no whole tonnes (E-RM-10), in carbon units.

    ``whole`` is all there is, or all that is free: a fraction that exists already goes with it.
    """
    if not quantity % CARBON_PER_TONNE or quantity in whole:
        return []
    facts = {"asked": tonnes_text(quantity), "all": tonnes_text(whole[0])}
    return [Refusal(FRACTION, place, facts)]


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or its last one."""
    years, month = divmod(day.month - 1 + months, MONTHS_PER_YEAR)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
