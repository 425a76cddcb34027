"""All offers that can be taken, as a stranger and a buyer meet them."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.exchange.models import Listing
from qingshan.apps.exchange.tests.conftest import Market
from qingshan.apps.exchange.verbs.halt_trading import halt_trading
from qingshan.apps.parties.models import User
from qingshan.apps.portal.tests.conftest import (
    HERE,
    LISTED,
    OFFERS,
    PERSON,
    THERE,
    copies,
    numbers,
    onward,
    page,
    told,
)
from qingshan.apps.registry.verbs.suspend_ticket import suspend_ticket
from qingshan.core.kernel.money import fen

pytestmark = pytest.mark.django_db


def test_everything_that_can_be_taken_stands_there_cheapest_first(fair: Market) -> None:
    text = page(OFFERS)
    assert told(LISTED, text) == numbers(fair.open)
    assert "共 3 条" in text
    assert "剑河县" in text
    assert "2019–2023" in text
    assert "方小民" not in text
    assert "方某某" in text, "a person is masked as on the market's page"
    assert not any(one.number in text for one in fair.gone)
    assert told(LISTED, page("market"))[:3] == numbers(fair.open)
    english = page(OFFERS, language="/en")
    assert "开阳县 (520121)" in english


@pytest.mark.parametrize(
    ("asked", "places"),
    [
        ({"county": HERE}, (0, 2)),
        ({"county": THERE}, (1,)),
        ({"method": "gz_ticket_v1"}, (0, 1, 2)),
        ({"method": "ccer_14_001_v1"}, ()),
        ({"vintage": "2018"}, ()),
        ({"vintage": "2019"}, (0, 1, 2)),
        ({"vintage": "2023", "county": HERE}, (0, 2)),
        ({"vintage": "2024"}, ()),
        ({"ceiling": "81"}, (0, 1)),
        ({"ceiling": "9" * 18}, (0, 1, 2)),
        ({"least": "20"}, (1, 2)),
        ({"least": "20", "ceiling": "81"}, (1,)),
        ({"least": "9" * 18}, ()),
    ],
    ids=str,
)
def test_offers_are_chosen_by_place_years_price_and_quantity(
    fair: Market, asked: dict[str, str], places: tuple[int, ...]
) -> None:
    text = page(OFFERS, **asked)
    assert told(LISTED, text) == [fair.open[place].number for place in places]
    assert f"符合条件的记录：共 {len(places)} 条" in text
    assert ("没有符合条件的挂牌" in text) is not bool(places)


def test_a_ticket_is_found_however_its_number_is_typed(fair: Market) -> None:
    number = fair.tickets[1].number
    for typed in (number, number.lower(), f" {number.replace('-', '')} "):
        assert told(LISTED, page(OFFERS, ticket=typed)) == [fair.open[1].number], typed
    assert told(LISTED, page(OFFERS, ticket=number[:-1])) == []


def test_a_buyer_is_led_to_buy_and_others_who_hold_no_part_in_it_are_not(fair: Market) -> None:
    take = reverse("take", args=[fair.open[0].number])
    quotes = reverse("series", args=[fair.tickets[0].number])
    for part, may in (("buyer", True), ("registrar", False)):
        client = Client()
        client.force_login(User.objects.get(username=part))
        text = client.get(reverse(OFFERS), {"ceiling": "81"}).content.decode()
        assert (take in text, f"{reverse('pick')}?ceiling=81" in text) == (may, may)
        assert quotes in text
    assert take in page(OFFERS), "a stranger may sign in first"


@pytest.mark.parametrize("scope", ["market", "asset", "party", "ticket"])
def test_what_rests_is_marked_and_not_offered_to_buy(fair: Market, scope: str) -> None:
    if scope == "ticket":
        paper = {"reason": "核查火灾", "document": "黔林登〔2026〕10 号"}
        suspend_ticket(fair.call("registrar"), ticket=fair.tickets[1].pk, **paper)
    else:
        halt_trading(
            fair.call("operator"),
            scope=scope,
            asset=fair.other.asset if scope == "asset" else "",
            party=fair.office.party(PERSON.username) if scope == "party" else None,
            reason="核查",
            document="",
        )
    resting = {"market": {0, 1, 2}, "asset": {1}, "party": {2}, "ticket": {1}}[scope]
    for name in (OFFERS, "market"):
        text = page(name)
        takes = [reverse("take", args=[one.number]) in text for one in fair.open]
        assert takes == [place not in resting for place in range(3)], name
        assert text.count("<span>已暂停</span>") == len(resting), name


def test_offers_of_one_price_follow_each_other_over_pages(fair: Market) -> None:
    """Each row once, forwards and back; what is sold meanwhile shifts nothing."""
    made = copies(Listing, fair.open[1], 45, price_fen=lambda place: fen("90.00") + place // 15)
    wanted = [*numbers(fair.open), *numbers(made)]
    seen, where, text = [], "", page(OFFERS)
    while True:
        seen += told(LISTED, text)
        if len(seen) == 20:
            last = Listing.objects.get(number=seen[-1])
            Listing.objects.filter(pk=last.pk).update(left=0)
        where = onward(text, "next")
        if not where:
            break
        text = Client().get(reverse(OFFERS) + where).content.decode()
    assert seen == wanted
    back = Client().get(reverse(OFFERS) + onward(text, "prev")).content.decode()
    assert told(LISTED, back) == wanted[20:40]


def test_twenty_offers_take_as_many_statements_as_one(fair: Market, statements_sent: Any) -> None:
    told_of = {"ticket": fair.tickets[1].number}

    def sent() -> int:
        with statements_sent() as statements:
            page(OFFERS, **told_of)
        return len(statements)

    sent()
    few = sent()
    copies(Listing, fair.open[1], 19)
    assert sent() == few


def test_the_key_of_an_offer_that_never_opened_tells_nothing(fair: Market) -> None:
    waiting = next(one for one in fair.gone if one.state == "submitted")
    for key in (waiting.pk, 10**17):
        for way in ("before", "after"):
            assert "E-PO-17" in page(OFFERS, 422, **{way: str(key)})
    assert told(LISTED, page(OFFERS, before=str(fair.open[0].pk))) == numbers(fair.open[1:])
