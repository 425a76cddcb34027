"""Reading a side file: one sheet becomes a frame, or everything that is wrong with it is said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.sheets import identity
from qingshan.core.sheets import refusals as codes
from qingshan.core.sheets.cells import Cells
from qingshan.core.sheets.delimited import read_text
from qingshan.core.sheets.grid import Book, Grid, Limits, address, is_blank, letters, listed
from qingshan.core.sheets.header import Header, header_row, is_whole, known, read_header
from qingshan.core.sheets.notes import Note
from qingshan.core.sheets.opening import looks_like_text
from qingshan.core.sheets.specification import SCALED, Kind, Specification
from qingshan.core.sheets.totals import Layout, compared, layout
from qingshan.core.sheets.workbook import read_workbook

TYPES: Mapping[Kind, Any] = {
    Kind.NUMBER: pl.Float64,
    Kind.DATE: pl.Date,
    **dict.fromkeys(SCALED, pl.Int64),
}


@dataclass(frozen=True)
class Sheet:
    """A list as read.

    Attributes
    ----------
    frame : polars.DataFrame
        First column ``row``, the row number in the file; then every column of the specification
        under its key, null where the file has none. Shares in 0.01 %, money in fen.
    places : mapping
        Key to the letters of its column, for those that the file has.
    """

    file: str
    digest: str
    name: str
    header_row: int
    frame: pl.DataFrame
    places: Mapping[str, str]
    notes: tuple[Note, ...] = ()

    def cell(self, row: int, key: str) -> str:
        """The cell of a row of the file, with its sheet: ``数据!B7``."""
        return f"{self.name}!{self.places[key]}{row}"


@dataclass(frozen=True)
class Reading:
    """What could be read, and all that is wrong; the sheet is None when there is no table."""

    sheet: Sheet | None
    refusals: tuple[Refusal, ...]
    notes: tuple[Note, ...]


def read_sheet(
    path: Path,
    specification: Specification,
    *,
    as_of: date,
    sheet: str | None = None,
    limits: Limits | None = None,
) -> Sheet:
    """Read one list from a workbook or a CSV file.

    Dates after ``as_of`` are refused; ``sheet`` names the sheet, needed when several fit.

    Raises
    ------
    Refused
        E-SH-01 to 31 and 36, all that apply at once.
    """
    found = examine_sheet(path, specification, as_of=as_of, sheet=sheet, limits=limits)
    refuse_all(found.refusals)
    assert found.sheet is not None, "a reading without sheet has refusals"
    return found.sheet


def examine_sheet(
    path: Path,
    specification: Specification,
    *,
    as_of: date,
    sheet: str | None = None,
    limits: Limits | None = None,
) -> Reading:
    """The same without raising: what was read stands beside what is wrong."""
    limits = limits or Limits()
    try:
        book = open_book(path, specification, limits)
        grid, notes = _chosen(book, specification, sheet, limits)
    except Refused as refused:
        return Reading(None, refused.refusals, ())
    header = read_header(grid, specification, limits)
    notes = [*book.notes, *notes, *header.notes]
    if not header.row:
        return Reading(None, header.refusals, tuple(notes))
    lines = layout(grid, header.row, [place.at for place in header.places.values()])
    cells = Cells(grid, as_of)
    read = {row: _read_row(cells, row, header) for row in lines.data}
    refusals = [*header.refusals, *_merged(grid, header, lines)]
    if not lines.data:
        facts = {"sheet": grid.name, "row": header.row + 1}
        refusals.append(Refusal(codes.ROWS_ABSENT, grid.name, facts))
    refusals += [*_either(read, header, specification, grid), *cells.refusals]
    refusals += _twice(read, header, specification, grid)
    refusals += compared(grid, header, lines, read, as_of, cells.refusals)
    notes += [*_told(grid, header, lines), *cells.notes()]
    places = {key: letters(place.at) for key, place in header.places.items()}
    frame = _frame(read, specification)
    made = Sheet(book.file, book.digest, grid.name, header.row, frame, places, tuple(notes))
    return Reading(made, _capped(refusals, grid.name, limits), tuple(notes))


def open_book(path: Path, specification: Specification, limits: Limits) -> Book:
    """The file as grids; nothing of it is judged by the specification yet."""
    if looks_like_text(path, limits):
        return read_text(path, limits, lambda cells: known(cells, specification))
    return read_workbook(path, limits)


def _chosen(
    book: Book, specification: Specification, name: str | None, limits: Limits
) -> tuple[Grid, list[Note]]:
    """The sheet that was named, or the only one with this header."""
    grids = {grid.name: grid for grid in book.grids}
    if name is not None and not any(grid.is_text for grid in book.grids):
        if name not in grids:
            facts = {"sheet": name, "sheets": "、".join(grids)}
            raise Refused.because(codes.SHEET_ABSENT, book.file, **facts)
        return grids[name], []
    seen = [grid for grid in book.grids if not grid.is_hidden]
    notes = []
    hidden = [grid.name for grid in book.grids if grid.is_hidden]
    if hidden:
        notes.append(Note.of("sheets hidden", book.file, sheets="、".join(hidden)))
    fitting = [grid for grid in seen if is_whole(grid, specification, limits)]
    fitting = fitting or [g for g in seen if header_row(g, specification, limits) is not None]
    if len(fitting) > 1:
        names = "、".join(grid.name for grid in fitting)
        raise Refused.because(codes.SHEETS_SEVERAL, book.file, count=len(fitting), sheets=names)
    grid = fitting[0] if fitting else (seen or book.grids)[0]
    others = [other.name for other in seen if other is not grid]
    if others:
        notes.append(Note.of("sheet chosen", book.file, sheet=grid.name, others="、".join(others)))
    return grid, notes


def _read_row(cells: Cells, row: int, header: Header) -> dict[str, Any]:
    return {key: cells.read(row, place) for key, place in header.places.items()}


def _merged(grid: Grid, header: Header, lines: Layout) -> list[Refusal]:
    """Merges in the header row or below; a title above the header may be merged."""
    columns = {place.at for place in header.places.values()}
    found = [
        f"{address(top, left)}:{address(bottom, right)}"
        for top, left, bottom, right in grid.merged
        if bottom >= header.row
        and top <= max(lines.last, header.row)
        and columns & set(range(left, right + 1))
        and not (top == bottom and top in {*lines.totals, *lines.remarks})
    ]
    if not found:
        return []
    cells = "、".join(found[:20]) + ("…" if len(found) > 20 else "")
    return [Refusal(codes.CELLS_MERGED, f"{grid.name}!{found[0]}", {"cells": cells})]


def _either(
    read: Mapping[int, Mapping[str, Any]], header: Header, specification: Specification, grid: Grid
) -> Iterable[Refusal]:
    """Rows in which none of the groups is complete, such as neither degrees nor metres."""
    groups = [g for g in specification.either if all(key in header.places for key in g)]
    if not groups:
        return
    for row, values in read.items():
        if any(all(values[key] is not None for key in group) for group in groups):
            continue
        for key in groups[0]:
            place = header.places[key]
            if is_blank(grid.cell(row, place.at)):
                label, cell = place.column.label, address(row, place.at)
                facts = {"row": row, "cell": cell, "column_zh": label.zh, "column_en": label.en}
                yield Refusal(codes.VALUE_MISSING, f"{grid.name}!{cell}", facts)


def _twice(
    read: Mapping[int, Mapping[str, Any]], header: Header, specification: Specification, grid: Grid
) -> Iterable[Refusal]:
    keys = tuple(key for key in specification.unique if key in header.places)
    required = [key for key in keys if specification.column(key).is_required]
    groups: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for row, values in read.items():
        if keys and all(values[key] is not None for key in required):
            groups[tuple(values[key] or "" for key in keys)].append(row)
    labels = specification.names(keys)
    for same, rows in groups.items():
        if len(rows) > 1:
            shown = " ".join(
                identity.masked(value)
                if specification.column(key).is_personal
                else identity.discreet(value)
                for key, value in zip(keys, same, strict=True)
            ).strip()
            cell = address(rows[1], header.places[keys[0]].at)
            facts = {"rows": listed(rows), "row": rows[1], "cell": cell, "shown": shown}
            facts |= {"columns_zh": labels.zh, "columns_en": labels.en}
            yield Refusal(codes.KEY_TWICE, f"{grid.name}!{cell}", facts)


def _told(grid: Grid, header: Header, lines: Layout) -> list[Note]:
    notes = []
    span = range(header.row, lines.last + 1)
    rows = [row for row in grid.hidden_rows if row in span]
    if rows:
        notes.append(Note.of("rows hidden", grid.name, rows=listed(rows)))
    known_columns = {place.at for place in header.places.values()}
    columns = [letters(at) for at in grid.hidden_columns if at in known_columns]
    if columns:
        notes.append(Note.of("columns hidden", grid.name, columns="、".join(columns)))
    formulas = sorted(at for at in grid.formulas if at[0] in span and at[1] in known_columns)
    if formulas:
        cell = address(*formulas[0])
        notes.append(Note.of("formulas", cell, count=len(formulas), cell=cell))
    if lines.blank:
        notes.append(Note.of("row blank", grid.name, rows=listed(lines.blank)))
    notes += [Note.of("row of totals", grid.name, row=row) for row in lines.totals]
    notes += [Note.of("row of remarks", grid.name, row=row) for row in lines.remarks]
    return notes


def _frame(read: Mapping[int, Mapping[str, Any]], specification: Specification) -> pl.DataFrame:
    columns = {"row": pl.Series(list(read), dtype=pl.Int64)}
    for column in specification.columns:
        values = [row.get(column.key) for row in read.values()]
        columns[column.key] = pl.Series(values, dtype=TYPES.get(column.kind, pl.String))
    return pl.DataFrame(columns)


def _capped(refusals: list[Refusal], place: str, limits: Limits) -> tuple[Refusal, ...]:
    if len(refusals) <= limits.faults:
        return tuple(refusals)
    facts = {"count": len(refusals), "shown": limits.faults}
    return (Refusal(codes.FAULTS_MANY, place, facts), *refusals[: limits.faults])
