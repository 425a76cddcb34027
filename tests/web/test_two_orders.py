"""Two buyers confirm orders of the same offers at once: one is made whole, the other not at all."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.test_desk import sign_in
from tests.web.test_two_buyers import DESK, PHONE, SEND, offered

pytestmark = pytest.mark.browser

DONE = "location.pathname.startsWith('/desk/pick-orders/')"
TOLD = "document.querySelector('main').innerText.includes('一笔也没有成交')"
HOLDS = (
    "select books_hold.key, owner from books_hold"
    " join books_account on books_account.id = source_id"
    " join books_asset on books_asset.id = asset_id where code = 'CNY'"
)
"""Whose money was ever set aside: the worker may deliver older deals meanwhile, a hold stays."""
DEALS = 'select "order", quantity / 10000, pick_order_id from exchange_trade'


def asked_for(standing: Any, ticket: str, tonnes: int, offers: tuple[str, ...]) -> str:
    """What is looked for: so much of a ticket, made up by these offers alone."""
    open_now = standing.ask("select number from exchange_listing where state = 'open'")
    others = [f"&without={number}" for (number,) in open_now if number not in offers]
    return f"tonnes={tonnes}&ticket={ticket}{''.join(others)}"


def met(site: str, open_page: Any, asked: str, lines: str) -> tuple[Page, Page]:
    """Two buyers see the same plan and confirm at once: the page of the winner and the other's."""
    pages = []
    for name, size in (("buyer", DESK), ("brewery", PHONE)):
        page, _ = open_page(size)
        sign_in(page, site, name)
        page.goto(f"{site}/market/pick/?{asked}")
        assert page.input_value("[name=lines]") == lines
        page.select_option("#id_purpose", "event")
        page.check("#id_is_unrelated")
        pages.append(page)
    for page in pages:
        page.evaluate(SEND)
    for page in pages:
        page.wait_for_function(f"{DONE} || {TOLD}")
    (winner,) = [page for page in pages if page.evaluate(DONE)]
    (loser,) = [page for page in pages if page is not winner]
    return winner, loser


def holders(standing: Any, before: list[Any]) -> list[str]:
    """Whose money was set aside since then, once for each hold."""
    return [owner for key, owner in standing.ask(HOLDS) if (key, owner) not in before]


def fits_phone(page: Page) -> bool:
    """Whether the page stands within 360 px, whoever of the two has it."""
    page.set_viewport_size(PHONE)
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_one_order_is_made_whole_and_the_other_is_told_what_is_left(
    site: str, open_page: Any, standing: Any
) -> None:
    first, ticket = offered(open_page, site, standing, 12)
    second, _ = offered(open_page, site, standing, 18)
    before, deals = standing.ask(HOLDS), standing.ask(DEALS)
    asked = asked_for(standing, ticket, 20, (first, second))
    winner, loser = met(site, open_page, asked, f"{first}:12 {second}:8")
    expect(winner.locator("main")).to_contain_text(first)
    expect(winner.locator("main")).to_contain_text(second)
    made = [deal for deal in standing.ask(DEALS) if deal not in deals]
    assert sorted(deal[:2] for deal in made) == sorted([(first, 12), (second, 8)])
    assert len({order for _, _, order in made}) == 1, "all of one order"
    held = holders(standing, before)
    assert (len(held), len(set(held))) == (2, 1), "nothing of the other's is held"
    said = loser.locator("main")
    expect(said).to_contain_text("来晚一步：您确认的 2 笔挂牌中有 1 笔")
    expect(said).to_contain_text("您什么也没有买入，资金没有被占用。")
    expect(said).to_contain_text("现在的挂牌还能排出 1 笔，共 10 吨")
    expect(said).to_contain_text("比您要的少 10 吨")
    assert fits_phone(loser)
    loser.get_by_role("link", name="按现在的挂牌重新排列").click()
    loser.wait_for_function(f"!{TOLD}")
    assert loser.input_value("[name=lines]") == f"{second}:10"
    loser.select_option("#id_purpose", "event")
    loser.check("#id_is_unrelated")
    loser.get_by_role("button", name="确认摘牌").click()
    loser.wait_for_function(DONE)
    expect(loser.locator("main")).to_contain_text(second)
    assert fits_phone(loser)


def test_who_finds_nothing_left_is_told_so(site: str, open_page: Any, standing: Any) -> None:
    first, ticket = offered(open_page, site, standing, 7)
    second, _ = offered(open_page, site, standing, 5)
    before, deals = standing.ask(HOLDS), standing.ask(DEALS)
    asked = asked_for(standing, ticket, 12, (first, second))
    _, loser = met(site, open_page, asked, f"{first}:7 {second}:5")
    made = [deal for deal in standing.ask(DEALS) if deal not in deals]
    assert sorted(deal[:2] for deal in made) == sorted([(first, 7), (second, 5)])
    held = holders(standing, before)
    assert (len(held), len(set(held))) == (2, 1)
    said = loser.locator("main")
    expect(said).to_contain_text("来晚一步：您确认的 2 笔挂牌中有 2 笔")
    expect(said).to_contain_text("现在没有符合条件的挂牌了。")
    assert fits_phone(loser)
    said.get_by_role("link", name="看全部挂牌").first.click()
    loser.wait_for_url("**/market/offers/")
