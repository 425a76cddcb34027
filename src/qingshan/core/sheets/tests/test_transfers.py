"""A list of transfers: four columns, names of either side, tonnes to the last unit."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from qingshan.core.sheets.report import check_file
from qingshan.core.sheets.template import template
from qingshan.core.sheets.tests.test_movements import AS_OF
from qingshan.core.sheets.transfers.listing import quantity_of, transfers

HEAD = "碳票编号,转出方,转入方,数量（吨）\n"


def test_quantities_are_whole_units_above_zero(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    rows = [f"GZ-2024-000001-7,甲,乙,{tonnes}" for tonnes in ("1", "0.0001", "0", "-2", "1.00001")]
    path.write_text(HEAD + "\n".join(rows), encoding="utf-8")
    report = check_file(path, transfers(), as_of=AS_OF)
    told = [(fault.code, fault.facts["cell"]) for fault in report.refusals]
    assert told == [("E-SH-40", "D4"), ("E-SH-40", "D5"), ("E-SH-40", "D6")]


def test_the_template_is_read_without_a_note(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(template(transfers())))
    path = tmp_path / "list.xlsx"
    book.worksheets[0].delete_rows(2, 2000)
    book.worksheets[0].append(["GZ-2024-000001-7", "甲", "乙", 12.5])
    book.save(path)
    report = check_file(path, transfers(), as_of=AS_OF)
    assert report.refusals == ()
    assert report.sheet is not None
    assert report.sheet.frame.select("ticket", "source", "target", "tonnes").rows() == [
        ("GZ-2024-000001-7", "甲", "乙", 12.5)
    ]


@pytest.mark.parametrize(
    ("tonnes", "units"),
    [(0.1, 1_000), (12_345.6789, 123_456_789), (1e-5, 0), (-1.0, 0), (1e9, 10**13)],
)
def test_a_cell_is_read_to_the_last_unit(tonnes: float, units: int) -> None:
    assert quantity_of(tonnes) == units
