"""Reading without hindrance: languages, large type, keyboard, paper."""

from __future__ import annotations

import io
import re
from typing import Any
from urllib.parse import urlsplit

import pypdf
import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
OUTLINED = """() => {
  const style = getComputedStyle(document.activeElement);
  const outlined = parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none";
  return outlined || style.boxShadow !== "none";
}"""
FOCUS = "(document.activeElement.innerText || document.activeElement.className).trim()"


def test_language_keeps_page_and_question(site: str, desk: Page, ticket: str) -> None:
    desk.goto(f"{site}/tickets/{ticket}/")
    desk.locator(".tools a[lang=en]").click()
    assert urlsplit(desk.url).path == f"/en/tickets/{ticket}/"
    assert desk.get_attribute("html", "lang") == "en"
    assert desk.inner_text("h1").startswith("Forestry carbon ticket")
    desk.locator(".tools a[lang^=zh]").click()
    assert urlsplit(desk.url).path == f"/tickets/{ticket}/"
    desk.goto(f"{site}/register/?q=林场")
    desk.locator(".tools a[lang=en]").click()
    assert desk.input_value("input[name=q]") == "林场"


def test_large_type_keeps_the_page(site: str, open_page: Any, ticket: str) -> None:
    page, _ = open_page(PHONE)
    page.goto(f"{site}/tickets/{ticket}/")
    page.click(".menu > summary")
    page.locator(".menu a", has_text="长辈版").or_(
        page.locator(".menu button", has_text="长辈版")
    ).click()
    page.wait_for_load_state()
    assert urlsplit(page.url).path == f"/tickets/{ticket}/"
    assert page.locator("html.elder").count() == 1
    page.goto(f"{site}/en/verify/")
    assert page.locator("html.elder").count() == 1


def test_keyboard_reaches_everything(site: str, desk: Page) -> None:
    desk.goto(f"{site}/")
    reached = []
    for _ in range(16):
        desk.keyboard.press("Tab")
        reached.append(desk.evaluate(FOCUS))
        assert desk.evaluate(OUTLINED), reached[-1]
    assert reached[0] == "跳到正文"
    order = [reached.index(name) for name in ("登记簿", "市场", "English", "先看能不能做")]
    assert order == sorted(order)
    desk.locator("a.btn.main").focus()
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/check/")


def test_menu_by_keyboard(site: str, phone: Page) -> None:
    phone.goto(f"{site}/")
    phone.locator(".menu > summary").focus()
    phone.keyboard.press("Enter")
    assert phone.locator(".menu nav").is_visible()
    phone.keyboard.press("Escape")
    assert not phone.locator(".menu nav").is_visible()
    assert phone.evaluate("document.activeElement.localName") == "summary"


def test_paper_holds_the_ticket_and_no_navigation(site: str, desk: Page, ticket: str) -> None:
    desk.goto(f"{site}/tickets/{ticket}/")
    desk.emulate_media(media="print")
    for hidden in (".nav", ".tools", ".btn", ".foot nav"):
        assert not desk.locator(hidden).first.is_visible(), hidden
    printed = pypdf.PdfReader(io.BytesIO(desk.pdf(format="A4")))
    text = re.sub(r"\s", "", "".join(page.extract_text() for page in printed.pages))
    assert ticket in text
    assert "打印于" in text
    assert "长辈版" not in text
    assert len(printed.pages) <= 6
