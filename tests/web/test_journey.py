"""From an application to a ticket in a stranger's hands: every role in a browser of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.web.applying import farm_applies

pytestmark = pytest.mark.browser

DESK = {"width": 1366, "height": 768}
PASSWORD = "qingshan-demo"
NAME = "三江村集体林碳汇项目"
DAYS = ("2019-01-01", "2023-12-31")


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

    def waiting(self, who: str) -> list[str]:
        """What the inbox of a role offers for our case."""
        return self.desk(who).locator("tr", has_text=NAME).locator(".btn").all_inner_texts()

    def follow(self, who: str) -> Page:
        """Open the one task that waits for a role in our case."""
        page = self.desk(who)
        task = page.locator("tr", has_text=NAME).locator("a.btn")
        assert task.count() == 1
        task.click()
        return page

    def sign(self, who: str, button: str) -> str:
        """Choose our report at the signing desk and press a button; answer what was done."""
        page = self.desk(who)
        page.goto(f"{self.site}/desk/sign/")
        page.locator("tr", has_text=NAME).locator("input[type=checkbox]").check()
        page.get_by_role("button", name=button).click()
        page.wait_for_selector("[aria-live=polite] table")
        return page.inner_text("[aria-live=polite]")


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


def test_journey(office: Office, standing: Any, survey_file: Callable[..., Path]) -> None:
    """One office alone brings nothing into the register; a second press does nothing."""
    farm_applies(office.desk("farm"), office.site, survey_file("三江村.zip"), NAME, DAYS)
    measured = "select count(*) from projects_run"
    (before,) = standing.ask(measured)[0]
    page = office.follow("measurer")
    page.get_by_role("button", name="计量", exact=True).dblclick()
    page.wait_for_selector("[role=status]")
    assert standing.ask(measured) == [(before + 1,)]
    page = office.follow("measurer")
    page.get_by_role("button", name="报送报告").click()
    page.wait_for_selector("[role=status]")
    assert office.waiting("measurer") == []
    _verify(office)

    assert _listed(office) == []
    office.sign("forestry", "省林业局会签所选")
    page = office.desk("registrar")
    page.goto(f"{office.site}/desk/sign/")
    assert page.locator("tr", has_text=NAME).locator("input[type=checkbox]").count() == 0
    assert _listed(office) == []

    office.sign("ecology", "省生态环境厅会签所选")
    assert _listed(office) == []
    told = office.sign("registrar", "签发所选")
    numbers = _listed(office)
    assert len(numbers) == 1
    assert numbers[0] in told
    _stranger_trusts(office, numbers[0])
    farm = office.desk("farm")
    assert farm.locator("table a", has_text=numbers[0]).count() >= 1


def _verify(office: Office) -> None:
    """Another quantity than the claimed one is refused with a sentence, the equal one is not."""
    page = office.follow("verifier")
    claimed = page.locator(".figures").inner_text()
    found = re.search(r"[\d,]+\.\d{4}|[\d,]+", claimed)
    assert found
    page.get_by_role("link", name="出具核查结论").click()
    for quantity in ("1", found[0].replace(",", "")):
        page.fill("#id_tonnes", quantity)
        page.fill("#id_finding", "复算一致，未发现不符合项。")
        page.check("#id_agreed")
        page.get_by_role("button", name="复算并出具结论").click()
        if quantity == "1":
            page.wait_for_selector(".refusals")
            assert "怎么办" in page.inner_text(".refusals")
    page.wait_for_selector("[role=status]")


def _listed(office: Office) -> list[str]:
    """The numbers under which a stranger finds the project in the register."""
    page = office.stranger()
    page.goto(f"{office.site}/register/?q={NAME}")
    found = page.locator("main table a[href*='/tickets/']").all_inner_texts()
    page.context.close()
    return found


def _stranger_trusts(office: Office, number: str) -> None:
    page = office.stranger()
    page.goto(f"{office.site}/tickets/{number}/")
    assert "三棵树镇南花村" in page.inner_text("main")
    href = page.get_by_role("link", name="下载碳票 PDF").get_attribute("href")
    data = page.request.get(f"{office.site}{href}").body()
    page.goto(f"{office.site}/verify/")
    paper = {"name": "ticket.pdf", "mimeType": "application/pdf", "buffer": data}
    page.set_input_files("input[type=file]", paper)
    page.get_by_role("button", name="核对文件").click()
    page.wait_for_selector(".facts")
    assert "文件真实、未被改动" in page.inner_text("main")
    assert number in page.inner_text(".facts")
    page.context.close()
