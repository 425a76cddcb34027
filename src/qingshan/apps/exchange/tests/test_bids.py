"""Requests: money held with the fee, sold into in parts, given back to the fen."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.base.clock import now
from qingshan.apps.books import audit, reads
from qingshan.apps.exchange.models import Bid, Trade
from qingshan.apps.exchange.reads import due_bids, levels, open_bids, open_listings
from qingshan.apps.exchange.verbs.cancel_bid import cancel_bid
from qingshan.apps.exchange.verbs.expire_bid import expire_bid
from qingshan.apps.exchange.verbs.fill_bid import fill_bid
from qingshan.apps.exchange.verbs.place_bid import place_bid
from qingshan.apps.parties.models import User
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon
from qingshan.core.market.fee import fee_fen
from qingshan.core.tables.shelf import open_shelf

pytestmark = pytest.mark.django_db


def ask(market, tonnes: int, price: str, *, days: int = 30, **changes) -> Bid:
    told = {
        "asset": market.asset,
        "buyer": market.office.party("buyer"),
        "quantity": carbon(tonnes),
        "price_fen": fen(price),
        "purpose": "own_emissions",
        "expires": market.now + timedelta(days=days),
    }
    return place_bid(market.call("buyer"), **told | changes)


def sell(market, bid: Bid, tonnes: int | str, part: str = "farm", relation: str = "") -> Trade:
    return fill_bid(
        market.call(part),
        bid=bid.pk,
        seller=market.office.party(part),
        quantity=carbon(tonnes),
        relation=relation,
    )


@pytest.fixture
def rich(market):
    market.supply(3_000)
    market.office.paid("buyer", fen("500000.00"))
    return market


def test_a_request_is_sold_into_and_settled(rich):
    bid = ask(rich, 2_468, "88.00")
    fee = fen("1085.92")
    assert rich.money("buyer").held == fen("217184.00") + fee
    trade = sell(rich, bid, 2_468)
    assert (trade.mode, trade.order, trade.amount_fen) == ("bid", bid.number, fen("217184.00"))
    assert rich.units("farm").held == carbon(2_468)
    rich.settle(trade)
    assert rich.units("buyer").available == carbon(2_468)
    assert rich.money("farm").available == fen("217184.00") - fee
    assert rich.money("buyer").available == fen("500000.00") - fen("217184.00") - fee
    assert reads.open_holds() == []
    assert audit.verify() is None


@pytest.mark.parametrize("seed", range(4))
def test_parts_pay_together_what_the_whole_would_pay(rich, seed):
    chance = random.Random(seed)
    tonnes, price = chance.randrange(20, 60), f"{chance.randrange(100, 9_999) / 100:.2f}"
    bid = ask(rich, tonnes, price)
    held = rich.money("buyer").held
    trades = []
    while bid.left:
        part = chance.randrange(1, bid.left // carbon(1) + 1)
        # A part too small for the seller's own fee is left to a larger one.
        amount = part * fen(price)
        if amount < fen("1.00"):
            continue
        trades.append(sell(rich, bid, part))
        bid.refresh_from_db()
    amount = tonnes * fen(price)
    day = rich.now.date()
    fee = fee_fen(amount, side="buyer", shelf=open_shelf(), as_of=day)
    assert sum(trade.amount_fen for trade in trades) == amount
    assert sum(trade.buyer_fee_fen for trade in trades) == fee == held - amount
    for trade in trades:
        rich.settle(trade)
    assert reads.open_holds() == []
    assert rich.money("buyer").posted == fen("500000.00") - held


def test_what_nobody_sold_is_free_again(rich, refuses):
    bid = ask(rich, 100, "80.00")
    trade = sell(rich, bid, 30)
    with refuses("E-AU-01"):
        cancel_bid(rich.call("farm"), bid=bid.pk)
    cancel_bid(rich.call("buyer"), bid=bid.pk)
    assert rich.money("buyer").held == trade.amount_fen + trade.buyer_fee_fen
    with refuses("E-MC-01"):
        sell(rich, bid, 1)
    rich.settle(trade)
    assert reads.open_holds() == []


def test_a_request_lapses_at_its_end(rich, refuses):
    bid = ask(rich, 10, "80.00", days=1)
    rich.now += timedelta(days=1)
    with refuses("E-EX-25"):
        sell(rich, bid, 1)
    assert due_bids(rich.now) == [bid.pk]
    expire_bid(Call(SYSTEM, rich.now, "lapse"), bid=bid.pk)
    assert rich.money("buyer").held == 0
    assert due_bids(rich.now) == []


def test_more_than_is_asked_for_is_refused(rich, refuses):
    bid = ask(rich, 10, "80.00")
    sell(rich, bid, 6)
    with refuses("E-EX-23"):
        sell(rich, bid, 5)
    with refuses("E-EX-01"):
        sell(rich, bid, "0.5")


def test_without_money_no_request_and_without_units_no_sale(market, refuses):
    market.supply(5)
    market.office.paid("buyer", fen("803.99"))
    with refuses("E-LG-22"):
        ask(market, 10, "80.00")
    market.office.paid("buyer", 1)
    bid = ask(market, 10, "80.00")
    with refuses("E-LG-22"):
        sell(market, bid, 6)
    bid.refresh_from_db()
    assert bid.left == carbon(10)


def test_nobody_sells_to_oneself(rich, refuses):
    rich.supply(10, "buyer")
    with refuses("E-EX-24"):
        sell(rich, ask(rich, 10, "80.00"), 1, "buyer")


def test_a_request_is_judged_like_an_offer(rich, refuses):
    with refuses("E-EX-01", "E-EX-02", "E-EX-07", "E-RG-07"):
        ask(rich, 0, "0.00", days=0, purpose="resale")
    with refuses("E-EX-22"):
        ask(rich, 1, "80.00", days=91)
    with refuses("E-EX-11"):
        ask(rich, 1, "80.00", asset="CNY")
    rich.take(rich.list(10, "80.00"), 10)
    rich.now += timedelta(days=3)
    with refuses("E-EX-13"):
        ask(rich, 1, "88.01")
    with refuses("E-AU-02"):
        ask(rich, 1, "80.00", buyer=rich.office.party("farm"))


def test_the_best_five_levels_of_each_side(rich):
    for tonnes, price in ((1, "80.00"), (2, "81.00"), (3, "80.00"), (4, "82.00")):
        rich.list(tonnes, price)
        ask(rich, tonnes, price)
    best = [(row.price_fen, row.quantity, row.orders) for row in levels(open_bids(rich.now), 2)]
    assert best == [(fen("82.00"), carbon(4), 1), (fen("81.00"), carbon(2), 1)]
    best = [(row.price_fen, row.quantity, row.orders) for row in levels(open_listings(rich.now), 2)]
    assert best == [(fen("80.00"), carbon(4), 2), (fen("81.00"), carbon(2), 1)]


def browser(part: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=part))
    return client


def test_asking_and_selling_on_pages(market):
    ticket = market.office.issued()
    market.asset = ticket.asset
    market.office.paid("buyer", fen("10000.00"))
    buyer, seller = browser("buyer"), browser("farm")
    place = reverse("place_bid", args=[ticket.number])
    told = {"tonnes": "3", "price": "85.00", "purpose": "event", "days": "10", "key": "b1"}
    assert "可用资金 10,000.00 元" in buyer.get(place).content.decode()
    assert buyer.post(place, {**told, "price": "0"}).status_code == 422
    assert buyer.post(place, told).status_code == 302
    bid = Bid.objects.get()
    page = Client().get(reverse("series", args=[ticket.number])).content.decode()
    assert bid.number in page
    assert "尚无点选成交，首次点选不设涨跌幅" in page
    fill = reverse("fill_bid", args=[bid.number])
    assert "尚缺 3 吨" in seller.get(fill).content.decode()
    refused = seller.post(fill, {"tonnes": "4", "key": "f0"})
    assert refused.status_code == 422
    assert "该求购只剩 3 吨" in refused.content.decode()
    assert seller.post(fill, {"tonnes": "2", "key": "f1"}).status_code == 302
    trade = Trade.objects.get()
    assert (trade.seller_id, trade.quantity) == (market.office.party("farm"), carbon(2))
    assert browser("operator").get(reverse("trading_desk")).content.decode().count(trade.number)
    desk = buyer.get(reverse("desk")).content.decode()
    assert "尚缺 1 吨" in desk
    english = Client().get("/en" + reverse("series", args=[ticket.number])).content.decode()
    assert "Best requests" in english
    assert "None" not in english


def test_ways_to_deal_are_shown_to_those_who_may(market):
    ticket = market.office.issued()
    market.asset = ticket.asset
    market.office.paid("buyer", fen("10000.00"))
    market.now = now()
    bid, offer = ask(market, 3, "85.00"), market.list(5, "86.00")
    there, front = reverse("series", args=[ticket.number]), reverse("market")
    take = reverse("take", args=[offer.number])
    buying = {
        take,
        *(reverse(name, args=[ticket.number]) for name in ("place_bid", "open_inquiry")),
    }
    dealing = {
        reverse("propose_block", args=[ticket.number]),
        reverse("fill_bid", args=[bid.number]),
    }
    told = (
        (Client(), buying | dealing),
        (browser("buyer"), buying | dealing),
        (browser("farm"), dealing),
        (browser("operator"), set()),
    )
    for visitor, ways in told:
        page = visitor.get(there).content.decode()
        assert {way for way in buying | dealing if f'href="{way}"' in page} == ways
        is_offered = f'href="{take}"' in visitor.get(front).content.decode()
        assert is_offered == (take in ways)
