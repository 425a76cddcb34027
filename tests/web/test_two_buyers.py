"""Two buyers want one lot: one wins, the other learns what happened, what is left, what to do."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.test_desk import sign_in

pytestmark = pytest.mark.browser

DESK, PHONE = {"width": 1366, "height": 768}, {"width": 360, "height": 740}
BOUGHT = "location.pathname.startsWith('/desk/deals/CJ-')"
SEND = "document.querySelector('form.form').requestSubmit()"


def offered(open_page: Any, site: str, standing: Any, tonnes: int) -> tuple[str, str]:
    """An offer that a holder makes on the pages and the operator admits: number and ticket."""
    page, _ = open_page(DESK)
    ((asset, party),) = standing.ask(
        "select asset, seller_id from exchange_listing where state = 'open'"
        " and zone = '' order by id desc limit 1"
    )
    ticket = str(asset).removeprefix("ticket:")
    sign_in(page, site, "taijiang")
    page.goto(f"{site}/desk/offer/{ticket}/{party}/")
    page.fill("#id_tonnes", str(tonnes))
    page.fill("#id_price", "81.50")
    page.get_by_role("button", name="挂牌", exact=True).click()
    page.wait_for_url("**/desk/")
    ((number,),) = standing.ask("select number from exchange_listing order by id desc limit 1")
    operator, _ = open_page(DESK)
    sign_in(operator, site, "operator")
    operator.goto(f"{site}/desk/trading/listings/")
    waiting = operator.locator("tr", has_text=str(number))
    waiting.get_by_role("button", name="通过", exact=True).click()
    expect(operator.locator("body")).to_contain_text(f"已挂牌：{number}")
    return str(number), ticket


def filled(page: Page, site: str, number: str, tonnes: int) -> None:
    page.goto(f"{site}/market/{number}/take/")
    page.fill("#id_tonnes", str(tonnes))
    page.select_option("#id_purpose", "event")


def test_one_wins_and_the_other_gets_a_sentence_that_helps(
    site: str, open_page: Any, standing: Any
) -> None:
    number, ticket = offered(open_page, site, standing, 30)
    buyers = [open_page(DESK)[0], open_page(PHONE)[0]]
    for page, name in zip(buyers, ("buyer", "brewery"), strict=True):
        sign_in(page, site, name)
        filled(page, site, number, 30)
    for page in buyers:
        page.evaluate(SEND)
    for page in buyers:
        page.wait_for_function(f"{BOUGHT} || document.title.includes('挂牌')")
    (winner,) = [page for page in buyers if page.evaluate(BOUGHT)]
    (loser,) = [page for page in buyers if page is not winner]
    expect(winner.locator("main")).to_contain_text("已办理")
    said = loser.locator("main")
    expect(said).to_contain_text(
        "其他买方已先成交，剩余 0 吨。您的这一笔没有成交，资金没有被占用。"
    )
    expect(said).to_contain_text(f"碳票 {ticket} 的其他挂牌")
    deals = standing.ask(f"select count(*) from exchange_trade where \"order\" = '{number}'")
    assert deals == [(1,)]
    # What to do is one press away, and the page stands within a telephone.
    wide = loser.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wide <= 0
    loser.get_by_role("link", name="发布求购").click()
    loser.wait_for_url(f"**/market/tickets/{ticket}/bid/")


def test_who_wants_more_than_is_left_is_told_how_much_there_is(
    site: str, open_page: Any, standing: Any
) -> None:
    number, _ = offered(open_page, site, standing, 20)
    first, second = open_page(DESK)[0], open_page(DESK)[0]
    for page, name in ((first, "buyer"), (second, "brewery")):
        sign_in(page, site, name)
        filled(page, site, number, 15)
    first.get_by_role("button", name="确认买入").click()
    first.wait_for_url("**/desk/deals/CJ-*/")
    second.get_by_role("button", name="确认买入").click()
    told = second.locator("main")
    expect(told).to_contain_text("该挂牌只剩 5 吨，您申请 15 吨。")
    expect(told).to_contain_text("剩余 5 吨")
    second.fill("#id_tonnes", "5")
    second.get_by_role("button", name="确认买入").click()
    second.wait_for_url("**/desk/deals/CJ-*/")
