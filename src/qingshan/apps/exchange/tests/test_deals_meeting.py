"""Two buyers, one lot, one moment."""

from __future__ import annotations

import pytest
from django.db import transaction

from qingshan.apps.books import audit
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.walks.cast import enter
from qingshan.apps.walks.market_story import BUYERS
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon

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
