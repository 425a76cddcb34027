"""What is wrong with a file stands on the page of the check, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pytest
import shapely
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

Make = Callable[..., Path]


@pytest.fixture(autouse=True)
def _nothing_stays(standing: Any) -> Iterator[None]:
    before = standing.kept()
    yield
    assert standing.kept() == before


def check(page: Page, site: str, path: Path, *, first_day: str = "2019-01-01") -> str:
    page.goto(f"{site}/check/")
    page.set_input_files("input[type=file]", path)
    page.fill("#id_first_day", first_day)
    page.fill("#id_last_day", "2023-12-31")
    page.evaluate("document.querySelector('main').dataset.old = '1'")
    page.get_by_role("button", name="开始检查").click()
    page.wait_for_selector("main:not([data-old])")
    return page.inner_text("main")


def bow_tie(frame: pl.DataFrame, shapes: Any) -> tuple[pl.DataFrame, Any]:
    """The first parcel crosses itself."""
    corners = shapely.get_coordinates(shapes[0].envelope)[:4]
    made = np.array(shapes, dtype=object)
    made[0] = shapely.Polygon(corners[[0, 2, 1, 3]])
    return frame, made


def test_a_crossing_edge(site: str, desk: Page, survey_file: Make) -> None:
    told = check(desk, site, survey_file(edit=bow_tie))
    assert "E-UP-05" in told
    for words in ("须更正", "位置", "00001", "原因", "怎么办"):
        assert words in told
    assert desk.locator("#verdict h1").inner_text() != "可以申请"


def test_missing_table(site: str, desk: Page, survey_file: Make) -> None:
    told = check(desk, site, survey_file(without=(".dbf",)))
    assert "文件要先更正" in told
    assert "E-UP-16" in told
    assert ".dbf" in told
    assert "怎么办" in told
    assert desk.locator(".rules").count() == 0
    assert desk.locator(".btn.main:visible").count() == 1


def test_coordinates_that_name_their_zone_are_read_and_asked(
    site: str, desk: Page, survey_file: Make
) -> None:
    told = check(desk, site, survey_file("zoned.zip", without=(".prj",)))
    assert "请确认" in told
    assert "CGCS2000 三度带 36 带" in told


def test_empty_form_and_wrong_days(site: str, desk: Page, survey_file: Make) -> None:
    desk.goto(f"{site}/check/")
    desk.get_by_role("button", name="开始检查").click()
    desk.wait_for_selector("main [aria-live=assertive]")
    assert "E-PO-11" in desk.inner_text("main")
    told = check(desk, site, survey_file(), first_day="2024-06-01")
    assert "止日不能早于起日" in told
    desk.locator("#errors .jump a").first.click()
    assert desk.url.endswith("last_day")


def test_no_survey_at_all(site: str, desk: Page, tmp_path: Path) -> None:
    for name, content in (("a.zip", b"PK\x05\x06" + bytes(18)), ("b.docx", b"no survey")):
        path = tmp_path / name
        path.write_bytes(content)
        told = check(desk, site, path)
        assert "E-UP-" in told
        assert "怎么办" in told
