"""From an application to a ticket in a stranger's hands: every role in a browser of its own.

The story takes weeks, so its site has a clock that goes behind the real one: it begins as many
working days ago as the stages take, and ends now.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from qingshan.apps.base.clock import now
from qingshan.apps.walks.days import days_until
from tests.web.applying import farm_applies
from tests.web.journeying import (
    NAME,
    PASSWORD,
    Office,
    casework,
    charge,
    chosen,
    draw,
    lie_open,
    listed,
    measure,
    sign,
    stranger_trusts,
    verify,
    vote,
)

pytestmark = pytest.mark.browser

DAYS = ("2019-01-01", "2023-12-31")


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


@pytest.fixture(scope="module")
def journey(browser: Browser, past_site: Any) -> Iterator[Office]:
    """The same roles on the site whose clock goes behind."""
    opened = Office(browser, past_site.running.url, {})
    yield opened
    opened.leave()


@pytest.mark.django_db
def test_journey(journey: Office, past_site: Any, survey_file: Callable[..., Path]) -> None:
    """Every stage through the pages of those whose turn it is; no stage can be left out."""
    days, office, standing = days_until(now()), journey, past_site.running

    def at(moment: datetime) -> None:
        office.leave()
        past_site.at(moment)

    at(days.applied)
    farm_applies(office.desk("farm"), office.site, survey_file("三江村.zip"), NAME, DAYS)
    charge(office)
    assert office.waiting("measurer") == [], "no office has accepted the case"
    at(days.accepted)
    casework(office)
    at(days.measured)
    measure(office, standing)
    at(days.opened)
    lie_open(office)
    verify(office)
    assert chosen(office, "forestry") == "", "the notice runs, and no expert has voted"
    at(days.closed)
    office.press("registrar", "结束公示")
    at(days.drawn)
    draw(office, standing)
    at(days.voted)
    vote(office, standing)
    at(now())
    sign(office)
    (number,) = listed(office)
    state = f"select state from casework_case where title = '{NAME}'"
    assert standing.ask(state) == [("closed",)]
    stranger_trusts(office, number)
    farm = office.desk("farm")
    assert farm.locator("table a", has_text=number).count() >= 1
