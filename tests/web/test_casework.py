"""The review of a case in a browser: saved as one goes, and nobody overwrites another."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.test_desk import sign_in

pytestmark = pytest.mark.browser

DESK, PHONE = {"width": 1366, "height": 850}, {"width": 360, "height": 740}
TITLE = "示例村南坡杉木林碳票申请"
ITEM = '[data-item="form"]'


def opened(page: Page, site: str) -> None:
    """The case of the story that nobody has checked yet."""
    page.goto(f"{site}/desk/cases/?state=submitted")
    page.get_by_role("row", name=TITLE).get_by_role("link").click()
    page.wait_for_selector("#checks")


def test_an_answer_is_saved_and_a_second_reviewer_is_told(site: str, open_page: Any) -> None:
    first, watched = open_page(DESK)
    sign_in(first, site, "county")
    opened(first, site)
    second = first.context.new_page()
    opened(second, site)

    box = first.locator(ITEM)
    box.get_by_label("问题").check()
    box.get_by_role("button", name="填入").click()
    expect(first.locator("#saved")).to_contain_text("已自动保存")
    first.reload()
    expect(box.get_by_label("问题")).to_be_checked()
    assert box.locator("textarea").input_value()

    late = second.locator(ITEM)
    late.get_by_label("不适用").check()
    expect(late.locator(".told")).to_contain_text("E-CW-10")
    expect(late.get_by_label("不适用")).to_be_checked()
    first.reload()
    expect(box.get_by_label("问题")).to_be_checked()
    late.get_by_role("button", name="仍保存我的").click()
    expect(second.locator("#saved")).to_contain_text("已自动保存")
    first.reload()
    expect(box.get_by_label("不适用")).to_be_checked()
    assert [fault for fault in watched.faults if "409" not in fault] == []


def test_three_panes_stand_side_by_side_or_under_each_other(site: str, open_page: Any) -> None:
    for size, columns in ((DESK, 3), (PHONE, 1)):
        page, _ = open_page(size)
        sign_in(page, site, "county")
        opened(page, site)
        lefts = {round(pane.bounding_box()["x"]) for pane in page.locator(".pane").all()}
        assert len(lefts) == columns
        assert page.evaluate("document.documentElement.scrollWidth") <= size["width"]
        assert page.locator(".anchors").is_visible() == (columns == 1)
