"""Each side file of the zoo is reported as it is, the same by the command."""

from __future__ import annotations

import contextlib
import io
import json
import re
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from qingshan.core.doctor.sheets import claim_of, specification_of
from qingshan.core.kernel.errors import Refused
from qingshan.core.sheets.report import Report, check_file, marked_file
from qingshan.core.tables.shelf import open_shelf
from tests.zoo.sheets import FILES, SheetCase, side_files

AS_OF = date(2026, 1, 1)
NAMES = [case.name for case in FILES]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, SheetCase]]:
    return side_files(tmp_path_factory.mktemp("sheets"))


def report_of(path: Path, case: SheetCase) -> Report:
    shelf = open_shelf()
    return check_file(
        path,
        specification_of(case.kind, shelf, AS_OF),
        as_of=AS_OF,
        claim=claim_of(shelf, AS_OF),
    )


def test_the_zoo_is_large_enough() -> None:
    assert len(NAMES) == len(set(NAMES)) >= 40


@pytest.mark.parametrize("name", NAMES)
def test_report_says_what_is_so(name: str, files) -> None:
    path, case = files[name]
    report = report_of(path, case)
    assert {refusal.code for refusal in report.refusals} == case.codes
    assert {note.kind for note in report.notes} >= case.notes
    assert report.count == case.rows
    assert report.verdict == ("blocked" if case.codes else "good")


@pytest.mark.parametrize("name", NAMES)
def test_sentences_are_whole_and_tell_no_number_of_a_person(name: str, files) -> None:
    path, case = files[name]
    told = json.dumps(report_of(path, case).to_json(), ensure_ascii=False)
    told = re.sub(r'"digest": "[0-9a-f]{64}"', "", told)
    assert not re.search(r"\d{11,}", told)
    assert "?" not in told


@pytest.mark.parametrize("name", [case.name for case in FILES if case.codes])
def test_the_file_comes_back_with_its_problems(name: str, files) -> None:
    path, case = files[name]
    report = report_of(path, case)
    if report.sheet is None and not case.codes & {"E-SH-08", "E-SH-11"}:
        with pytest.raises(Refused) as refused:
            marked_file(report, path)
        assert {refusal.code for refusal in refused.value.refusals} == case.codes
        return
    data = marked_file(report, path)
    book = openpyxl.load_workbook(io.BytesIO(data))
    told = " ".join(
        str(cell)
        for sheet in book.worksheets
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if cell is not None
    )
    assert all(code in told for code in case.codes)
    assert not any(
        cell.data_type == "f" for sheet in book.worksheets for row in sheet for cell in row
    )


def test_the_command_says_the_same(files) -> None:
    from qingshan.config.cli import main

    for name in ("good.xlsx", "id_cut.xlsx", "trees_height.xlsx", "old.xls", "gbk.csv"):
        path, case = files[name]
        out = io.StringIO()
        with contextlib.redirect_stdout(out), pytest.raises(SystemExit) as ended:
            main(["check", str(path), "--as", case.kind, "--json", "--as-of", "2026-01-01"])
        told = json.loads(out.getvalue())
        assert {refusal["code"] for refusal in told["refusals"]} == case.codes
        assert ended.value.code == (1 if case.codes else 0), name


def test_the_command_writes_template_and_marked_file(files, tmp_path: Path) -> None:
    from qingshan.config.cli import main

    blank, back = tmp_path / "blank.xlsx", tmp_path / "back.xlsx"
    path, _ = files["id_cut.xlsx"]
    checked = ["check", str(path), "--as", "households", "--area-mu", "40", "--fix", str(back)]
    for arguments, code in (
        (["template", "households", str(blank)], 0),
        (["template", "households", str(blank)], 2),
        (["template", "animals", str(tmp_path / "a.xlsx")], 2),
        (checked, 1),
        (checked, 2),
        (["check", str(path)], 2),
    ):
        with contextlib.redirect_stdout(io.StringIO()), pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == code, arguments
    assert openpyxl.load_workbook(blank).sheetnames == ["数据", "填写说明", "代码表"]
    assert "E-SH-21" in openpyxl.load_workbook(back)["数据"]["H3"].value
    overview = openpyxl.load_workbook(back)["问题"]
    assert overview["A2"].value == "E-SH-32"
