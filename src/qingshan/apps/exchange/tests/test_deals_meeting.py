"""Two buyers, one lot, one moment."""

from __future__ import annotations

import pytest
from django.db import transaction

from qingshan.apps.books import audit, store
from qingshan.apps.exchange.models import Bid, Listing, Trade
from qingshan.apps.exchange.modes import JUDICIAL_ZONE
from qingshan.apps.exchange.tests.test_bids import ask, sell
from qingshan.apps.exchange.tests.test_blocks import confirm, propose
from qingshan.apps.exchange.tests.test_holdings import note, report
from qingshan.apps.exchange.tests.test_inquiries import accept, quote
from qingshan.apps.exchange.tests.test_inquiries import ask as inquire
from qingshan.apps.exchange.tests.test_zones import offer, restore
from qingshan.apps.exchange.verbs.withdraw_block import withdraw_block
from qingshan.apps.exchange.verbs.withdraw_quotation import withdraw_quotation
from qingshan.apps.walks.cast import enter
from qingshan.apps.walks.market_story import BUYERS
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon
from qingshan.core.ledger.model import AccountId, AccountKind, Chain, post
from qingshan.core.market.settlement import units

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_second_of_two_buyers_is_told_what_is_left(
    open_market, elsewhere, until_waiting, refuses
):
    market = open_market
    second = BUYERS[0]
    market.office.cast = {**market.office.cast, second.username: enter(second, market.now)}
    with transaction.atomic():
        market.supply(10)
    for name in ("buyer", second.username):
        market.office.paid(name, fen("1000.00"))
    listing = market.list(10, "80.00")
    with transaction.atomic():
        first = market.take(listing, 8)
        other = elsewhere(market.take, listing, 8, second.username)
        until_waiting()
    with refuses("E-EX-04"):
        other.result()
    assert list(Trade.objects.all()) == [first]
    assert market.money(second.username).available == fen("1000.00")
    assert Listing.objects.get().left == carbon(2)


def test_a_crowd_takes_no_more_than_there_is(open_market, elsewhere):
    market = open_market
    with transaction.atomic():
        market.supply(10)
    market.office.paid("buyer", fen("10000.00"))
    listing = market.list(10, "80.00")
    answers = [elsewhere(market.take, listing, 3) for _ in range(6)]
    faults = [answer.exception() for answer in answers]
    assert faults.count(None) == 3
    assert all(
        isinstance(fault, Refused) and fault.refusals[0].code == "E-EX-04"
        for fault in faults
        if fault is not None
    )
    settled = [elsewhere(market.settle, trade) for trade in Trade.objects.all()]
    assert {answer.result().state for answer in settled} == {"settled"}
    assert market.units("buyer").available == carbon(9)
    assert audit.verify() is None


def test_one_purse_pays_once(open_market, elsewhere):
    market = open_market
    with transaction.atomic():
        market.supply(20)
    market.office.paid("buyer", fen("900.00"))
    listings = [market.list(10, "80.00") for _ in range(2)]
    answers = [elsewhere(market.take, listing, 10) for listing in listings]
    faults = [answer.exception() for answer in answers]
    (refused,) = [fault for fault in faults if fault is not None]
    assert refused.refusals[0].code == "E-LG-22"
    assert market.money("buyer").held == fen("804.00")


def test_two_sellers_meet_at_one_request(open_market, elsewhere, until_waiting, refuses):
    market = open_market
    with transaction.atomic():
        market.supply(10)
        market.supply(10, "village")
    market.office.paid("buyer", fen("2000.00"))
    bid = ask(market, 10, "80.00")
    with transaction.atomic():
        first = sell(market, bid, 8)
        other = elsewhere(sell, market, bid, 8, "village")
        until_waiting()
    with refuses("E-EX-23"):
        other.result()
    assert list(Trade.objects.all()) == [first]
    assert market.units("village").held == 0
    assert Bid.objects.get().left == carbon(2)
    assert audit.verify() is None


