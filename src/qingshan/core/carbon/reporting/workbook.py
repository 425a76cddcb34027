"""A monitoring report as a workbook: a sheet a section, every sub-compartment at the end."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from qingshan.core.carbon.report import Document
from qingshan.core.sheets.dressing import GREEN, dress_header, put_text, widen
from qingshan.core.sheets.saving import saved

_SHEET_CHARS = 31
_NOT_ALLOWED = re.compile(r"[\[\]:*?/\\]")
_NUMBER = re.compile(r"^-?\d{1,3}(,\d{3})*(\.\d+)?$|^-?\d+(\.\d+)?$")


def report_workbook(document: Document, language: str = "zh") -> bytes:
    """An .xlsx with numbers as numbers, headings with units, and the digest on the first sheet."""
    told = document.as_dict(language)
    book = Workbook()
    book.properties.creator, book.properties.title = "Qingshan", told["title"]
    book.remove(book.worksheets[0])
    for at, section in enumerate(told["sections"]):
        _section(book, section, 4 if not at else 1)
    first = book.worksheets[0]
    put_text(first.cell(1, 1), told["title"])
    first.cell(1, 1).font = Font(bold=True, size=16, color=GREEN)
    put_text(first.cell(2, 1), f"SHA-256 {told['digest']}")
    return saved(book)


def _section(book: Workbook, section: dict[str, Any], row: int) -> None:
    """One sheet; a section of one table alone has its header frozen."""
    sheet = book.create_sheet(_NOT_ALLOWED.sub(" ", section["heading"])[:_SHEET_CHARS])
    start = row
    for paragraph in section["paragraphs"]:
        put_text(sheet.cell(row, 1), paragraph)
        row += 1
    for table in section["tables"]:
        row += row > start
        if len(section["tables"]) > 1:
            put_text(sheet.cell(row, 1), table["caption"])
            sheet.cell(row, 1).font = Font(bold=True, color=GREEN)
            row += 1
        row = _table(sheet, table, row)


def _table(sheet: Any, table: dict[str, Any], row: int) -> int:
    columns = table["columns"]
    is_whole = row == 1
    for at, column in enumerate(columns, 1):
        heading = f"{column['label']}（{column['unit']}）" if column["unit"] else column["label"]
        put_text(sheet.cell(row, at), heading)
        if not is_whole:
            sheet.cell(row, at).font = Font(bold=True)
    if is_whole:
        dress_header(sheet, row, len(columns))
    for cells in table["rows"]:
        row += 1
        for at, (text, column) in enumerate(zip(cells, columns, strict=True), 1):
            _put(sheet.cell(row, at), text, is_figure=column["figure"])
    for at in range(1, len(columns) + 1):
        texts = [str(sheet.cell(line, at).value or "") for line in range(1, min(row, 200) + 1)]
        before = sheet.column_dimensions[get_column_letter(at)].width
        widen(sheet, at, [text for text in texts if len(text) < 60] or [""])
        width = sheet.column_dimensions[get_column_letter(at)].width
        sheet.column_dimensions[get_column_letter(at)].width = max(before or 0, width)
    return row + 1


def _put(cell: Any, text: str, *, is_figure: bool) -> None:
    """A figure becomes a number that keeps the decimals it was shown with."""
    if not (is_figure and _NUMBER.match(text)):
        put_text(cell, text)
        return
    try:
        value = Decimal(text.replace(",", ""))
    except InvalidOperation:
        put_text(cell, text)
        return
    exponent = value.as_tuple().exponent
    decimals = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    cell.value = value
    cell.number_format = "#,##0" + ("." + "0" * decimals if decimals else "")
