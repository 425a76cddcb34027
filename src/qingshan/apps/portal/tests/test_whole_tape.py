"""The whole tape, as a stranger meets it; the market's page leads there and to all offers."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.tests.conftest import Market
from qingshan.apps.exchange.verbs.correct_trade import correct_trade
from qingshan.apps.exchange.verbs.take_listing import take_listing
from qingshan.apps.portal.tests.conftest import (
    CSV,
    DEALS,
    DEALT,
    HERE,
    LISTED,
    OFFERS,
    copies,
    numbers,
    onward,
    page,
    told,
)
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db
YEAR = datetime(2024, 5, 6, 10, tzinfo=SHANGHAI)


@pytest.fixture
def tape(fair: Market) -> Market:
    """Deals of two tickets, for three uses, by two modes and in two years; one was led back."""
    first = Trade.objects.get()
    second = take_listing(
        fair.call("buyer"),
        listing=fair.open[1].pk,
        buyer=fair.office.party("buyer"),
        quantity=carbon(2),
        purpose="event",
    )
    fair.settle(second)
    wrong = fair.settle(fair.take(fair.open[0], 4))
    correct_trade(fair.call("operator"), trade=wrong.pk, reason="录入有误")
    fair.waiting = fair.take(fair.open[0], 1)
    (old,) = copies(Trade, second, 1, mode="block", purpose="public_good", settled=YEAR)
    fair.deals = (wrong, second, first, old)
    return fair


def test_the_tape_tells_every_settled_deal_newest_first(tape: Market) -> None:
    text = page(DEALS)
    assert told(DEALT, text) == numbers(tape.deals)
    assert tape.waiting.number not in text
    assert text.count("已更正<") == 1
    assert tape.office.cast["buyer"].party.name not in text
    assert "共 4 条" in text, "the one that was led back is on the tape"
    assert "more than" not in page(DEALS, language="/en")


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ({"purpose": "event"}, (1,)),
        ({"purpose": "judicial"}, ()),
        ({"mode": "block"}, (3,)),
        ({"mode": "listing"}, (0, 1, 2)),
        ({"mode": "listing", "purpose": "own_emissions"}, (0, 2)),
        ({"year": "2024"}, (3,)),
        ({"year": "2023"}, ()),
        ({"year": "2024", "mode": "listing"}, ()),
    ],
    ids=str,
)
def test_the_tape_and_its_file_are_narrowed_alike(
    tape: Market, asked: dict[str, str], places: tuple[int, ...]
) -> None:
    wanted = [tape.deals[place].number for place in places]
    text = page(DEALS, **asked)
    assert told(DEALT, text) == wanted
    assert f"共 {len(places)} 条" in text
    lines = page(CSV, **asked).removeprefix("\ufeff").splitlines()
    assert lines[0].startswith("number,ticket,tonnes")
    assert [line.split(",")[0] for line in lines[1:]] == wanted
    if places:
        (link,) = told(r'href="([^"]*trades\.csv[^"]*)"', text)
        answer = Client().get(link.replace("&amp;", "&"))
        assert answer.getvalue().decode() == page(CSV, **asked), "the link keeps what was asked"


def test_the_tape_of_a_ticket(tape: Market) -> None:
    number = tape.tickets[0].number
    for typed in (number, number.lower()):
        assert told(DEALT, page(DEALS, ticket=typed)) == numbers(tape.deals[::2])
    assert (
        f"{reverse(DEALS)}?ticket={number}"
        in Client().get(reverse("series", args=[number])).content.decode()
    )


def sums(text: str) -> list[list[str]]:
    """Deals, quantity, amount and mean of each use that the page adds up."""
    table = text.partition("分用途合计")[2].partition("逐笔成交")[0]
    return [told(r"[\d,.]+", re.sub(r"<[^>]+>", " ", row)) for row in table.split("<tr")[2:]]


def test_sums_by_use_leave_out_what_was_led_back(tape: Market) -> None:
    public, event, own = "162.00", "162.00", "183.00"
    whole = sums(page(DEALS))
    assert [row[:3] for row in whole] == [["1", "2", event], ["1", "3", own], ["1", "2", public]]
    assert sums(page(DEALS, purpose="event"))[0][:4] == ["1", "2", event, "81.00"]
    narrow = sums(page(DEALS, purpose="own_emissions", mode="listing"))
    assert narrow[0][:4] == ["1", "3", own, "61.00"], "of two deals one counts"
    assert sums(page(DEALS, year="2023")) == []


def test_a_long_tape_is_counted_where_that_is_at_hand_and_followed_by_pages(tape: Market) -> None:
    day = timedelta(days=1)
    copies(Trade, tape.deals[3], 1_050, settled=lambda place: YEAR - day * (place // 30))
    text = page(DEALS)
    assert "共 1,054 条" in text
    assert sums(text)
    narrow = page(DEALS, mode="block")
    assert "超过 1,000 条" in narrow
    assert "分用途合计" not in narrow, "they would have to be looked at one by one"
    assert "全部 1,054 笔成交" in page("market")
    seen, text = [], page(DEALS, year="2024", mode="block")
    for _ in range(4):
        seen.append(told(DEALT, text))
        ways = onward(text, "prev"), onward(text, "next")
        text = Client().get(reverse(DEALS) + ways[1]).content.decode()
        assert "mode=block" in ways[1]
    every = Trade.objects.filter(mode="block").order_by("-settled", "-pk")
    assert [one for some in seen for one in some] == numbers(every[:80])
    back = Client().get(reverse(DEALS) + onward(text, "prev")).content.decode()
    assert told(DEALT, back) == seen[3]


def test_twenty_deals_take_as_many_statements_as_one(tape: Market, statements_sent: Any) -> None:
    def sent() -> int:
        with statements_sent() as statements:
            page(DEALS, mode="block")
        return len(statements)

    sent()
    few = sent()
    copies(Trade, tape.deals[3], 19)
    assert sent() == few


def test_the_market_leads_to_both_lists_and_says_how_long_they_are(tape: Market) -> None:
    text = page("market")
    for name, words in ((OFFERS, "全部 3 笔挂牌"), (DEALS, "全部 4 笔成交")):
        assert re.search(rf'href="{reverse(name)}">{words}<', text), name
    copies(Listing, tape.open[1], 60)
    text = page("market")
    assert len(told(LISTED, text)) == 50
    assert "全部 63 笔挂牌" in text
    copies(Listing, tape.open[1], 940, price_fen=fen("95.00"))
    assert "全部挂牌，超过 1,000 笔" in page("market")


@pytest.mark.parametrize("name", [OFFERS, DEALS, CSV])
@pytest.mark.parametrize("language", ["", "/en"])
def test_what_an_address_asks_and_the_list_does_not_know_is_refused(
    name: str, language: str
) -> None:
    assert "E-PO-01" in page(name, 422, language, contry=HERE)


@pytest.mark.parametrize(
    ("name", "wrong"),
    [
        (OFFERS, {"county": "000000"}),
        (OFFERS, {"method": "x"}),
        (OFFERS, {"vintage": "19"}),
        (OFFERS, {"ceiling": "80.5"}),
        (OFFERS, {"least": "0"}),
        (OFFERS, {"before": "x"}),
        (DEALS, {"purpose": "x"}),
        (DEALS, {"mode": "x"}),
        (DEALS, {"year": "26"}),
        (DEALS, {"after": "99999999"}),
        (CSV, {"mode": "x"}),
    ],
)
def test_values_that_do_not_fit_are_refused(name: str, wrong: dict[str, str]) -> None:
    assert "E-PO-17" in page(name, 422, **wrong)


def test_the_file_has_no_pages() -> None:
    assert "E-PO-01" in page(CSV, 422, before="1")


def test_the_file_is_sent_while_it_is_read(tape: Market) -> None:
    answer = Client().get(reverse(CSV))
    assert answer.streaming
    mark, *pieces = answer
    assert mark.decode() == "\ufeff"
    assert sum(piece.count(b"\r\n") for piece in pieces) == 1 + len(tape.deals)
