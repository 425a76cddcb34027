"""The check before any sign-up: figures for a good file, every fault of a bad one, nothing kept."""

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


def check(page: Page, site: str, path: Path, *, crs: str = "", first_day: str = "") -> str:
    page.goto(f"{site}/check/")
    page.set_input_files("input[type=file]", path)
    if crs:
        page.fill("#id_crs", crs)
    if first_day:
        page.fill("#id_first_day", first_day)
    page.get_by_role("button", name="开始检查").click()
    page.wait_for_selector("[aria-live], .figures, #errors")
    return page.inner_text("main")


def bow_tie(frame: pl.DataFrame, shapes: Any) -> tuple[pl.DataFrame, Any]:
    """The first parcel crosses itself."""
    corners = shapely.get_coordinates(shapes[0].envelope)[:4]
    made = np.array(shapes, dtype=object)
    made[0] = shapely.Polygon(corners[[0, 2, 1, 3]])
    return frame, made


def negative(frame: pl.DataFrame, shapes: Any) -> tuple[pl.DataFrame, Any]:
    """The first parcel has less than no stock."""
    first = pl.int_range(pl.len()) == 0
    column = pl.when(first).then(-12.5).otherwise(pl.col("HUO_LMGQXJ")).alias("HUO_LMGQXJ")
    return frame.with_columns(column), shapes


def test_good_file_gives_figures(site: str, desk: Page, survey_file: Make) -> None:
    told = check(desk, site, survey_file("某林场小班.zip"))
    assert "文件可用" in told
    assert "锦屏县" in told
    assert "GBK" in told or "GB18030" in told
    assert "CGCS2000" in told
    assert desk.locator(".btn.main:visible").count() == 1
    desk.locator(".figures summary.value").first.click()
    assert desk.locator(".figures .why").first.is_visible()
    assert desk.context.cookies() == []


def test_without_script(site: str, open_page: Any, survey_file: Make) -> None:
    page, _ = open_page({"width": 360, "height": 740}, java_script_enabled=False)
    assert "文件可用" in check(page, site, survey_file())


@pytest.mark.parametrize(
    ("edit", "code"), [(bow_tie, "E-UP-05"), (negative, "E-FD-")], ids=["bow-tie", "negative"]
)
def test_wrong_contents(site: str, desk: Page, survey_file: Make, edit: Any, code: str) -> None:
    told = check(desk, site, survey_file(edit=edit))
    assert "需要先改正" in told
    assert code in told
    assert "位置" in told
    assert "00001" in told
    assert "原因" in told
    assert "怎么办" in told
    assert "文件可用" not in told


def test_missing_table(site: str, desk: Page, survey_file: Make) -> None:
    told = check(desk, site, survey_file(without=(".dbf",)))
    assert "E-UP-" in told
    assert ".dbf" in told
    assert "怎么办" in told


def test_missing_coordinate_system(site: str, desk: Page, survey_file: Make) -> None:
    """Coordinates that name their zone are read by it, and the page says so; others are refused."""
    told = check(desk, site, survey_file("zoned.zip", without=(".prj",)))
    assert "文件可用" in told
    assert "36" in told
    path = survey_file("bare.zip", without=(".prj",), crs="EPSG:4545")
    told = check(desk, site, path)
    assert "需要先改正" in told
    assert "坐标系" in told
    assert "文件可用" not in told
    assert "文件可用" in check(desk, site, path, crs="EPSG:4545")


def test_empty_form_and_wrong_days(site: str, desk: Page, survey_file: Make) -> None:
    desk.goto(f"{site}/check/")
    desk.get_by_role("button", name="开始检查").click()
    desk.wait_for_selector("#errors")
    assert "请选择小班文件" in desk.inner_text("#errors")
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
