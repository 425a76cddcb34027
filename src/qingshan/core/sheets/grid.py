"""A sheet as a grid of raw cells, wherever it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from qingshan.core.sheets.notes import Note


@dataclass(frozen=True)
class Limits:
    """What a side file may cost the machine; the settings of the house may pass other values."""

    file_bytes: int = 20 << 20
    unpacked_bytes: int = 96 << 20
    free_bytes: int = 16 << 20
    ratio: int = 200
    members: int = 500
    rows: int = 20_000
    columns: int = 200
    characters: int = 2_000
    faults: int = 2_000
    header_rows: int = 10


@dataclass(frozen=True)
class Grid:
    """One sheet.

    Attributes
    ----------
    rows : mapping
        Row number to cells from column A on, ragged; rows without any value are absent.
    formats : mapping
        (row, column) to number format, only where it is a per-cent format.
    unanswered : frozenset
        (row, column) of formulas without a saved result.
    formulas : frozenset
        (row, column) of formulas with one.
    merged : tuple
        (first row, first column, last row, last column).
    epoch : date
        Day 0 of serial dates.
    """

    name: str
    rows: Mapping[int, tuple[Any, ...]]
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)
    unanswered: frozenset[tuple[int, int]] = frozenset()
    formulas: frozenset[tuple[int, int]] = frozenset()
    errors: frozenset[tuple[int, int]] = frozenset()
    merged: tuple[tuple[int, int, int, int], ...] = ()
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()
    is_hidden: bool = False
    is_text: bool = False
    epoch: date = date(1899, 12, 30)

    def cell(self, row: int, column: int) -> Any:
        """The value, None for a blank; ``column`` counts from 1."""
        cells = self.rows.get(row, ())
        return cells[column - 1] if column <= len(cells) else None


@dataclass(frozen=True)
class Book:
    """A file as read: its sheets in order, and what is worth saying about it."""

    file: str
    digest: str
    grids: tuple[Grid, ...]
    notes: tuple[Note, ...] = ()


def letters(column: int) -> str:
    """The letters of a column that counts from 1: 28 is ``AB``."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(row: int, column: int) -> str:
    """The cell as a spreadsheet names it."""
    return f"{letters(column)}{row}"


def is_blank(value: Any) -> bool:
    """Whether a cell holds nothing that one could see."""
    return value is None or (
        isinstance(value, str) and not value.strip(" \t\r\n\u3000\xa0\ufeff\u200b")
    )


def listed(rows: list[int] | tuple[int, ...], most: int = 20) -> str:
    """Row numbers for a sentence, runs joined: ``3、7–9``."""
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    words = [str(a) if a == b else f"{a}–{b}" for a, b in runs[:most]]
    return "、".join(words) + ("…" if len(runs) > most else "")
