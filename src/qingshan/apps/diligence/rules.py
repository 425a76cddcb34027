"""What the dated rows say of consents."""

from __future__ import annotations

from datetime import date, timedelta

from qingshan.core.tables.shelf import open_shelf

TABLE = "diligence.rule"


def last_day(day: date) -> date:
    """The last day up to which a consent of a day may hold."""
    value = open_shelf().value(TABLE, key="consent", name="longest", unit="d", as_of=day).value
    return day + timedelta(days=int(value))
