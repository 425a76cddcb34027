"""Several listings in one order: each a deal of its own, and all of them or none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from qingshan.apps.base.models import Event
from qingshan.apps.books import audit
from qingshan.apps.exchange.halt_models import Halt
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.pick_order_models import PickOrder
from qingshan.apps.exchange.verbs.halt_trading import halt_trading
from qingshan.apps.exchange.verbs.take_listings import take_listings
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db
OTHER = "ticket:OTHER"


@pytest.fixture
def offers(market):
    """Two listings of one ticket and one of another, cheapest first."""
    market.supply(100)
    other = replace(market, asset=OTHER)
    other.supply(100)
    return [market.list(10, "80.00"), other.list(20, "81.00"), market.list(30, "82.00")]


def order(market, lines, part="buyer", key=""):
    return take_listings(
        market.call(part, key),
        buyer=market.office.party(part),
        lines=[[offer.pk, carbon(tonnes)] for offer, tonnes in lines],
        purpose="own_emissions",
    )


def refused(act):
    """Everything that is said against it."""
    with pytest.raises(Refused) as told:
        act()
    return told.value.refusals


def nothing_happened(offers):
    assert not Trade.objects.exists()
    assert not PickOrder.objects.exists()
    left = {one.pk: one.left for one in Listing.objects.all()}
    assert left == {one.pk: one.quantity for one in offers}
    assert not Event.objects.filter(name__in=["trade.agreed", "listings.taken"]).exists()
    assert audit.verify() is None


def test_every_listing_is_a_deal_of_its_own(market, offers):
    market.office.paid("buyer", fen("5000.00"))
    first, second, third = offers
    made = order(market, [(first, 10), (second, 20), (third, 15)])
    deals = list(made.trades.order_by("pk"))
    assert [(one.order, one.quantity) for one in deals] == [
        (first.number, carbon(10)),
        (second.number, carbon(20)),
        (third.number, carbon(15)),
    ]
    assert (made.deals, made.quantity) == (3, carbon(45))
    assert made.amount_fen == fen("3650.00") == sum(one.amount_fen for one in deals)
    # 0.5 % of each amount, as if they had been picked one by one.
    assert made.buyer_fee_fen == fen("4.00") + fen("8.10") + fen("6.15")
    assert market.money("buyer").available == fen("5000.00") - made.charge.total_fen
    assert [one.left for one in Listing.objects.order_by("pk")] == [0, 0, carbon(15)]
    for deal in deals:
        market.settle(deal)
    assert market.units("buyer").available == carbon(25)
    assert market.money("buyer").posted == fen("5000.00") - made.charge.total_fen
    assert audit.verify() is None


def test_each_deal_and_the_order_are_told(market, offers):
    market.office.paid("buyer", fen("5000.00"))
    made = order(market, [(offers[0], 10), (offers[1], 5)])
    told = list(Event.objects.filter(verb="take_listings").order_by("pk"))
    assert [one.name for one in told] == ["trade.agreed", "trade.agreed", "listings.taken"]
    assert [one.facts.get("listing") for one in told[:2]] == [one.number for one in offers[:2]]
    assert told[-1].facts["number"] == made.number
    assert made.number.startswith("ZP-")


def test_the_same_key_gives_the_same_order(market, offers):
    market.office.paid("buyer", fen("5000.00"))
    first = order(market, [(offers[0], 10)], key="once")
    assert order(market, [(offers[0], 10)], key="once") == first
    assert Trade.objects.count() == 1


def test_all_or_none_and_everything_that_is_wrong(market, offers, refuses):
    market.office.paid("buyer", fen("5000.00"))
    first, second, third = offers
    lines = [(first, 10), (second, 21), (third, 31)]
    found = refused(lambda: order(market, lines))
    assert {one.code for one in found} == {"E-EX-04"}
    assert [one.place for one in found] == [second.number, third.number]
    nothing_happened(offers)


def test_money_for_all_or_nothing(market, offers):
    """The first two could be paid; what is missing is told for all three."""
    market.office.paid("buyer", fen("2500.00"))
    lines = [(offer, offer.quantity // carbon(1)) for offer in offers]
    (short,) = refused(lambda: order(market, lines))
    assert short.code == "E-LG-22"
    assert [short.facts[name].zh for name in ("amount", "missing")] == [
        "4,904.40 元",
        "2,404.40 元",
    ]
    nothing_happened(offers)
    assert market.money("buyer").available == fen("2500.00")


def test_no_listing_too_many_or_one_twice(market, offers, refuses):
    with refuses("E-EX-67"):
        order(market, [])
    found = refused(lambda: order(market, [(offers[0], 1)] * 21))
    assert [one.code for one in found] == ["E-EX-67", "E-EX-68"]
    found = refused(lambda: order(market, [(offers[0], 1), (offers[0], 2)]))
    assert found[0].place == offers[0].number
    nothing_happened(offers)


def test_a_halt_of_the_market_is_told_once(market, offers, refuses):
    market.office.paid("buyer", fen("5000.00"))
    halt_trading(market.call("operator"), scope="market", reason="系统维护", document="")
    found = refused(lambda: order(market, [(one, 1) for one in offers]))
    assert [one.code for one in found] == ["E-EX-17"]
    assert found[0].place == Halt.objects.get().number
    nothing_happened(offers)


def test_only_traders_order(market, offers, refuses):
    with refuses("E-AU-01"):
        order(market, [(offers[0], 1)], part="auditor")
    nothing_happened(offers)
