"""The template of a list: data with drop-downs, how to fill it in, the codes."""

from __future__ import annotations

import csv
import io
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from qingshan.core.kernel.label import Label
from qingshan.core.sheets.dressing import (
    DATE_FORMAT,
    TEXT_FORMAT,
    dress_header,
    put_text,
    widen,
)
from qingshan.core.sheets.saving import saved
from qingshan.core.sheets.specification import Column, Kind, Specification

SHEETS = (Label("数据", "data"), Label("填写说明", "how to fill in"), Label("代码表", "codes"))
ROWS = 2_000
"""Rows below the header that carry formats and drop-downs."""

_HELP_TITLES = (
    Label("项目", "column"),
    Label("是否必填", "required"),
    Label("填写要求", "kind"),
    Label("单位", "unit"),
    Label("说明", "note"),
)
_FORMATS = {
    Kind.TEXT: TEXT_FORMAT,
    Kind.IDENTIFIER: TEXT_FORMAT,
    Kind.CHOICE: TEXT_FORMAT,
    Kind.NUMBER: "General",
    Kind.SHARE: "0.00",
    Kind.MONEY: "#,##0.00",
    Kind.DATE: DATE_FORMAT,
}
_RULES = (
    Label(
        "一行一条，不要合并单元格，不要隐藏行列。", "One entry a row; no merged or hidden cells."
    ),
    Label(
        "身份证号、银行卡号等须为文本格式；从别处粘贴时请选“只粘贴值”。",
        "Ids and card numbers are text; when pasting, paste values only.",
    ),
    Label("不要改动表头；单位以表头为准。", "Leave the header as it is; it states the units."),
    Label("合计行可有可无，只核对，不计入。", "A row of totals is compared, never counted."),
)


def template(specification: Specification, language: str = "zh") -> bytes:
    """An .xlsx to fill in: sheet 1 data, sheet 2 how to fill in, sheet 3 codes.

    A file that is filled in by it is read without a note.
    """
    book = Workbook()
    data = book.active
    assert data is not None, "a new workbook has a sheet"
    data.title = SHEETS[0].say(language)
    codes = _codes(specification)
    for at, column in enumerate(specification.columns, 1):
        put_text(data.cell(1, at), column.heading(language))
        widen(data, at, [column.heading(language)])
        data.column_dimensions[get_column_letter(at)].number_format = _FORMATS[column.kind]
        for row in range(2, ROWS + 2) if column.kind is Kind.IDENTIFIER else ():
            # WPS keeps the format of a cell, not that of a column, when rows are inserted.
            data.cell(row, at).number_format = TEXT_FORMAT
        _validate(data, at, column, codes, language)
    dress_header(data, 1, len(specification.columns))
    _explain(book.create_sheet(SHEETS[1].say(language)), specification, language)
    _list_codes(book.create_sheet(SHEETS[2].say(language)), specification, codes, language)
    return saved(book)


def plain_template(specification: Specification, language: str = "zh") -> bytes:
    """The header alone as CSV, in UTF-8 with the mark by which Excel and WPS know it."""
    line = io.StringIO()
    csv.writer(line).writerow([column.heading(language) for column in specification.columns])
    return line.getvalue().encode("utf-8-sig")


def _codes(specification: Specification) -> dict[str, int]:
    """Key of each choice with the column of the sheet of codes where its entries stand."""
    keys = [column.key for column in specification.columns if column.choices]
    return {key: at for at, key in enumerate(keys, 1)}


def _validate(sheet: Any, at: int, column: Column, codes: dict[str, int], language: str) -> None:
    letter = get_column_letter(at)
    rule = None
    if column.choices:
        place = get_column_letter(codes[column.key])
        name = SHEETS[2].say(language)
        span = f"'{name}'!${place}$2:${place}${len(column.choices) + 1}"
        rule = DataValidation("list", formula1=span, allow_blank=True)
    elif column.bounds is not None:
        low, high = f"{column.bounds.low:g}", f"{column.bounds.high:g}"
        rule = DataValidation("decimal", operator="between", formula1=low, formula2=high)
    elif column.kind is Kind.DATE:
        rule = DataValidation("date", operator="greaterThan", formula1="18264")
    if rule is None:
        return
    rule.showErrorMessage = True
    rule.errorTitle = column.label.say(language)[:32]
    rule.error = column.help.say(language)[:200]
    rule.add(f"{letter}2:{letter}{ROWS + 1}")
    sheet.add_data_validation(rule)


def _explain(sheet: Any, specification: Specification, language: str) -> None:
    rows = [tuple(title.say(language) for title in _HELP_TITLES)]
    yes, no = Label("必填", "yes"), Label("选填", "no")
    for column in specification.columns:
        needed = yes if column.is_required else no
        words = (column.label, needed, column.kind.label)
        told = [label.say(language) for label in words]
        rows.append((*told, column.unit_in(language) or "—", column.help.say(language)))
    for row, cells in enumerate(rows, 1):
        for at, text in enumerate(cells, 1):
            put_text(sheet.cell(row, at), text)
            sheet.cell(row, at).alignment = Alignment(wrap_text=True, vertical="top")
    for at in range(1, len(_HELP_TITLES) + 1):
        widen(sheet, at, [cells[at - 1] for cells in rows])
    dress_header(sheet, 1, len(_HELP_TITLES))
    rules = [*([specification.help] if specification.help else []), *_RULES]
    for row, rule in enumerate(rules, len(rows) + 2):
        put_text(sheet.cell(row, 1), rule.say(language))


def _list_codes(
    sheet: Any, specification: Specification, codes: dict[str, int], language: str
) -> None:
    for key, at in codes.items():
        column = specification.column(key)
        entries = [column.entry(code, language) for code in column.choices]
        for row, text in enumerate([column.label.say(language), *entries], 1):
            put_text(sheet.cell(row, at), text)
        widen(sheet, at, entries)
    if codes:
        dress_header(sheet, 1, len(codes))
    else:
        put_text(sheet.cell(1, 1), Label("本表没有代码。", "This list has no codes.").say(language))
