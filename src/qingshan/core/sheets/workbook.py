"""Reading an .xlsx into grids: sizes first, then values as they were saved; no formula is run."""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any
from xml.etree.ElementTree import ParseError

import openpyxl
from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse
from openpyxl.utils.cell import coordinate_to_tuple, range_boundaries

from qingshan.core.kernel.digest import digest_of_file
from qingshan.core.kernel.errors import Refused
from qingshan.core.sheets import refusals as codes
from qingshan.core.sheets.grid import Book, Grid, Limits, is_blank
from qingshan.core.sheets.opening import BROKEN_ZIP, broken, too_large

_SPACE = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_SHEET_ROWS, _SHEET_COLUMNS = 1 << 20, 1 << 14
_TRUE = {"1", "true"}
_MERGED_MOST = 200_000
"""Cells under merges; a library that edits the file makes an object of each."""

_FAULTS = (
    *BROKEN_ZIP, KeyError, IndexError, TypeError, AttributeError, ParseError,
)  # fmt: skip


@dataclass
class _Outline:
    """What a sheet says of itself without its values."""

    last_row: int = 0
    last_column: int = 0
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    unanswered: set[tuple[int, int]] = field(default_factory=set)
    row: int = 0
    column: int = 0
    cells: int = 0

    def begin(self, tag: str, element: Any) -> None:
        """Count rows and cells as they open, so that a row without end is noticed before it is."""
        if tag == "row":
            self.row, self.column, self.cells = int(float(element.get("r", self.row + 1))), 0, 0
            if element.get("hidden") in _TRUE:
                self.hidden_rows.append(self.row)
        elif tag == "c":
            self.cells += 1
            if self.cells > _SHEET_COLUMNS or self.row > _SHEET_ROWS:
                raise ValueError("more cells than a sheet can have")

    def end(self, tag: str, element: Any, limits: Limits) -> None:
        """Note what a cell, a merge or a column says."""
        if tag == "c":
            named = element.get("r")
            at = coordinate_to_tuple(named) if named else (self.row, self.column + 1)
            self.column = at[1]
            _note_cell(self, element, at)
        elif tag == "mergeCell":
            left, top, right, bottom = range_boundaries(element.get("ref"))
            self.merged.append((top, left, bottom, right))
        elif tag == "col" and element.get("hidden") in _TRUE:
            span = range(int(element.get("min")), int(element.get("max")) + 1)
            self.hidden_columns += itertools.islice(span, limits.columns)


def read_workbook(path: Path, limits: Limits) -> Book:
    """All sheets of a workbook that has been looked through (``opening``).

    Raises
    ------
    Refused
        E-SH-05 broken, E-SH-06 too many rows, columns or merged cells, E-SH-07 unsafe XML.
    """
    assert openpyxl.DEFUSEDXML, "openpyxl must parse by defusedxml"
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(path, read_only=True, data_only=True, keep_links=False)
            try:
                grids = tuple(_grid(sheet, book, path.name, limits) for sheet in _sheets(book))
            finally:
                book.close()
    except DefusedXmlException as fault:
        facts = {"name": path.name, "part": type(fault).__name__}
        raise Refused.because(codes.XML_UNSAFE, path.name, **facts) from fault
    except _FAULTS as fault:
        if isinstance(fault.__cause__, DefusedXmlException):
            facts = {"name": path.name, "part": type(fault.__cause__).__name__}
            raise Refused.because(codes.XML_UNSAFE, path.name, **facts) from fault
        raise broken(path.name, "工作簿的内部结构有误", "its inner structure is wrong") from fault
    if not grids:
        raise broken(path.name, "没有工作表", "it has no sheet")
    return Book(path.name, digest_of_file(path), grids)


def _sheets(book: Any) -> list[Any]:
    """The sheets that hold cells; sheets of charts are left out."""
    return [sheet for sheet in book.worksheets if hasattr(sheet, "_worksheet_path")]


def _grid(sheet: Any, book: Any, name: str, limits: Limits) -> Grid:
    with book._archive.open(sheet._worksheet_path) as part:
        outline = _outline(part, f"{name}!{sheet.title}", limits)
    sheet.reset_dimensions()
    rows: dict[int, tuple[Any, ...]] = {}
    formats, errors = {}, set()
    waiting = {row for row, _ in outline.unanswered}
    # The library fills gaps, so it is told where the last value stands, not what the file claims.
    sheet._max_row, sheet._max_column = outline.last_row or 1, outline.last_column or 1
    for number, cells in enumerate(sheet.iter_rows(), 1):
        values = []
        for at, cell in enumerate(cells, 1):
            values.append(cell.value)
            if cell.data_type == "e":
                errors.add((number, at))
            elif cell.value is not None and "%" in (cell.number_format or ""):
                formats[number, at] = cell.number_format
        if not all(is_blank(value) for value in values) or number in waiting:
            rows[number] = tuple(values)
        _texts_short(values, f"{name}!{sheet.title}", limits)
    return Grid(
        name=sheet.title,
        rows=rows,
        formats=formats,
        unanswered=frozenset(outline.unanswered),
        formulas=frozenset(outline.formulas),
        errors=frozenset(errors),
        merged=tuple(outline.merged),
        hidden_rows=tuple(outline.hidden_rows),
        hidden_columns=tuple(outline.hidden_columns),
        is_hidden=sheet.sheet_state != "visible",
        epoch=book.epoch.date(),
    )


def _texts_short(values: list[Any], place: str, limits: Limits) -> None:
    longest = max((len(value) for value in values if isinstance(value, str)), default=0)
    if longest > limits.characters:
        measure = ("单元格字数", "characters in a cell")
        raise Refused(too_large(place, measure, longest, limits.characters))


def _outline(part: IO[bytes], place: str, limits: Limits) -> _Outline:
    outline = _Outline()
    data: Any = None
    for event, element in iterparse(part, events=("start", "end")):
        tag = element.tag.removeprefix(_SPACE)
        if event == "start":
            data = element if tag == "sheetData" else data
            outline.begin(tag, element)
        else:
            outline.end(tag, element, limits)
            if tag == "row":
                element.clear()
                data.remove(element)
    _bounded(outline, place, limits)
    return outline


def _note_cell(outline: _Outline, element: Any, at: tuple[int, int]) -> None:
    value = element.find(f"{_SPACE}v")
    if element.find(f"{_SPACE}f") is not None:
        known = value is not None and (value.text or element.get("t") == "str")
        (outline.formulas if known else outline.unanswered).add(at)
    elif value is None and element.find(f"{_SPACE}is") is None:
        return
    outline.last_row = max(outline.last_row, at[0])
    outline.last_column = max(outline.last_column, at[1])


def _bounded(outline: _Outline, place: str, limits: Limits) -> None:
    found = list(_excesses(outline, place, limits))
    if found:
        raise Refused(*found)


def _excesses(outline: _Outline, place: str, limits: Limits) -> Iterator[Any]:
    most = limits.rows + limits.header_rows
    if outline.last_row > most:
        yield too_large(place, ("行数", "rows"), outline.last_row, most)
    if outline.last_column > limits.columns:
        yield too_large(place, ("列数", "columns"), outline.last_column, limits.columns)
    merged = sum((d - b + 1) * (c - a + 1) for a, b, c, d in outline.merged)
    if merged > _MERGED_MOST:
        yield too_large(place, ("合并的单元格数", "merged cells"), merged, _MERGED_MOST)
