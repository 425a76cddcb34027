"""The tables of the room: limits, materials for each kind of applicant, the declaration."""

from __future__ import annotations

from datetime import date

from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import open_shelf

LIMITS, MATERIALS, DECLARATION = (
    "applications.limit",
    "applications.material",
    "applications.declaration",
)
PART = "|"


def limit(key: str, name: str, unit: str, as_of: date) -> int:
    """A whole number of the table of limits."""
    return int(open_shelf().value(LIMITS, key=key, name=name, unit=unit, as_of=as_of).value)


def materials(kind: str, as_of: date) -> dict[str, bool]:
    """Papers that a kind of applicant hands in, each with whether it is needed."""
    found: dict[str, bool] = {}
    for row in open_shelf().rows(MATERIALS, as_of):
        applicant, _, paper = row.key.partition(PART)
        if applicant == kind and row.name == "need":
            found[paper] = row.value_text == "1"
    return found


def declaration(as_of: date) -> tuple[Label, str]:
    """The wording in force on a day, and its version: the day from which it holds."""
    shelf = open_shelf()
    zh, en = (
        shelf.text(DECLARATION, key="truth_and_uniqueness", name=name, as_of=as_of)
        for name in ("zh", "en")
    )
    return Label(zh.value, en.value), zh.valid_from.isoformat()
