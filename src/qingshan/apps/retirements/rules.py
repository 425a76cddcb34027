"""Limits and packs of retirements, read from the table ``retirements.rule``."""

from __future__ import annotations

from datetime import date

from qingshan.core.tables.shelf import open_shelf

TABLE = "retirements.rule"


def number(key: str, name: str, unit: str, as_of: date) -> int:
    """One whole number in force on a day."""
    return int(open_shelf().value(TABLE, key=key, name=name, unit=unit, as_of=as_of).value)


def packs_kg(as_of: date) -> list[int]:
    """The packs that individuals choose from, in kilograms."""
    return [number("pack", name, "kg", as_of) for name in open_shelf().names(TABLE, "pack")]
