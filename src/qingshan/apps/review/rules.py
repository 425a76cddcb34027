"""Size, majority and checklist of a panel, read from the tables."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import open_shelf

TABLE, CHECKLIST = "review.rule", "review.checklist"


@dataclass(frozen=True)
class Item:
    """One line of the checklist with its highest score."""

    key: str
    label: Label
    points: int


def panel_size(as_of: date) -> int:
    """How many experts sit on a panel; odd, so that a vote is decided."""
    size = _whole(TABLE, "panel", "size", "count", as_of)
    assert size % 2, "the table promises an odd number"
    return size


def is_majority(in_favour: int, size: int, as_of: date) -> bool:
    """Whether the votes in favour carry: at least the share that the table asks for."""
    asked, of = (
        _whole(TABLE, "panel", f"majority_{end}", "count", as_of) for end in ("parts", "of")
    )
    return in_favour * of >= asked * size


def score_for_yes(as_of: date) -> int:
    """The total below which nobody votes in favour."""
    return _whole(TABLE, "panel", "score_for_yes", "score", as_of)


def checklist(as_of: date) -> list[Item]:
    """The items in the order of the table."""
    return [
        Item(key, _label(CHECKLIST, key, as_of), _whole(CHECKLIST, key, "points", "score", as_of))
        for key in open_shelf().keys(CHECKLIST)
    ]


def commitment(as_of: date) -> Label:
    """What a verifying body gives its word on."""
    return _label(TABLE, "commitment", as_of)


def _label(table: str, key: str, as_of: date) -> Label:
    shelf = open_shelf()
    zh, en = (
        shelf.text(table, key=key, name=f"label_{language}", as_of=as_of).value
        for language in ("zh", "en")
    )
    return Label(zh, en)


def _whole(table: str, key: str, name: str, unit: str, as_of: date) -> int:
    return int(open_shelf().value(table, key=key, name=name, unit=unit, as_of=as_of).value)
