"""Signing in by a real browser with a key that Chromium pretends to hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1366, "height": 768}
PASSWORD = "qingshan-demo"


@pytest.fixture
def named(site: str) -> str:
    """The site by its name: keys are bound to names, never to addresses."""
    return site.replace("127.0.0.1", "localhost")


def come(page: Page, site: str, who: str) -> None:
    page.goto(f"{site}/login/")
    page.fill("#id_username", who)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="登录").click()


def hold_a_key(page: Page) -> None:
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True,
        "hasUserVerification": True, "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }  # fmt: skip
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_a_key_is_registered_and_asked_for(named: str, open_page: Any) -> None:
    page, watched = open_page(PHONE)
    hold_a_key(page)
    come(page, named, "court")
    page.wait_for_url("**/desk/")
    page.goto(f"{named}/account/factors/")
    page.fill("#key_name", "庭里的密钥")
    page.get_by_role("button", name="登记安全密钥").click()
    page.get_by_text("庭里的密钥").wait_for()
    page.goto(f"{named}/account/")
    page.context.clear_cookies()
    come(page, named, "court")
    page.wait_for_url("**/login/factor/")
    page.get_by_role("button", name="使用安全密钥").click()
    page.wait_for_url("**/desk/")
    page.goto(f"{named}/account/factors/")
    page.get_by_role("button", name="停用").click()
    page.get_by_text("还没有登记").wait_for()
    assert watched.faults == []


def test_without_the_key_one_stays_outside(named: str, open_page: Any) -> None:
    page, _ = open_page(DESK)
    hold_a_key(page)
    come(page, named, "expert")
    page.wait_for_url("**/desk/")
    page.goto(f"{named}/account/factors/")
    page.get_by_role("button", name="登记安全密钥").click()
    page.get_by_role("button", name="停用").wait_for()
    other, _ = open_page(DESK)
    hold_a_key(other)
    come(other, named, "expert")
    other.wait_for_url("**/login/factor/")
    other.get_by_role("button", name="使用安全密钥").click()
    other.get_by_text("安全密钥没有通过验证").wait_for()
    page.goto(f"{named}/account/factors/")
    page.get_by_role("button", name="停用").click()
    page.get_by_text("还没有登记").wait_for()


def test_by_an_address_keys_are_said_to_be_impossible(site: str, open_page: Any) -> None:
    page, _ = open_page(DESK)
    come(page, site, "court")
    page.wait_for_url("**/desk/")
    page.goto(f"{site}/account/factors/")
    assert "用 IP 地址打开时不能登记" in page.inner_text("main")
    assert page.query_selector("[data-key-options]") is None


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["360", "1366"])
@pytest.mark.parametrize("language", ["", "/en"])
def test_pages_of_an_account_fit(
    site: str, open_page: Any, probe: Callable[..., list[Any]], size: dict[str, int], language: str
) -> None:
    page, watched = open_page(size)
    come(page, site, "registrar")
    page.wait_for_url("**/desk/")
    paths = ("login", "join", "password", "account", "account/factors", "account/enrol")
    paths += ("account/factors/authenticator", "desk/parties", "desk/people", "account/privacy")
    for path in paths:
        page.goto(f"{site}{language}/{path}/")
        for question in ("tooWide", "lowContrast", "unnamed", "brokenHeadings"):
            assert probe(page, question) == [], f"{path}: {question}"
    assert watched.faults == []
    assert urlsplit(page.url).path.endswith("/privacy/")
