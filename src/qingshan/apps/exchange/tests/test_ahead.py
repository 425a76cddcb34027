"""Whoever opens a form of the market is told at once what keeps a deal from coming about."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from qingshan.apps.base.clock import SHANGHAI, now
from qingshan.apps.exchange.ahead import told_ahead
from qingshan.apps.exchange.modes import BLOCK, BUY, LISTING, SELL
from qingshan.apps.exchange.verbs.halt_trading import halt_trading
from qingshan.apps.exchange.verbs.place_bid import place_bid
from qingshan.apps.parties.models import User
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db
AHEAD = "现在不能办理"


@pytest.fixture
def listed(market):
    """An offer and a request in an issued ticket, today."""
    market.asset = market.office.issued().asset
    market.now = now()
    market.office.paid("buyer", fen("10000.00"))
    market.bid = place_bid(
        market.call("buyer"),
        asset=market.asset,
        buyer=market.office.party("buyer"),
        quantity=carbon(3),
        price_fen=fen("79.00"),
        purpose="own_emissions",
        expires=market.now + timedelta(days=30),
    )
    market.listing = market.list(10, "80.00")
    return market


def browser(part: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=part))
    return client


def forms(listed) -> list[tuple[str, str]]:
    """The forms of the market, each with somebody who may open it."""
    ticket, farm = listed.asset.removeprefix("ticket:"), listed.office.party("farm")
    return [
        ("buyer", reverse("take", args=[listed.listing.number])),
        ("buyer", reverse("place_bid", args=[ticket])),
        ("buyer", reverse("open_inquiry", args=[ticket])),
        ("buyer", reverse("propose_block", args=[ticket])),
        ("farm", reverse("fill_bid", args=[listed.bid.number])),
        ("farm", reverse("offer", args=[ticket, farm])),
        ("farm", reverse("propose_auction", args=[ticket, farm])),
    ]


def test_a_halt_is_told_with_every_form_before_it_is_filled_in(listed):
    shown = {where: browser(who).get(where) for who, where in forms(listed)}
    assert {where: page.status_code for where, page in shown.items()} == dict.fromkeys(shown, 200)
    assert not [where for where, page in shown.items() if AHEAD in page.content.decode()]
    halt = halt_trading(listed.call("operator"), scope="market", reason="系统维护", document="")
    for who, where in forms(listed):
        page = browser(who).get(where).content.decode()
        assert AHEAD in page, where
        assert "E-EX-17" in page
        assert "系统维护" in page
        assert halt.number in page
    english = browser("buyer").get("/en" + forms(listed)[0][1]).content.decode()
    assert "Not possible now" in english


def test_what_is_wrong_with_the_form_and_what_stands_against_the_act_are_told_together(listed):
    halt_trading(listed.call("operator"), scope="market", reason="系统维护", document="")
    where = reverse("take", args=[listed.listing.number])
    told = {"tonnes": "-1", "purpose": "own_emissions", "key": "k1"}
    wrong = browser("buyer").post(where, told)
    page = wrong.content.decode()
    assert (wrong.status_code, AHEAD in page, "E-EX-17" in page) == (422, True, True)
    assert 'aria-invalid="true"' in page
    refused = browser("buyer").post(where, {**told, "tonnes": "1", "key": "k2"}).content.decode()
    assert "未能办理" in refused
    assert AHEAD not in refused, "the act itself has said it"


def test_only_what_keeps_every_way_of_the_form_is_told(listed):
    listed.settle(listed.take(listed.listing, 5))
    who = listed.office.cast["buyer"].party

    def codes(*ways: tuple[str, str]) -> list[str]:
        return [one.code for one in told_ahead(who, listed.asset, listed.now, *ways)]

    assert codes((LISTING, SELL)) == ["E-EX-14"], "bought just now"
    assert codes((LISTING, BUY)) == []
    assert codes((BLOCK, SELL), (BLOCK, BUY)) == [], "the form may still buy"
    night = listed.now.astimezone(SHANGHAI).replace(hour=3)
    with override_settings(TRADING_HOURS=True):
        (closed,) = told_ahead(who.pk, listed.asset, night, (LISTING, BUY), ("judicial_zone", BUY))
    assert closed.code == "E-EX-12"
