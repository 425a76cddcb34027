"""Signing in, the empty application and acts of the wrong person, in a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

pytestmark = pytest.mark.browser

DESK = {"width": 1366, "height": 768}
PASSWORD = "qingshan-demo"


@dataclass
class Office:
    """A browser for each role, signed in on first use."""

    browser: Browser
    site: str
    pages: dict[str, Page]

    def desk(self, who: str) -> Page:
        page = self.pages.get(who) or self._signed_in(who)
        page.goto(f"{self.site}/desk/")
        return page

    def _signed_in(self, who: str) -> Page:
        page = self.stranger()
        page.goto(f"{self.site}/desk/")
        assert "/login/" in page.url
        page.fill("#id_username", who)
        page.fill("#id_password", PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url("**/desk/")
        self.pages[who] = page
        return page

    def stranger(self) -> Page:
        context: BrowserContext = self.browser.new_context(
            viewport=DESK, locale="zh-CN", timezone_id="Asia/Shanghai"
        )
        context.set_default_timeout(60_000)
        return context.new_page()


@pytest.fixture(scope="module")
def office(browser: Browser, site: str) -> Iterator[Office]:
    opened = Office(browser, site, {})
    yield opened
    for page in opened.pages.values():
        page.context.close()


@pytest.mark.parametrize(("prefix", "words"), [("", r"[\u4e00-\u9fff]"), ("/en", r"[A-Z][a-z]+ ")])
def test_wrong_password(site: str, desk: Page, prefix: str, words: str) -> None:
    desk.goto(f"{site}{prefix}/login/")
    desk.fill("#id_username", "farm")
    desk.fill("#id_password", "not-the-password")
    desk.locator("main form button").click()
    told = desk.inner_text("#errors")
    assert re.search(words, told)
    if prefix:
        assert not re.search(r"[\u4e00-\u9fff]", told)
    assert "/login/" in desk.url
    assert desk.input_value("#id_password") == ""


def test_strangers_are_sent_to_sign_in_and_come_back(site: str, desk: Page) -> None:
    desk.goto(f"{site}/desk/apply/")
    assert "/login/" in desk.url
    desk.fill("#id_username", "farm")
    desk.fill("#id_password", PASSWORD)
    desk.get_by_role("button", name="登录").click()
    desk.wait_for_url("**/desk/apply/")
    desk.goto(f"{site}/")
    desk.get_by_role("button", name="退出").or_(desk.get_by_role("link", name="退出")).first.click()
    desk.goto(f"{site}/desk/")
    assert "/login/" in desk.url


def test_empty_application_leads_to_its_fields(office: Office) -> None:
    page = office.desk("farm")
    page.get_by_role("link", name="提交申请").click()
    page.get_by_role("button", name="开始申请").click()
    page.wait_for_url("**/applicant/")
    page.goto(page.url.replace("/applicant/", "/submit/"))
    page.get_by_role("button", name="提交申请").click()
    page.wait_for_selector(".refusals")
    links = page.get_by_role("link", name="去改正")
    targets = [links.nth(place).get_attribute("href") or "" for place in range(links.count())]
    assert [re.search(r"/(\w+)/#", target)[1] for target in targets] == [
        "applicant", "land", "papers", "submit",
    ]  # fmt: skip
    for target in targets:
        page.goto(f"{office.site}{target}")
        assert page.locator(target[target.index("#") :]).count() == 1


def test_who_may_not_act_gets_a_sentence(office: Office, standing: Any) -> None:
    page = office.desk("farm")
    token = next(c["value"] for c in page.context.cookies() if c["name"] == "csrftoken")
    before = standing.kept()
    answer = page.request.post(
        f"{office.site}/desk/act/",
        form={"act": "sign_forestry", "subject": "1", "key": "x", "csrfmiddlewaretoken": token},
        headers={"Referer": f"{office.site}/desk/"},
    )
    assert answer.status in {403, 409, 422}
    assert "怎么办" in answer.text()
    assert standing.kept() == before