def test_two_buyers_meet_at_the_last_place_among_the_holders(open_market, elsewhere, refuses):
    """Two offers of one series: only the lock on the series keeps the count of holders."""
    market = open_market
    second = BUYERS[0]
    market.office.cast = {**market.office.cast, second.username: enter(second, market.now)}
    source = AccountId(market.asset, "registry", AccountKind.SUPPLY)
    with transaction.atomic():
        market.supply(20)
        owners = [units(market.asset, f"party:{900_000 + n}") for n in range(198)]
        moves = tuple(post(source, owner, carbon(1)) for owner in owners)
        store.post_one(Chain("crowd", "issue", moves), when=market.now)
    for name in ("buyer", second.username):
        market.office.paid(name, fen("1000.00"))
    offers = [market.list(10, "80.00") for _ in range(2)]
    answers = [
        elsewhere(market.take, offer, 1, name)
        for offer, name in zip(offers, ("buyer", second.username), strict=True)
    ]
    faults = [answer.exception() for answer in answers]
    (refused,) = [fault for fault in faults if fault is not None]
    assert refused.refusals[0].code == "E-EX-15"


def test_a_block_is_confirmed_or_withdrawn_and_never_both(open_market, elsewhere, until_waiting):
    market = open_market
    with transaction.atomic():
        market.supply(1_000)
    market.office.paid("buyer", fen("100000.00"))
    block = propose(market, tonnes=1_000)
    with transaction.atomic():
        confirm(market, block)
        other = elsewhere(withdraw_block, market.call("farm"), block=block.pk)
        until_waiting()
    assert other.exception().refusals[0].code == "E-MC-01"
    market.settle(Trade.objects.get())
    assert market.units("buyer").available == carbon(1_000)
    assert audit.verify() is None


def test_of_two_offers_one_is_taken_and_none_slips_back(open_market, elsewhere, until_waiting):
    """The buyer accepts in one connection, in others accepts again, and a holder steps back."""
    market = open_market
    with transaction.atomic():
        market.supply(50)
        market.supply(50, "village")
    market.office.paid("buyer", fen("20000.00"))
    inquiry = inquire(market, 50)
    first, second = (
        quote(market, inquiry, 50, "80.00"),
        quote(market, inquiry, 50, "81.00", "village"),
    )
    with transaction.atomic():
        trade = accept(market, first, 50)
        again = elsewhere(accept, market, second, 50)
        back = elsewhere(withdraw_quotation, market.call("farm"), quotation=first.pk)
        until_waiting(2)
    assert {one.exception().refusals[0].code for one in (again, back)} == {"E-MC-01"}
    assert list(Trade.objects.all()) == [trade]
    assert market.units("village").held == 0
    market.settle(trade)
    assert market.units("buyer").available == carbon(50)
    assert audit.verify() is None


def test_two_purchases_meet_at_the_last_units_of_a_zone(open_market, elsewhere, until_waiting):
    market = open_market
    with transaction.atomic():
        market.supply(10)
    market.office.paid("court", fen("5000.00"))
    listing = offer(market, JUDICIAL_ZONE, 10)
    with transaction.atomic():
        trade = restore(market, listing, 8)
        other = elsewhere(restore, market, listing, 8)
        until_waiting()
    assert other.exception().refusals[0].code == "E-EX-04"
    assert list(Trade.objects.all()) == [trade]
    assert market.money("court").held == trade.amount_fen + trade.buyer_fee_fen


def test_a_large_holding_is_reported_once(open_market, elsewhere, until_waiting):
    market = open_market
    with transaction.atomic():
        market.supply(20, "buyer")
    holding = note(market)
    with transaction.atomic():
        report(market, holding)
        other = elsewhere(report, market, holding)
        until_waiting()
    assert other.exception().refusals[0].code == "E-MC-01"
