"""From nothing to a receipt on a telephone, with a lost session and a second window on the way."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
from PIL import Image
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser

Make = Callable[..., Path]
PHONE = {"width": 360, "height": 740}
PASSWORD = "qingshan-demo"  # noqa: S105  the demonstration's
WIDE = "document.documentElement.scrollWidth"
SLOW_MS = 60_000
PEOPLE = (
    ("杨某甲", "520103199001011236", "6217001234567890123"),
    ("李某乙", "520103198505052221", "6217001234567890456"),
)
NEXT = "button[form=step][value=next]"


def sign_in(page: Page, who: str) -> None:
    page.fill("#id_username", who)
    page.fill("#id_password", PASSWORD)
    page.locator("main form button").first.click()


def begun(page: Page, site: str, who: str) -> str:
    """A new draft, and the address of its steps."""
    page.goto(f"{site}/desk/apply/")
    sign_in(page, who)
    page.wait_for_url("**/desk/apply/")
    page.get_by_role("button", name="开始申请").click()
    page.wait_for_url("**/applicant/")
    return page.url.removesuffix("applicant/")


def photo(folder: Path) -> Path:
    path = folder / "photo.jpg"
    Image.new("RGB", (640, 480), "#8aa").save(path, "JPEG")
    return path


def send_photo(page: Page, kind: str, path: Path) -> None:
    """A photo is sent as soon as it is taken, and then stands in the list."""
    there = page.locator(f"#id_{kind} .lines li")
    before = there.count()
    page.set_input_files(f"input[name={kind}-photo]", path)
    expect(there).to_have_count(before + 1, timeout=SLOW_MS)


def land(page: Page, path: Path, photo_path: Path, name: str) -> None:
    page.set_input_files("#id_file", path)
    page.fill("#id_name", name)
    page.fill("#id_place", "三棵树镇南花村")
    page.fill("#id_tenure_number", "黔林证字第 0000123 号")
    page.locator(NEXT).click()
    page.wait_for_url("**/method/")
    page.locator(".steps a", has_text="林地").click()
    page.wait_for_url("**/land/")
    assert "6 个小班" in page.inner_text(".notice.good")
    send_photo(page, "certificate", photo_path)


def households(page: Page) -> None:
    told = re.search(r"申报面积 ([\d,.]+) 亩", page.inner_text("main"))
    assert told
    whole = round(float(told[1].replace(",", "")) * 100)
    areas = (whole // 2, whole - whole // 2)
    for count, ((name, resident, card), area) in enumerate(zip(PEOPLE, areas, strict=True), 1):
        page.locator("details", has=page.locator("#id_head_name")).evaluate("e => { e.open = true }")
        page.fill("#id_head_name", name)
        page.fill("#id_resident_id", resident)
        page.fill("#id_area_mu", f"{area / 100:.2f}")
        page.fill("#id_share", "50")
        page.fill("#id_bank_card", card)
        page.get_by_role("button", name="加上这一户").click()
        expect(page.locator("tbody tr")).to_have_count(count, timeout=SLOW_MS)


def sign(page: Page) -> None:
    sheet = page.locator("[data-sign] canvas")
    sheet.scroll_into_view_if_needed()
    box = sheet.bounding_box()
    assert box
    page.mouse.move(box["x"] + 20, box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 200, box["y"] + 20, steps=8)
    page.mouse.up()
    page.check("#id_declared")
    page.get_by_role("button", name="保存承诺和签名").click()
    expect(page.locator("[data-sign] img")).to_be_visible(timeout=SLOW_MS)


def test_a_village_applies_with_a_telephone_and_large_type(
    site: str, open_page: Any, survey_file: Make, tmp_path: Path, standing: Any
) -> None:
    page, watched = open_page(PHONE, has_touch=True)
    page.context.add_cookies([{"name": "elder", "value": "1", "url": site}])
    steps = begun(page, site, "village")
    assert page.evaluate("document.documentElement.className") == "elder"
    unnamed = "input:not([type=hidden]), select, textarea"
    labelled = "[...document.querySelectorAll('main form')].flatMap(f => [...f.querySelectorAll(%r)])"
    assert page.evaluate(f"({labelled % unnamed}).filter(e => !e.labels.length).length") == 0
    page.fill("#id_phone", "0855-1234567")
    page.locator(NEXT).click()
    page.wait_for_url("**/land/")
    taken = photo(tmp_path)
    # Days that no other test claims for this land.
    page.goto(f"{steps}method/")
    page.fill("#id_first_day", "2008-01-01")
    page.fill("#id_last_day", "2010-12-31")
    page.locator(NEXT).click()
    page.wait_for_url("**/households/")
    page.goto(f"{steps}land/")
    land(page, survey_file("后山.zip"), taken, "后山集体林")
    page.goto(f"{steps}households/")
    households(page)
    # The session ends in the middle of it: one signs in and finds everything as it was.
    page.context.clear_cookies(name="sessionid")
    page.goto(f"{steps}papers/")
    sign_in(page, "village")
    page.wait_for_url("**/papers/")
    page.fill("#id_notice_day", "2026-07-01")
    page.fill("#id_consent_total", "60")
    page.fill("#id_consent_agreed", "50")
    with page.expect_response(lambda answer: answer.request.headers.get("x-autosave") == "1"):
        page.locator("#id_consent_agreed").blur()
    for kind in ("identity", "notice_photo", "resolution"):
        send_photo(page, kind, taken)
    assert page.input_value("#id_consent_agreed") == "50"
    page.locator(NEXT).click()
    page.wait_for_url("**/submit/")
    page.get_by_role("button", name="提交申请").click()
    page.wait_for_selector(".refusals")
    assert "签名" in page.inner_text("main")
    page.get_by_role("link", name="去改正").click()
    sign(page)
    assert page.evaluate(WIDE) == PHONE["width"]
    page.get_by_role("button", name="提交申请").click()
    page.wait_for_url("**/desk/applications/**")
    told = page.inner_text("main")
    number, code = re.findall(r"SJ-\d{4}-\d{6}-\d", told)[0], re.findall(r"查询码 (\S+)", told)[0]
    assert page.evaluate(WIDE) == PHONE["width"]
    form = page.request.get(f"{page.url}form.pdf").body()
    said = "".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(form)).pages)
    assert "后山集体林" in said
    assert number in said
    stranger, _ = open_page(PHONE)
    stranger.goto(f"{site}/progress/?number={number}")
    stranger.fill("#id_code", code)
    stranger.get_by_role("button", name="查进度").click()
    stranger.wait_for_selector(".life")
    for name, resident, _ in PEOPLE:
        assert name not in stranger.content()
        assert resident not in stranger.content()
    rows = standing.ask("select person from applications_household order by id desc limit 2")
    assert all(PEOPLE[0][1] not in person for (person,) in rows)
    assert watched.faults == []


def test_a_second_window_is_warned_and_may_decide(site: str, open_page: Any) -> None:
    page, _ = open_page(PHONE)
    steps = begun(page, site, "farm")
    other = page.context.new_page()
    other.goto(f"{steps}applicant/")
    page.fill("#id_phone", "0855-1111111")
    with page.expect_response(lambda answer: answer.request.headers.get("x-autosave") == "1"):
        page.locator("#id_phone").blur()
    other.fill("#id_phone", "0855-2222222")
    with other.expect_response(lambda answer: answer.status == 409):
        other.locator("#id_phone").blur()
    expect(other.locator("[data-stale]")).to_be_visible()
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


def test_without_network_the_page_waits_and_saves_later(site: str, open_page: Any) -> None:
    page, _ = open_page(PHONE)
    begun(page, site, "farm")
    page.context.set_offline(True)
    page.fill("#id_phone", "0855-3333333")
    page.locator("#id_phone").blur()
    expect(page.locator("[data-offline]")).to_be_visible(timeout=SLOW_MS)
    with page.expect_response(lambda answer: answer.request.headers.get("x-autosave") == "1"):
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
    page.locator("#id_certificate ~ *, form[action$='/certificate/'] .btn").last.click()
    page.wait_for_url("**/land/**")
    page.goto(f"{steps}applicant/")
    assert page.input_value("#id_phone") == "0855-4444444"
    assert page.evaluate("1 + 1") == 2
