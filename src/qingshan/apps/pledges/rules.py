"""What the dated rows say of pledges."""

from __future__ import annotations

from datetime import date

from qingshan.core.tables.shelf import open_shelf

TABLE = "pledges.rule"


def warning_days(day: date) -> int:
    """How many days before its end a pledge is said to end soon."""
    shelf = open_shelf()
    return int(shelf.value(TABLE, key="warning", name="days", unit="d", as_of=day).value)
