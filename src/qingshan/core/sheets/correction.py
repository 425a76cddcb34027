"""The user's own file back, with a last column of problems and the wrong cells in red."""

from __future__ import annotations

import io
import re
import warnings
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell.cell import MergedCell
from openpyxl.styles import Alignment
from openpyxl.utils.cell import coordinate_to_tuple

from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label
from qingshan.core.sheets.dressing import dress_header, is_risky, paint_fault, put_text, widen
from qingshan.core.sheets.grid import Grid, Limits
from qingshan.core.sheets.reading import Reading, open_book
from qingshan.core.sheets.specification import Specification

PROBLEMS = Label("问题", "problems")
_CELL = re.compile(r"[A-Z]{1,3}[1-9]\d{0,6}")
_CELL_MOST = 32_000
"""Excel keeps 32,767 characters in a cell."""


def marked(
    path: Path,
    specification: Specification,
    reading: Reading,
    *,
    extra: Iterable[Refusal] = (),
    language: str = "zh",
    limits: Limits | None = None,
) -> bytes:
    """The workbook with its problems as .xlsx; formulas become their saved values.

    ``extra`` are refusals found after reading, such as sums. The file is looked through again
    before it is opened; its own cells stay as they are, but for what a spreadsheet might run.

    Raises
    ------
    Refused
        E-SH-01 to 10 when the file cannot be opened at all: then there is nothing to mark.
    """
    book = open_book(path, specification, limits or Limits())
    if any(grid.is_text for grid in book.grids):
        workbook = _of_text(book.grids[0])
    else:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            workbook = openpyxl.load_workbook(path, data_only=True, keep_links=False)
    workbook.defined_names.clear()
    for sheet in workbook.worksheets:
        _neutralise(sheet)
    refusals = [*reading.refusals, *extra]
    name = reading.sheet.name if reading.sheet else workbook.worksheets[0].title
    target = workbook[name] if name in workbook.sheetnames else workbook.worksheets[0]
    header = reading.sheet.header_row if reading.sheet else 1
    general = _mark(target, header, refusals, language)
    _overview(workbook, general, language)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _of_text(grid: Grid) -> Any:
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None, "a new workbook has a sheet"
    sheet.title = re.sub(r"[\[\]:*?/\\]", " ", grid.name)[:31] or "CSV"
    for row, cells in grid.rows.items():
        for at, value in enumerate(cells, 1):
            if value is not None:
                put_text(sheet.cell(row, at), str(value))
    return workbook


def _neutralise(sheet: Any) -> None:
    """Texts that begin like a formula are kept as text; links that a click would follow go."""
    for row in list(sheet.iter_rows()):
        for cell in row:
            if isinstance(cell, MergedCell):
                continue
            cell.hyperlink = None
            if is_risky(cell.value):
                put_text(cell, cell.value)


def _mark(
    sheet: Any, header: int, refusals: Iterable[Refusal], language: str
) -> list[tuple[str, Refusal]]:
    """Write the problems of each row into the last column; returns those that have no row."""
    by_row: Mapping[int, list[str]] = defaultdict(list)
    general = []
    column = sheet.max_column + 1
    for refusal in refusals:
        named = str(refusal.facts.get("cell", ""))
        if not _CELL.fullmatch(named):
            general.append((refusal.where(language), refusal))
            continue
        row, at = coordinate_to_tuple(named)
        if not isinstance(sheet.cell(row, at), MergedCell):
            paint_fault(sheet.cell(row, at))
        said = by_row[row]
        said.append(f"{refusal.code} {refusal.what(language)}{refusal.remedy(language)}")
    if by_row:
        put_text(sheet.cell(header, column), PROBLEMS.say(language))
    for row, said in by_row.items():
        cell = sheet.cell(row, column)
        text = "\n".join(said)[:_CELL_MOST]
        put_text(cell, text if row != header else f"{PROBLEMS.say(language)}\n{text}")
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        paint_fault(cell)
    widen(sheet, column, [line for said in by_row.values() for line in said], most=80)
    return general


def _overview(workbook: Any, general: list[tuple[str, Refusal]], language: str) -> None:
    """What belongs to no cell stands on a sheet of its own, in front."""
    if not general:
        return
    name = PROBLEMS.say(language)
    while name in workbook.sheetnames:
        name += "_"
    sheet = workbook.create_sheet(name, 0)
    titles = (Label("代码", "code"), Label("位置", "place"), PROBLEMS, Label("办法", "remedy"))
    rows = [tuple(title.say(language) for title in titles)]
    rows += [
        (r.code, p, r.what(language) + r.why(language), r.remedy(language)) for p, r in general
    ]
    for row, cells in enumerate(rows, 1):
        for at, text in enumerate(cells, 1):
            put_text(sheet.cell(row, at), text)
            sheet.cell(row, at).alignment = Alignment(wrap_text=True, vertical="top")
    for at in range(1, len(titles) + 1):
        widen(sheet, at, [cells[at - 1] for cells in rows], most=70)
    dress_header(sheet, 1, len(titles))
    workbook.active = 0
