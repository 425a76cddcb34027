"""A citizen buys a small pack in the individual zone, and every mistake is told at its field."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web.conftest import PHONE
from tests.web.test_desk import sign_in

pytestmark = pytest.mark.browser


def test_a_pack_is_bought_on_a_phone_and_what_is_wrong_is_said(site: str, open_page: Any) -> None:
    page, watched = open_page(PHONE)
    sign_in(page, site, "citizen")
    page.goto(f"{site}/market/zones/individual_zone/")
    page.get_by_role("link", name="认购", exact=True).first.click()
    page.get_by_role("button", name="确认认购").click()
    # The sentence of the box is named without its full stop, and each field says what it needs.
    expect(page.locator("#errors")).to_contain_text("不可转让和撤销：")
    expect(page.locator("#errors li")).to_have_count(3)
    page.fill("[name=subject]", "给孩子种一片林")
    page.fill("[name=tonnes]", "11")
    page.check("[name=agreed]")
    page.get_by_role("button", name="确认认购").click()
    expect(page.locator("main")).to_contain_text("单笔数量须不超过 10 吨")
    page.fill("[name=tonnes]", "1")
    page.get_by_role("button", name="确认认购").click()
    page.wait_for_url("**/desk/deals/")
    said = page.locator("main").inner_text()
    assert re.search(r"已办理：CJ-\d{4}-\d{6}-\d", said)
    assert not [fault for fault in watched.faults if "422" not in fault and "409" not in fault]
