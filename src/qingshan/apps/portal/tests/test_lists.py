"""Lists and templates for anybody: findings by cell, the marked workbook back, nothing kept."""

from __future__ import annotations

import base64
import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from qingshan.apps.base.models import Event, KeptFile
from qingshan.core.doctor.sheets import LISTS
from tests.zoo.sheets import SheetCase, side_files

pytestmark = pytest.mark.django_db
ADDRESSES = ("/lists/", "/en/lists/")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Path, SheetCase]]:
    return side_files(tmp_path_factory.mktemp("lists"))


def check(address: str, name: str, data: bytes, **told: str) -> Any:
    return Client().post(address, {"file": SimpleUploadedFile(name, data), **told})


def marked_in(page: str) -> openpyxl.Workbook:
    (data,) = re.findall(r'href="data:[^"]*;base64,([^"]+)"', page)
    return openpyxl.load_workbook(io.BytesIO(base64.b64decode(data)))


@pytest.mark.parametrize("kind", LISTS)
@pytest.mark.parametrize("address", ADDRESSES)
def test_a_template_comes_back_as_good(kind: str, address: str) -> None:
    """Both forms of it are read as the list that they are; only rows are missing."""
    for suffix in ("xlsx", "csv"):
        given = Client().get(f"{address}{kind}.{suffix}")
        assert given.status_code == 200
        assert f".{suffix}" in given["Content-Disposition"]
        page = check(address, f"list.{suffix}", given.content, kind=kind).content.decode()
        assert set(re.findall(r"E-[A-Z]{2}-\d\d", page)) == {"E-SH-19"}


@pytest.mark.parametrize("address", ADDRESSES)
def test_findings_name_their_cells_and_the_marked_list_comes_back(files, address: str) -> None:
    before = Event.objects.count(), KeptFile.objects.count()
    path, case = next(
        (path, case)
        for path, case in files.values()
        if case.kind == "households" and case.rows and case.codes and path.suffix == ".xlsx"
    )
    answer = check(address, "某村<b>.xlsx", path.read_bytes(), kind="households")
    page = answer.content.decode()
    assert (answer.status_code, answer["Cache-Control"]) == (200, "no-store")
    for code in case.codes:
        assert code in page
    assert "<b>" not in page.partition("<main")[2].replace("<b>把文件", "").replace("<b>Drop", "")
    marked = marked_in(page)
    words = {str(cell.value) for sheet in marked for row in sheet.iter_rows() for cell in row}
    assert any(next(iter(case.codes)) in word for word in words)
    assert (Event.objects.count(), KeptFile.objects.count()) == before
    assert not re.search(r"\d{15,}", re.sub(r"base64,[^\"]+", "", page))


def test_a_good_list_is_said_to_be_good(files) -> None:
    path, case = next((p, c) for p, c in files.values() if c.kind == "plots" and not c.codes)
    page = check("/lists/", path.name, path.read_bytes(), kind=case.kind).content.decode()
    assert "可以使用" in page
    assert "base64" not in page


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"kind": "households"}, "请选择表格"),
        ({"kind": "nobody", "file": SimpleUploadedFile("a.csv", b"x")}, "没有这一项"),
        ({"kind": "trees", "file": SimpleUploadedFile("a.csv", b"")}, "文件是空的"),
    ],
)
def test_a_wrong_form_is_told(told: dict[str, Any], words: str) -> None:
    answer = Client().post(reverse("lists"), told)
    assert answer.status_code == 422
    assert words in answer.content.decode()


@pytest.mark.parametrize("name", ["nobody.xlsx", "households.pdf", "trees."])
def test_no_template_of_that_name(name: str) -> None:
    assert Client().get(f"/lists/{name}").status_code == 404


def test_hostile_files_are_answered_in_words(files) -> None:
    for path, case in files.values():
        if not case.rows and case.codes and path.is_file():
            page = check("/lists/", path.name, path.read_bytes(), kind=case.kind)
            assert page.status_code == 200
            for code in case.codes:
                assert code in page.content.decode()
            return
    raise AssertionError("the zoo has a file that cannot be opened")
