"""A list checked in a process of its own answers as the plain check does, and cannot outgrow it."""

from __future__ import annotations

import json
import re
from datetime import date

import openpyxl
import pytest

from qingshan.core.doctor.lists import check_list_confined
from qingshan.core.doctor.sheets import claim_of, specification_of
from qingshan.core.geo.confined import Budget
from qingshan.core.sheets.report import check_file, marked_file
from qingshan.core.tables.shelf import open_shelf
from tests.zoo.sheets import FILES, side_files

AS_OF = date(2026, 1, 1)
CHOSEN = [case.name for case in FILES][::6]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory):
    return side_files(tmp_path_factory.mktemp("lists"))


@pytest.mark.parametrize("name", CHOSEN)
def test_same_answer_as_without(name: str, files) -> None:
    path, case = files[name]
    shelf = open_shelf()
    specification = specification_of(case.kind, shelf, AS_OF)
    plain = check_file(path, specification, as_of=AS_OF, claim=claim_of(shelf, AS_OF))
    answer = check_list_confined(path, case.kind, as_of=AS_OF)
    told = plain.to_json()
    assert [refusal.as_dict() for refusal in answer.refusals] == told["refusals"]
    assert [note.say("en") for note in answer.notes] == [note["en"] for note in told["notes"]]
    assert (answer.count, answer.sheet, answer.verdict) == (
        plain.count, told["sheet"], plain.verdict,
    )  # fmt: skip


def test_the_marked_file_comes_back(files, tmp_path) -> None:
    path, kind = next(
        (path, case.kind)
        for path, case in files.values()
        if case.codes and case.rows and path.suffix == ".xlsx"
    )
    answer = check_list_confined(path, kind, as_of=AS_OF, language="en")
    assert answer.marked is not None
    out = tmp_path / "marked.xlsx"
    out.write_bytes(answer.marked)
    words = [
        str(cell.value) for sheet in openpyxl.load_workbook(out) for row in sheet for cell in row
    ]
    assert any(answer.refusals[0].code in word for word in words)
    shelf = open_shelf()
    report = check_file(
        path, specification_of(kind, shelf, AS_OF), as_of=AS_OF, claim=claim_of(shelf, AS_OF)
    )
    (tmp_path / "plain.xlsx").write_bytes(marked_file(report, path, language="en"))
    plain = openpyxl.load_workbook(tmp_path / "plain.xlsx")
    assert words == [str(cell.value) for sheet in plain for row in sheet for cell in row]


def test_no_person_leaves_the_reader(files) -> None:
    path, case = next(each for each in files.values() if each[1].kind == "households")
    shown = json.dumps(check_list_confined(path, case.kind, as_of=AS_OF).__dict__, default=str)
    rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    numbers = {
        text for row in rows for text in row if isinstance(text, str) and re.search(r"\d{11}", text)
    }
    assert numbers
    assert not [number for number in numbers if number in shown]


def test_time_is_limited(files, refuses) -> None:
    path, case = next(each for each in files.values() if each[0].suffix == ".xlsx")
    with refuses("E-UP-25"):
        check_list_confined(path, case.kind, as_of=AS_OF, budget=Budget(seconds=0.001))


def test_memory_is_limited(tmp_path, refuses) -> None:
    path = tmp_path / "long.csv"
    path.write_text("姓名,面积\n" + "甲,1.00\n" * 400_000, "utf-8")
    with refuses("E-UP-26"):
        check_list_confined(path, "households", as_of=AS_OF, budget=Budget(memory_bytes=1 << 20))
