"""Who is told of auctions, inquiries, objections and money, each by what it means for them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from qingshan.apps.auctions.jobs import serve_auctions
from qingshan.apps.auctions.tests.conftest import Room
from qingshan.apps.auctions.verbs.call_off_auction import call_off_auction
from qingshan.apps.auctions.verbs.call_to_open import call_to_open
from qingshan.apps.auctions.verbs.return_auction import return_auction
from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.base.models import Event
from qingshan.apps.custody.tests.conftest import NUMBER, Bank
from qingshan.apps.custody.tests.test_statements import booked, line, yesterday
from qingshan.apps.custody.verbs.book_difference import book_difference
from qingshan.apps.custody.verbs.confirm_pay_out import confirm_pay_out
from qingshan.apps.exchange.tests.conftest import Market
from qingshan.apps.exchange.tests.test_objections import led_back_by, objected, settled
from qingshan.apps.exchange.verbs.accept_quotation import accept_quotation
from qingshan.apps.exchange.verbs.answer_objection import answer_objection
from qingshan.apps.exchange.verbs.decline_inquiry import decline_inquiry
from qingshan.apps.exchange.verbs.make_quotation import make_quotation
from qingshan.apps.exchange.verbs.open_inquiry import open_inquiry
from qingshan.apps.letters.tests.test_market_telling import told
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db


@pytest.fixture
def room(office: Any) -> Room:
    found = Room(office, office.now)
    found.supply(1_000)
    found.bidders("one", "two", "three")
    return found


def test_bidders_are_called_to_open_once_and_told_what_came_of_it(room):
    auction = room.announced()
    assert set(told("auction.announced")) == {"farm"}
    bids = [
        room.seal(auction, name, price, 600)
        for name, price in (("one", "85.00"), ("two", "84.00"), ("three", "90.00"))
    ]
    room.now = auction.bidding_until
    call = Call(SYSTEM, room.now, "call")
    assert call_to_open(call, auction=auction.pk) == call_to_open(call, auction=auction.pk)
    said = told("auction.opening_begun")
    assert set(said) == {"one", "two", "three"}
    assert "逾期，保证金 8,000.00 元不予退还" in said["one"]
    with pytest.raises(AssertionError):
        call_to_open(Call(SYSTEM, room.now, "again"), auction=auction.pk)
    for bid, name in zip(bids[:2], ("one", "two"), strict=True):
        room.open(bid, name)
    room.now = auction.opening_until
    room.clear(auction)
    said = told("auction.decided")
    assert "成交 1,000 吨，84.00 元/吨" in said["farm"]
    assert "您中标 600 吨，84.00 元/吨，计 50,400.00 元（本场共成交 1,000 吨）" in said["one"]
    assert "您中标 400 吨，84.00 元/吨，计 33,600.00 元" in said["two"]
    assert "您的成交见“成交”" in said["one"]
    assert "您没有开标" in said["three"]


def test_the_timer_calls_to_open_in_time(room, monkeypatch):
    auction = room.announced()
    room.seal(auction, "one", "85.00", 600)
    monkeypatch.setattr("qingshan.apps.auctions.jobs.now", lambda: auction.bidding_until)
    for _ in range(2):
        serve_auctions(0)
    assert Event.objects.filter(name="auction.opening_begun").count() == 1


def test_who_lost_and_whose_auction_was_called_off_or_sent_back_hear_why(room):
    auction = room.announced()
    bid = room.seal(auction, "one", "70.00", 600)
    room.now = auction.bidding_until
    room.open(bid, "one")
    room.now = auction.opening_until
    room.clear(auction)
    said = told("auction.decided")
    assert "流标" in said["farm"]
    assert "您没有成交" in said["one"]
    second = room.announced()
    room.seal(second, "two", "85.00", 100)
    call_off_auction(room.call("operator"), auction=second.pk, reason="卖方权属有争议")
    said = told("auction.called_off")
    assert set(said) == {"farm", "two"}
    assert "卖方权属有争议" in said["two"]
    third = room.propose()
    return_auction(room.call("operator"), auction=third.pk, reason="底价有误")
    assert set(told("auction.returned")) == {"farm"}


@pytest.fixture
def market(office: Any) -> Market:
    found = Market(office, office.now)
    found.supply(500)
    found.supply(500, "village")
    found.office.paid("buyer", fen("100000.00"))
    return found


def quoted(market: Market, inquiry: Any, part: str, price: str) -> Any:
    return make_quotation(
        market.call(part),
        inquiry=inquiry.pk,
        holder=market.office.party(part),
        quantity=carbon(50),
        price_fen=fen(price),
        expires=inquiry.expires,
    )


def test_an_inquiry_goes_to_those_asked_and_every_offer_to_its_buyer(market):
    inquiry = open_inquiry(
        market.call("buyer"),
        asset=market.asset,
        buyer=market.office.party("buyer"),
        quantity=carbon(50),
        purpose="event",
        expires=market.now + timedelta(days=3),
    )
    assert set(told("inquiry.opened")) == {"farm", "village"}
    offer = quoted(market, inquiry, "farm", "80.00")
    said = told("quotation.made")
    assert set(said) == {"buyer"}
    assert "80.00 元/吨" in said["buyer"]
    quoted(market, inquiry, "village", "81.00")
    accept_quotation(market.call("buyer"), quotation=offer.pk, quantity=carbon(50))
    said = told("quotation.accepted")
    assert "待交割" in said["farm"]
    assert "您报价冻结的碳票已解冻" in said["village"]


def test_who_declines_tells_the_buyer(market):
    inquiry = open_inquiry(
        market.call("buyer"),
        asset=market.asset,
        buyer=market.office.party("buyer"),
        quantity=carbon(50),
        purpose="event",
        expires=market.now + timedelta(days=3),
    )
    farm = market.office.party("farm")
    decline_inquiry(market.call("farm"), inquiry=inquiry.pk, holder=farm, word="本年不售")
    assert "本年不售" in told("inquiry.declined")["buyer"]


def test_an_objection_its_answer_and_the_correction_reach_both_sides(market):
    trade = settled(market)
    objection = objected(market, trade)
    assert set(told("trade.objected")) == {"farm", "operator"}
    answer_objection(
        market.call("operator"), objection=objection.pk, is_upheld=True, answer="属录入差错"
    )
    said = told("objection.answered")
    assert set(said) == {"farm", "buyer"}
    assert "异议成立" in said["buyer"]
    led_back_by(market, trade, "价格录入错误")
    said = told("trade.corrected")
    assert set(said) == {"farm", "buyer"}
    assert "价格录入错误" in said["farm"]


def test_money_that_came_or_went_is_told_to_whose_it_is(office):
    bank = Bank(office)
    account = bank.account()
    assert set(told("bank_account.confirmed")) == {"buyer"}
    booked(bank, 900_00, line(yesterday(bank), "S-1", 900_00, NUMBER))
    assert set(told("statement.booked")) == {"buyer"}
    asked = bank.asked(account, 100_00)
    confirm_pay_out(bank.call("operator"), pay_out=asked.pk, bank_reference="S-9")
    assert "100.00 元已付至" in told("payout.paid")["buyer"]
    bank.office.now += timedelta(days=1)
    day = yesterday(bank)
    found = booked(bank, 880_00, line(day, "S-9", -100_00), line(day, "S-2", 80_00, "6217"))
    book_difference(
        bank.call("operator"),
        difference=found.differences.get().pk,
        party=office.party("farm"),
        explanation="林场款",
    )
    assert "80.00 元已入账" in told("difference.booked")["farm"]
