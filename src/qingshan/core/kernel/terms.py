"""The words of the house: one word for one thing, in both languages, read from ``terms.csv``.

States, roles, verbs and codes carry their labels where they are defined; here stand the nouns.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

from qingshan.core.kernel.label import Label

FILE = Path(__file__).with_name("terms.csv")
COLUMNS = ("name", "zh", "en", "note")


@dataclass(frozen=True)
class Term:
    """A name in the code, what it is called on paper, and a note where the word is not enough."""

    name: str
    label: Label
    note: str = ""


def read_terms(path: Path) -> dict[str, Term]:
    """The terms of a file, sorted by name.

    Parameters
    ----------
    path
        A CSV file (UTF-8) with the columns name, zh, en, note; the note may be empty.

    Raises
    ------
    ValueError
        For other columns, an empty or ragged line, a repeated name or one out of order: the list
        is our own, so what is wrong with it is our fault and not the world's.
    """
    with path.open(encoding="utf-8", newline="") as handle:
        header, *lines = csv.reader(handle, strict=True)
    if tuple(header) != COLUMNS:
        raise ValueError(f"{path.name}: columns {header}, expected {list(COLUMNS)}")
    found: dict[str, Term] = {}
    last = ""
    for number, line in enumerate(lines, start=2):
        if len(line) != len(COLUMNS) or not all(cell.strip() for cell in line[:3]):
            raise ValueError(f"{path.name}:{number}: name, zh and en are all needed: {line}")
        name, zh, en, note = line
        if name <= last:
            raise ValueError(f"{path.name}:{number}: {name} is repeated or stands out of order")
        found[name] = Term(name, Label(zh, en), note)
        last = name
    return found


@cache
def terms() -> Mapping[str, Term]:
    """Every term of the house by its name in the code."""
    return MappingProxyType(read_terms(FILE))


def term(name: str) -> Label:
    """What a noun of the code is called in both languages.

    Raises
    ------
    KeyError
        For a noun that nobody has entered.
    """
    return terms()[name].label
