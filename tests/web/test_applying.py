"""From nothing to a receipt on a telephone, with a lost session and a second window on the way."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.web.applying import (
    NEXT,
    PEOPLE,
    SLOW_MS,
    autosaved,
    begun,
    households,
    land,
    photo,
    send_photo,
    sign,
    sign_in,
)

pytestmark = pytest.mark.browser

Make = Callable[..., Path]
PHONE = {"width": 360, "height": 740}
WIDE = "document.documentElement.scrollWidth"
UNLABELLED = """[...document.querySelectorAll('main form')]
  .flatMap(form => [...form.querySelectorAll('input:not([type=hidden]), select, textarea')])
  .filter(field => !field.labels.length).length"""


def notice_and_papers(page: Page, taken: Path) -> None:
    page.fill("#id_notice_day", "2026-07-01")
    page.fill("#id_consent_total", "60")
    page.fill("#id_consent_agreed", "50")
    with page.expect_response(autosaved):
        page.locator("#id_consent_agreed").blur()
    for kind in ("identity", "notice_photo", "resolution"):
        send_photo(page, kind, taken)
    assert page.input_value("#id_consent_agreed") == "50"


def hand_in(page: Page) -> tuple[str, str]:
    """Refused without signature, then handed in; the number of the receipt and its code."""
    page.get_by_role("button", name="提交申请").click()
    page.wait_for_selector(".refusals")
    assert "签名" in page.inner_text("main")
    page.get_by_role("link", name="去改正").click()
    sign(page)
    assert page.evaluate(WIDE) == PHONE["width"]
    page.get_by_role("button", name="提交申请").click()
    page.wait_for_url("**/desk/applications/**")
    assert page.evaluate(WIDE) == PHONE["width"]
    told = page.inner_text("main")
    return re.findall(r"SJ-\d{4}-\d{6}-\d", told)[0], re.findall(r"查询码 (\S+)", told)[0]


def test_a_village_applies_with_a_telephone_and_large_type(
    site: str, open_page: Any, survey_file: Make, tmp_path: Path, standing: Any
) -> None:
    page, watched = open_page(PHONE, has_touch=True)
    page.context.add_cookies([{"name": "elder", "value": "1", "url": site}])
    steps = begun(page, site, "village")
    assert page.evaluate("document.documentElement.className").startswith("elder")
    assert page.evaluate(UNLABELLED) == 0
    page.fill("#id_phone", "0855-1234567")
    page.locator(NEXT).click()
    page.wait_for_url("**/land/")
    # Days that no other test claims for this land.
    page.goto(f"{steps}method/")
    page.fill("#id_first_day", "2008-01-01")
    page.fill("#id_last_day", "2010-12-31")
    page.locator(NEXT).click()
    page.wait_for_url("**/households/")
    page.goto(f"{steps}land/")
    land(page, survey_file("后山.zip"), photo(tmp_path), "后山集体林")
    page.goto(f"{steps}households/")
    households(page)
    # The session ends in the middle of it: one signs in and finds everything as it was.
    page.context.clear_cookies(name="sessionid")
    page.goto(f"{steps}papers/")
    sign_in(page, "village")
    page.wait_for_url("**/papers/")
    notice_and_papers(page, photo(tmp_path))
    page.locator(NEXT).click()
    page.wait_for_url("**/submit/**")
    number, code = hand_in(page)
    form = page.request.get(f"{page.url}form.pdf").body()
    said = "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(form)).pages)
    assert "后山集体林" in said
    assert number in said
    refused = "status of 422"  # the press before everything was filled in
    assert [fault for fault in watched.faults if refused not in fault] == []
    looks_up(open_page(PHONE)[0], site, number, code)
    rows = standing.ask("select person from applications_household order by id desc limit 2")
    assert all(PEOPLE[0][1] not in person for (person,) in rows)


def looks_up(stranger: Page, site: str, number: str, code: str) -> None:
    """Whoever holds the receipt sees the way, and no person on it."""
    stranger.goto(f"{site}/progress/?number={number}")
    stranger.fill("#id_code", code)
    stranger.get_by_role("button", name="查进度").click()
    stranger.wait_for_selector(".life")
    for name, resident, _ in PEOPLE:
        assert name not in stranger.content()
        assert resident not in stranger.content()


def test_a_second_window_is_warned_and_may_decide(site: str, open_page: Any) -> None:
    page, _ = open_page(PHONE)
    steps = begun(page, site, "farm")
    other = page.context.new_page()
    other.goto(f"{steps}applicant/")
    page.fill("#id_phone", "0855-1111111")
    with page.expect_response(autosaved):
        page.locator("#id_phone").blur()
    other.fill("#id_phone", "0855-2222222")
    with other.expect_response(lambda answer: answer.status == 409):
        other.locator("#id_phone").blur()
    expect(other.locator("[data-stale]")).to_contain_text("由您决定用哪个")
    other.locator(NEXT).click()
    other.wait_for_selector(".refusals")
    told = other.inner_text("main")
    assert "0855-1111111" in told
    assert other.input_value("#id_phone") == "0855-2222222"
    other.locator(NEXT).click()
    other.wait_for_url("**/land/")
    page.goto(f"{steps}applicant/")
    assert page.input_value("#id_phone") == "0855-2222222"
    page.goto(f"{site}/desk/apply/")
    page.locator("tr", has=page.locator(f"a[href*='{steps.split('/apply/')[1]}']")).get_by_role(
        "button", name="删除"
    ).click()
    page.wait_for_selector(".notice.good")


def test_what_was_typed_after_the_session_ended_is_there_again(site: str, open_page: Any) -> None:
    page, _ = open_page(PHONE)
    begun(page, site, "farm")
    page.context.clear_cookies(name="sessionid")
    page.fill("#id_phone", "0855-4444444")
    page.locator("#id_phone").blur()
    page.wait_for_url("**/login/**")
    with page.expect_response(autosaved):
        sign_in(page, "farm")
    expect(page.locator("#id_phone")).to_have_value("0855-4444444")
    page.reload()
    expect(page.locator("#id_phone")).to_have_value("0855-4444444")


def test_without_network_the_page_waits_and_saves_later(site: str, open_page: Any) -> None:
    page, _ = open_page(PHONE)
    begun(page, site, "farm")
    page.context.set_offline(True)
    page.fill("#id_phone", "0855-3333333")
    page.locator("#id_phone").blur()
    expect(page.locator("[data-offline]")).to_be_visible(timeout=SLOW_MS)
    with page.expect_response(autosaved):
        page.context.set_offline(False)
        page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator("[data-offline]")).to_be_hidden()
    page.reload()
    assert page.input_value("#id_phone") == "0855-3333333"


def test_without_script_every_step_is_a_plain_form(
    site: str, open_page: Any, tmp_path: Path
) -> None:
    page, _ = open_page(PHONE, java_script_enabled=False)
    steps = begun(page, site, "farm")
    page.fill("#id_phone", "0855-4444444")
    page.locator(NEXT).click()
    page.wait_for_url("**/land/")
    page.set_input_files("input[name=certificate-chosen]", photo(tmp_path))
    page.locator("#id_paper_certificate form[action$='/certificate/'] .btn").click()
    page.wait_for_url("**/land/**")
    page.goto(f"{steps}applicant/")
    assert page.input_value("#id_phone") == "0855-4444444"
    assert page.evaluate("1 + 1") == 2
