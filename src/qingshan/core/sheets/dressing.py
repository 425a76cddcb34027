"""How the workbooks of the house look: header, widths, formats, and text that stays text."""

from __future__ import annotations

from typing import Any

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

GREEN, PALE, RED, ROSE, LINE = "0F4D36", "EEF3F0", "C8102E", "FBE3E6", "C9D1CC"
TEXT_FORMAT = "@"
DATE_FORMAT = "yyyy-mm-dd"
_STARTS = ("=", "+", "-", "@", "\t", "\r")
"""A text that begins so is run as a formula when it is opened as CSV."""


def is_risky(value: object) -> bool:
    """Whether a spreadsheet might run a text as a formula."""
    return isinstance(value, str) and value.startswith(_STARTS)


def put_text(cell: Any, text: str) -> None:
    """Write a text as text, whatever it begins with; Excel keeps it so when it is edited."""
    cell.value = text
    cell.data_type = "s"
    cell.number_format = TEXT_FORMAT
    if is_risky(text):
        cell.quotePrefix = True


def dress_header(sheet: Any, row: int, count: int) -> None:
    """The header row: white on the green of the house, wrapped, kept in view."""
    for at in range(1, count + 1):
        cell = sheet.cell(row, at)
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", start_color=GREEN)
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        cell.border = Border(bottom=Side("thin", color=LINE))
    sheet.freeze_panes = sheet.cell(row + 1, 1)


def widen(sheet: Any, column: int, texts: list[str], *, most: int = 48) -> None:
    """Column width by its longest text; a Chinese character is two wide."""
    longest = max((sum(1 + (ord(one) > 0x2E7F) for one in text) for text in texts), default=8)
    sheet.column_dimensions[get_column_letter(column)].width = min(max(longest + 3, 10), most)


def paint_fault(cell: Cell) -> None:
    """Red on rose: the cell that is wrong."""
    cell.fill = PatternFill("solid", start_color=ROSE)
    cell.font = Font(color=RED, bold=True)
