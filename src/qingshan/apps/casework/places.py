"""Names of counties by their codes, from the table of administrative units."""

from __future__ import annotations

from datetime import date

from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import open_shelf

TABLE = "land.unit_succession"
WHOLE = Label("全省", "whole province")


def place_label(code: str, *, as_of: date) -> Label:
    """A county by name, in English with its code; the code alone where the table lacks it."""
    if not code:
        return WHOLE
    shelf = open_shelf()
    if code not in shelf.keys(TABLE):
        return Label(code, code)
    name = shelf.text(TABLE, key=code, name="name", as_of=as_of).value
    return Label(name, f"{name} ({code})")
