"""Templates that are filled in are read without a word; exports keep the kind of each value."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from qingshan.core.kernel.label import Label
from qingshan.core.sheets.households import households
from qingshan.core.sheets.plots import plots, trees
from qingshan.core.sheets.reading import read_sheet
from qingshan.core.sheets.specification import Bounds, Specification
from qingshan.core.sheets.template import template
from qingshan.core.sheets.writing import Field, csv_of, workbook_of

AS_OF = date(2026, 1, 1)
SPECIES = {"310": Label("杉木", "Chinese fir"), "220": Label("马尾松", "Masson pine")}
FILLED = [
    (
        households({"area_mu": Bounds(0.01, 5000)}),
        ["户一", "11010519491231002X", 10.5, 100, "6228480402564890018", "13800001234", "0012"],
    ),
    (
        plots({}, SPECIES),
        ["001", 107.9, 26.5, None, None, 600, "310 杉木", date(2025, 3, 5)],
    ),
    (trees({"dbh_cm": Bounds(1, 300)}, SPECIES), ["001", "1", "马尾松", 12.5, 9.5]),
]  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize(("specification", "row"), FILLED)
def test_a_filled_template_is_read_silently(
    specification: Specification, row: list[object], language: str, tmp_path: Path
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template(specification, language)))
    data = book.worksheets[0]
    for at, value in enumerate(row, 1):
        data.cell(2, at).value = value
    path = tmp_path / "filled.xlsx"
    book.save(path)
    sheet = read_sheet(path, specification, as_of=AS_OF)
    assert sheet.frame.height == 1
    assert {note.kind for note in sheet.notes} <= {"sheet chosen"}


def test_the_template_guides_the_hand() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template(plots({}, SPECIES))))
    assert book.sheetnames == ["数据", "填写说明", "代码表"]
    data = book["数据"]
    assert data.freeze_panes == "A2"
    assert data["F1"].value == "样地面积（平方米）"
    assert data["A9"].number_format == "@"
    assert any(rule.type == "list" for rule in data.data_validations.dataValidation)
    assert book["代码表"]["A2"].value == "310 杉木"


@pytest.fixture
def frame() -> pl.DataFrame:
    return pl.DataFrame(
        {
            "name": ["=1+1", "杨龑"],
            "amount": [1_234_567_8901, None],
            "day": [date(2024, 3, 5), None],
            "at": [datetime(2024, 3, 5, 8, 30, tzinfo=UTC), None],
            "price_fen": [5050, 10],
        }
    )


FIELDS = (
    Field("name", Label("名称", "name")),
    Field("amount", Label("数量", "amount"), "t", scale=4),
    Field("day", Label("日期", "date")),
    Field("at", Label("时间", "time")),
    Field("price_fen", Label("单价", "price"), "元", scale=2),
)


def test_numbers_stay_numbers_and_dates_dates(frame: pl.DataFrame) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook_of(frame, FIELDS, title="碳票")))["碳票"]
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet[1]] == ["名称", "数量（t）", "日期", "时间", "单价（元）"]
    assert (sheet["A2"].data_type, sheet["A2"].value) == ("s", "=1+1")
    assert (sheet["B2"].data_type, sheet["B2"].number_format) == ("n", "#,##0.0000")
    assert sheet["B2"].value == pytest.approx(1_234_567.8901, abs=1e-9)
    assert sheet["C2"].is_date
    assert sheet["B3"].value is None
    assert sheet["E2"].value == pytest.approx(50.5)


def test_csv_carries_its_mark_and_runs_nothing(frame: pl.DataFrame) -> None:
    data = csv_of(frame, FIELDS)
    assert data.startswith(b"\xef\xbb\xbf")
    lines = data.decode("utf-8-sig").split("\r\n")
    assert lines[1].startswith("'=1+1,1234567.8901,2024-03-05")
    assert lines[2].endswith(",0.10")
