"""An application in a browser, step by step, for the tests that need one."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Page, expect

PASSWORD = "qingshan-demo"
SLOW_MS = 60_000
PEOPLE = (
    ("杨某甲", "520103199001011236", "6217001234567890123"),
    ("李某乙", "520103198505052221", "6217001234567890456"),
)
NEXT = "button[form=step][value=next]"


def autosaved(answer: Any) -> bool:
    """A step was saved in the background."""
    return bool(answer.request.headers.get("x-autosave") == "1")


def sign_in(page: Page, who: str) -> None:
    page.fill("#id_username", who)
    page.fill("#id_password", PASSWORD)
    page.locator("main form button").first.click()


def begun(page: Page, site: str, who: str) -> str:
    """A new draft, and the address of its steps."""
    page.goto(f"{site}/desk/apply/")
    if "/login/" in page.url:
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
    there = page.locator(f"#id_paper_{kind} .lines li")
    before = there.count()
    page.set_input_files(f"input[name={kind}-photo]", path)
    expect(there).to_have_count(before + 1, timeout=SLOW_MS)


def land(page: Page, path: Path, photo_path: Path, name: str) -> None:
    page.set_input_files("#id_file", path)
    page.fill("#id_name", name)
    page.fill("#id_place", "三棵树镇南花村")
    page.fill("#id_tenure_number", "黔林证字第 0000123 号")
    address = page.url
    page.locator(NEXT).click()
    page.wait_for_url("**/method/")
    page.goto(address)
    assert "6 个小班" in page.inner_text(".notice.good")
    send_photo(page, "certificate", photo_path)


def households(page: Page) -> None:
    told = re.search(r"申报面积 ([\d,.]+) 亩", page.inner_text("main"))
    assert told
    whole = round(float(told[1].replace(",", "")) * 100)
    areas = (whole // 2, whole - whole // 2)
    for count, ((name, resident, card), area) in enumerate(zip(PEOPLE, areas, strict=True), 1):
        page.locator("details", has=page.locator("#id_head_name")).evaluate(
            "e => { e.open = true }"
        )
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


def farm_applies(page: Page, site: str, path: Path, name: str, days: tuple[str, str]) -> None:
    """A state farm, which needs no households, from nothing to the receipt."""
    steps = begun(page, site, "farm")
    page.fill("#id_phone", "0855-1234567")
    page.locator(NEXT).click()
    page.wait_for_url("**/land/")
    page.goto(f"{steps}method/")
    for field, day in zip(("first_day", "last_day"), days, strict=True):
        page.fill(f"#id_{field}", day)
    page.locator(NEXT).click()
    page.wait_for_url("**/households/")
    taken = photo(path.parent)
    page.goto(f"{steps}land/")
    land(page, path, taken, name)
    page.goto(f"{steps}papers/")
    for kind in ("identity", "approval"):
        send_photo(page, kind, taken)
    page.goto(f"{steps}submit/")
    sign(page)
    page.get_by_role("button", name="提交申请").click()
    page.wait_for_url("**/desk/applications/**")
