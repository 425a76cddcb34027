"""Manners of the pages where files are handed in: results that stay, lists, certificates."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import psycopg
import pytest
from playwright.sync_api import Page

from qingshan.apps.base.gate import LOCKS, limit
from tests.web.applying import farm_applies
from tests.zoo.sheets import households_rows, workbook

pytestmark = pytest.mark.browser

Make = Callable[..., Path]
PHONE = {"width": 360, "height": 740}
SHOWN = "main:not([data-old]) #verdict"


def check(page: Page, site: str, path: Path) -> str:
    """Check a file and answer the number of the result."""
    page.goto(f"{site}/check/")
    page.set_input_files("input[type=file]", path)
    page.get_by_role("button", name="开始检查").click()
    page.wait_for_selector("#verdict")
    return number_on(page)


def number_on(page: Page) -> str:
    (number,) = set(re.findall(r"P-[0-9A-Z]{4}-\d\d", page.inner_text("main")))
    return number


def sign_in(page: Page, site: str, who: str) -> None:
    page.goto(f"{site}/login/")
    page.fill("#id_username", who)
    page.fill("#id_password", "qingshan-demo")
    page.get_by_role("button", name="登录").click()
    page.wait_for_url("**/desk/")


def test_a_result_is_there_after_a_reload_and_after_a_way_back(
    site: str, open_page: Any, survey_file: Make, standing: Any
) -> None:
    before = standing.kept()
    page, watched = open_page(PHONE)
    number = check(page, site, survey_file("某村集体.zip"))
    page.reload()
    page.wait_for_selector("#verdict")
    assert number_on(page) == number
    assert "某村集体.zip" in page.inner_text(".check-wait")
    page.goto(f"{site}/register/")
    page.go_back()
    page.wait_for_selector("#verdict")
    assert number_on(page) == number
    page.goto(f"{site}/register/")
    page.goto(f"{site}/check/")
    assert page.locator("#verdict").count() == 0, "a page asked for anew is empty"
    other, _ = open_page(PHONE)
    other.goto(f"{site}/check/")
    assert other.locator("#verdict").count() == 0
    assert page.context.cookies() == []
    assert watched.faults == []
    assert standing.kept() == before


def test_the_file_of_a_result_shown_again_is_chosen_again(
    site: str, desk: Page, survey_file: Make
) -> None:
    path = survey_file("再查.zip")
    number = check(desk, site, path)
    desk.reload()
    desk.wait_for_selector("#verdict")
    desk.set_input_files("input[type=file]", path)
    desk.evaluate("document.querySelector('main').dataset.old = '1'")
    desk.locator("#check .row > .btn").last.click()
    desk.wait_for_selector(SHOWN)
    assert number_on(desk) == number, "the same file, the same number"


def test_when_all_places_are_taken_the_form_waits(
    site: str, open_page: Any, survey_file: Make, standing: Any
) -> None:
    page, _ = open_page(PHONE)
    page.goto(f"{site}/check/")
    page.set_input_files("input[type=file]", survey_file())
    page.fill("#id_first_day", "2020-01-01")
    with psycopg.connect(standing.database, autocommit=True) as holder:
        for number in range(1, limit("gate", "at_once", "count", date(2026, 7, 1)) + 1):
            holder.execute("select pg_advisory_lock(%s, %s)", [LOCKS, number])
        page.get_by_role("button", name="开始检查").click()
        page.wait_for_selector(".check-wait .notice")
    told = page.inner_text(".check-wait")
    assert "正在检查的文件已满" in told
    assert page.input_value("#id_first_day") == "2020-01-01"
    assert page.evaluate("document.querySelector('input[type=file]').files.length") == 1
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    page.get_by_role("button", name="再试一次").click()
    page.wait_for_selector("#verdict")


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_list_is_checked_on_a_telephone_without_script(
    site: str, open_page: Any, tmp_path: Path, standing: Any, prefix: str
) -> None:
    before = standing.kept()
    page, watched = open_page(PHONE, java_script_enabled=False)
    page.goto(f"{site}{prefix}/lists/")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    with page.expect_download() as given:
        page.get_by_role("link", name="XLSX").first.click()
    assert given.value.suggested_filename.endswith(".xlsx")
    path = tmp_path / "户表.xlsx"
    workbook(households_rows(40, 40))(path)
    page.set_input_files("input[type=file]", path)
    page.locator("main form .btn").last.click()
    page.wait_for_selector("#verdict")
    assert "E-SH-" in page.inner_text("#verdict")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    with page.expect_download() as given:
        page.locator("#verdict a[download]").click()
    marked = tmp_path / "marked.xlsx"
    given.value.save_as(marked)
    assert "户表" in given.value.suggested_filename
    book = openpyxl.load_workbook(marked)
    words = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert any("E-SH-" in word for word in words)
    assert page.context.cookies() == []
    assert watched.faults == []
    assert standing.kept() == before


def test_a_certificate_is_registered(site: str, desk: Page) -> None:
    sign_in(desk, site, "farm")
    desk.get_by_role("link", name="林权证件").click()
    desk.get_by_role("link", name="登记证件").click()
    desk.get_by_role("button", name="登记").click()
    desk.wait_for_selector("#errors")
    number = "黔林证字（试验）第 000077 号"
    told = {"number": number, "county": "剑河县", "area": "120.5"}
    for name, value in told.items():
        desk.fill(f"#id_{name}", value)
    desk.check("#id_is_perpetual")
    desk.get_by_role("button", name="登记").click()
    desk.wait_for_url("**/desk/certificates/")
    row = desk.locator("tr", has_text="黔林证字(试验)第77号")
    assert "120.50" in row.inner_text()
    assert "长期" in row.inner_text()


def test_a_project_is_given_up(site: str, desk: Page, survey_file: Make, standing: Any) -> None:
    # Years that no other test claims for this land.
    days = ("2014-01-01", "2016-12-31")
    farm_applies(desk, site, survey_file("撤回.zip"), "将要撤回的项目", days)
    desk.goto(f"{site}/desk/")
    row = desk.locator("tr", has_text="将要撤回的项目")
    row.get_by_role("link", name="撤回", exact=True).click()
    desk.get_by_role("button", name="撤回立项").click()
    desk.wait_for_selector("#errors")
    desk.fill("#id_reason", "面积需要重测")
    desk.check("#id_agreed")
    desk.get_by_role("button", name="撤回立项").click()
    desk.wait_for_url("**/desk/")
    assert "已撤回" in row.inner_text()
    assert row.get_by_role("link", name="撤回", exact=True).count() == 0
    rows = standing.ask("select facts from base_event where name = 'project.withdrawn'")
    assert {"reason": "面积需要重测"} in [facts for (facts,) in rows]
    rows = standing.ask("select state from casework_case order by id desc limit 1")
    assert rows == [("withdrawn",)]
