"""Lists that leave the house: numbers as numbers, dates as dates, ids as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import polars as pl
from openpyxl import Workbook

from qingshan.core.kernel.label import Label
from qingshan.core.sheets.dressing import (
    DATE_FORMAT,
    dress_header,
    is_risky,
    put_text,
    widen,
)
from qingshan.core.sheets.saving import saved


@dataclass(frozen=True)
class Field:
    """A column that is written: its key in the frame, its header, its decimals.

    ``scale`` says how many decimals an integer of smallest units has: 4 for 0.0001 t, 2 for fen.
    """

    key: str
    label: Label
    unit: str = ""
    decimals: int = 0
    scale: int = 0

    def heading(self, language: str) -> str:
        """The header with its unit."""
        name = self.label.say(language)
        if not self.unit:
            return name
        return f"{name}（{self.unit}）" if language == "zh" else f"{name} ({self.unit})"


def workbook_of(
    frame: pl.DataFrame, fields: Sequence[Field], *, title: str, language: str = "zh"
) -> bytes:
    """An .xlsx of one sheet with a frozen header and thousand separators."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None, "a new workbook has a sheet"
    sheet.title = title[:31]
    for at, field in enumerate(fields, 1):
        heading = field.heading(language)
        put_text(sheet.cell(1, at), heading)
        values = frame[field.key].to_list()
        for row, value in enumerate(values, 2):
            _put(sheet.cell(row, at), value, field)
        widen(sheet, at, [heading, *(str(value) for value in values[:200] if value is not None)])
    dress_header(sheet, 1, len(fields))
    sheet.auto_filter.ref = sheet.dimensions
    return saved(book)


def csv_of(frame: pl.DataFrame, fields: Sequence[Field], *, language: str = "zh") -> bytes:
    """CSV in UTF-8 with the mark that Excel needs; a text that could run gets a quote in front."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([field.heading(language) for field in fields])
    for row in frame.select([field.key for field in fields]).iter_rows(named=True):
        writer.writerow([_plain(row, field) for field in fields])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def _put(cell: Any, value: Any, field: Field) -> None:
    if value is None:
        return
    if isinstance(value, str):
        put_text(cell, value)
    elif isinstance(value, bool):
        cell.value = value
    elif isinstance(value, date):
        # Excel knows no time zones; a moment is written as the clock of its own zone shows it.
        cell.value = value.replace(tzinfo=None) if isinstance(value, datetime) else value
        cell.number_format = f"{DATE_FORMAT} hh:mm" if isinstance(value, datetime) else DATE_FORMAT
    else:
        cell.value = _scaled(value, field)
        decimals = max(field.decimals, field.scale)
        cell.number_format = "#,##0" + ("." + "0" * decimals if decimals else "")


def _scaled(value: float, field: Field) -> float | Decimal:
    return Decimal(value).scaleb(-field.scale) if field.scale else value


def _plain(row: Mapping[str, Any], field: Field) -> Any:
    value = row[field.key]
    if is_risky(value):
        return f"'{value}"
    if isinstance(value, int | float) and not isinstance(value, bool):
        scaled = _scaled(value, field)
        return f"{scaled:f}" if isinstance(scaled, Decimal) else scaled
    return value
