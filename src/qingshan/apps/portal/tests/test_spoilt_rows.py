"""Rows without a usable shape: said by row on page, paper and interface, the others checked."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.zoo.geodata import CASES

pytestmark = pytest.mark.django_db
DAYS = {"first_day": "2019-01-01", "last_day": "2023-12-31"}


@pytest.fixture(params=["several_rows_spoilt", "row_without_shape"])
def sent(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    (one,) = [case for case in CASES if case.name == request.param]
    path = one.make(tmp_path)

    def send(address: str) -> Any:
        file = SimpleUploadedFile(path.name, path.read_bytes())
        return Client().post(address, {"file": file, **DAYS})

    return send


def test_the_interface_checks_the_other_rows(sent) -> None:
    told = sent("/api/v1/precheck").json()
    rows = {f["code"]: f["rows"] for f in told["card"]["findings"] if f["level"] == "blocks"}
    assert rows["E-GE-01"][0] in {3, 4}
    assert told["card"]["verdict"] == "blocked"
    assert told["card"]["area_m2"] > 20_000
    assert told["precheck"]["verdict"] == "needs_more"
    assert len(told["precheck"]["rules"]) >= 15


def test_the_page_names_the_rows(sent) -> None:
    page = sent("/check/").content.decode()
    assert "行没有图形" in page
    assert "可以申请，先更正文件" in page
