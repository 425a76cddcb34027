"""A list of the bank's movements: each in or out, each once."""

from __future__ import annotations

import io
from datetime import date

import openpyxl

from qingshan.core.sheets.movements.listing import movements
from qingshan.core.sheets.report import check_file
from qingshan.core.sheets.template import template

AS_OF = date(2026, 3, 2)
HEAD = "流水号,交易日期,收入金额（元）,支出金额（元）,对方账号,摘要\n"


def test_a_row_is_either_in_or_out(tmp_path):
    path = tmp_path / "bank.csv"
    rows = ["A1,2026-03-01,5.00,,,", "A2,2026-03-01,0.00,7.10,,", "A3,2026-03-01,1,1,,"]
    path.write_text(HEAD + "\n".join([*rows, "A4,2026-03-01,,,,", "A5,2026-03-01,-1,,,"]))
    report = check_file(path, movements(), as_of=AS_OF)
    assert [fault.facts["row"] for fault in report.refusals if fault.code == "E-SH-39"] == [4, 5, 6]


def test_the_template_is_read_without_a_note(tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(template(movements())))
    path = tmp_path / "bank.xlsx"
    book.worksheets[0].delete_rows(2, 2000)
    book.worksheets[0].append(["A1", date(2026, 3, 1), 12.5, None, None, None, None])
    book.save(path)
    report = check_file(path, movements(), as_of=AS_OF)
    assert report.refusals == ()
    assert report.sheet is not None
    assert report.sheet.frame["in_fen"].to_list() == [1250]
