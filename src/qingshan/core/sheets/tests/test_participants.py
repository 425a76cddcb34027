"""A list of participants: whole kilograms, nobody twice, no child; it comes back marked."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from qingshan.core.doctor.lists import Whole, check_list_confined
from qingshan.core.sheets.participants.listing import participants
from qingshan.core.sheets.report import check_file, marked_file
from qingshan.core.sheets.template import template

AS_OF = date(2026, 7, 17)
HEADER = ["姓名", "碳量（千克）", "已满14周岁", "手机号"]


def written(folder: Path, *rows: list[Any], header: list[str] | None = None) -> Path:
    book = openpyxl.Workbook()
    book.active.title = "数据"
    for row in (header or HEADER, *rows):
        book.active.append(row)
    path = folder / "participants.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_template_that_is_filled_in_is_good(tmp_path, language):
    book = openpyxl.load_workbook(io.BytesIO(template(participants(), language)))
    for at, value in enumerate(["张三", 12, "yes 是", "13800000000"], 1):
        book.worksheets[0].cell(2, at).value = value
    path = tmp_path / "filled.xlsx"
    book.save(path)
    report = check_file(path, participants(), as_of=AS_OF)
    assert report.verdict == "good"
    assert {note.kind for note in report.notes} == {"sheet chosen"}
    assert report.sheet.frame["carbon_kg"].to_list() == [12.0]


def test_the_english_template_is_english_throughout_and_read_as_the_chinese_one(tmp_path):
    book = openpyxl.load_workbook(io.BytesIO(template(participants(), "en")))
    cells = [cell.value for sheet in book for row in sheet for cell in row if cell.value]
    assert [one for one in cells if not str(one).isascii() and one != "—"] == []
    assert book.worksheets[0]["B1"].value == "carbon (kg)"
    assert [cell.value for cell in book.worksheets[2]["A"]] == ["14 or older", "yes", "no"]
    for at, value in enumerate(["Zhang San", 12, "yes", "13800000000"], 1):
        book.worksheets[0].cell(2, at).value = value
    path = tmp_path / "filled.xlsx"
    book.save(path)
    report = check_file(path, participants(), as_of=AS_OF)
    assert report.verdict == "good"
    assert report.sheet.frame["carbon_kg"].to_list() == [12.0]
    assert report.sheet.frame["is_fourteen"].to_list() == ["yes"]


def test_all_that_is_wrong_stands_in_the_file_that_comes_back(tmp_path):
    path = written(
        tmp_path,
        ["张三", 12.5, "是", ""],
        ["李四", 3, "否", ""],
        ["王五", 3, "是", "13800000000"],
        ["王五", 4, "是", "13800000000"],
        ["", 4, "是", ""],
    )
    report = check_file(path, participants(), as_of=AS_OF)
    codes = {refusal.code for refusal in (*report.reading.refusals, *report.sums)}
    assert {"E-SH-37", "E-SH-38"} <= codes
    assert len(codes) == 4, "a name that is missing and a person twice, too"
    marked = openpyxl.load_workbook(io.BytesIO(marked_file(report, path)))
    said = [str(cell.value) for cell in marked["数据"]["E"]]
    assert said[0] == "问题"
    assert "E-SH-37" in said[1]
    assert "E-SH-38" in said[2]


def test_five_hundred_are_read_in_a_process_of_their_own(tmp_path):
    rows = [[f"参与人{at}", at % 90 + 1, "是", ""] for at in range(500)]
    path = written(tmp_path, *rows)
    answer = check_list_confined(path, "participants", as_of=AS_OF, whole=Whole(keeps_rows=True))
    assert (answer.verdict, answer.count) == ("good", 500)
    assert sum(answer.rows["carbon_kg"].to_list()) == sum(row[1] for row in rows)


@pytest.mark.parametrize("wrong", [0, -1, 100_001])
def test_a_share_lies_within_the_table(tmp_path, wrong):
    path = written(tmp_path, ["张三", wrong, "是", ""])
    answer = check_list_confined(path, "participants", as_of=AS_OF)
    assert answer.verdict == "blocked"
    assert answer.marked is not None
