"""Golden amounts, partial fills, and every refusal of the exchange."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qingshan.apps.base.roles import OFFICIAL_ROLES
from qingshan.apps.books import audit, reads
from qingshan.apps.books.store import freeze_asset, thaw_asset
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.verbs.settle_trade import settle_trade
from qingshan.apps.exchange.verbs.take_listing import take_listing
from qingshan.apps.parties.verbs.appoint import appoint
from qingshan.apps.walks.cast import player
from qingshan.core.kernel.money import capitals, fen, yuan
from qingshan.core.kernel.units import carbon
from qingshan.core.market.settlement import MONEY

pytestmark = pytest.mark.django_db

GOLDEN = [
    # tonnes, price, amount, fee of each side (0.5 %, at least one yuan)
    (2_468, "88.00", "217,184.00", "1,085.92"),
    (1_500, "82.00", "123,000.00", "615.00"),
    (850, "80.00", "68,000.00", "340.00"),
    (1, "88.00", "88.00", "1.00"),
    (3, "66.67", "200.01", "1.00"),
    (201, "1.01", "203.01", "1.02"),
]


@pytest.mark.parametrize(("tonnes", "price", "amount", "fee"), GOLDEN)
def test_amounts_to_the_fen(market, tonnes, price, amount, fee):
    market.supply(3_000)
    market.office.paid("buyer", fen("300000.00"))
    trade = market.settle(market.take(market.list(tonnes, price), tonnes))
    assert yuan(trade.amount_fen) == amount
    assert yuan(trade.buyer_fee_fen) == yuan(trade.seller_fee_fen) == fee
    fee_fen = fen(fee.replace(",", ""))
    paid = fen(amount.replace(",", ""))
    assert market.money("buyer").available == fen("300000.00") - paid - fee_fen
    assert market.money("farm").available == paid - fee_fen
    assert market.fees() == 2 * fee_fen
    assert market.units("buyer").available == carbon(tonnes)
    assert market.units("farm").available == carbon(3_000 - tonnes)
    assert audit.verify() is None


def test_the_golden_deal_in_capitals(market):
    market.supply(2_468)
    market.office.paid("buyer", fen("218269.92"))
    trade = market.settle(market.take(market.list(2_468, "88.00"), 2_468))
    assert capitals(trade.amount_fen) == "贰拾壹万柒仟壹佰捌拾肆元整"
    # Price and fee to the last fen.
    assert market.money("buyer") == reads.Balance()


def test_a_deal_carries_the_sellers_fee(market, refuses):
    """The least fee is a yuan: one tonne at a fen could never be settled."""
    market.supply(200)
    market.office.paid("buyer", fen("10.00"))
    listing = market.list(200, "0.01")
    for tonnes in (1, 99):
        with refuses("E-EX-09"):
            market.take(listing, tonnes)
    market.settle(market.take(listing, 100))
    assert market.money("farm") == reads.Balance()
    assert market.fees() == fen("2.00")


def test_a_listing_is_filled_in_parts(market):
    market.supply(100)
    market.office.paid("buyer", fen("10000.00"))
    listing = market.list(100, "80.00")
    assert (market.units("farm").available, market.units("farm").held) == (0, carbon(100))
    trades = [market.take(listing, tonnes) for tonnes in (30, 20, 50)]
    listing.refresh_from_db()
    assert (listing.left, listing.state) == (0, "open")
    for trade in reversed(trades):
        market.settle(trade)
    assert market.units("buyer").posted == carbon(100)
    assert market.units("farm") == reads.Balance()
    assert reads.open_holds(asset=market.asset) == []
    assert [trade.number[:14] for trade in trades] == [f"CJ-2026-00000{n}" for n in (1, 2, 3)]


def test_more_than_is_left_is_refused(market, refuses):
    market.supply(100)
    market.office.paid("buyer", fen("10000.00"))
    listing = market.list(100, "80.00")
    market.take(listing, 60)
    with refuses("E-EX-04"):
        market.take(listing, 41)
    market.take(listing, 40)
    with refuses("E-EX-04"):
        market.take(listing, 1)


def test_without_the_money_no_deal(market, refuses):
    market.supply(10)
    listing = market.list(10, "80.00")
    market.office.paid("buyer", fen("803.99"))
    with refuses("E-LG-22"):
        market.take(listing, 10)
    listing.refresh_from_db()
    assert (listing.left, Trade.objects.count()) == (carbon(10), 0)
    market.office.paid("buyer", 1)
    assert market.take(listing, 10).amount_fen == fen("800.00")
    # The same money does not pay twice.
    market.supply(10)
    with refuses("E-LG-22"):
        market.take(market.list(10, "80.00"), 1)


def test_units_are_not_listed_twice(market, refuses):
    market.supply(10)
    market.list(6, "80.00")
    with refuses("E-LG-22"):
        market.list(5, "80.00")
    market.list(4, "81.00")


def test_wrong_lots_prices_and_ends_at_once(market, refuses):
    market.supply(10)
    with refuses("E-EX-01", "E-EX-02", "E-EX-07"):
        market.list("0.5", "0.00", days=0)
    with refuses("E-EX-01"):
        market.list(0, "80.00")
    with refuses("E-EX-01"):
        market.list("1.0001", "80.00")
    with refuses("E-EX-02"):
        market.list(1, "-1.00")
    with refuses("E-EX-07"):
        market.list(1, "80.00", days=-1)
    assert not Listing.objects.exists()


def test_a_part_of_a_lot_is_not_taken(market, refuses):
    market.supply(10)
    market.office.paid("buyer", fen("1000.00"))
    listing = market.list(10, "80.00")
    for tonnes in ("0.5", "0", "-1"):
        with refuses("E-EX-01"):
            market.take(listing, tonnes)


@pytest.mark.parametrize("role", sorted(OFFICIAL_ROLES))
def test_offices_and_bodies_do_not_trade(market, refuses, role):
    office = market.office
    market.supply(10)
    listing = market.list(10, "80.00")
    user = int(office.cast["auditor"].actor.name.removeprefix("user:"))
    office.paid("buyer", fen("1000.00"))
    appoint(office.founding(), user=user, party=office.party("buyer"), role=role)
    with refuses("E-EX-03"):
        market.take(listing, 1)
    market.supply(5, "buyer")
    with refuses("E-EX-03"):
        market.list(1, "80.00", part="buyer")


def test_nobody_buys_from_oneself(market, refuses):
    market.supply(10, "buyer")
    market.office.paid("buyer", fen("1000.00"))
    with refuses("E-EX-05"):
        market.take(market.list(1, "80.00", part="buyer"), 1)


def test_an_expired_listing_is_not_taken(market, refuses):
    market.supply(10)
    market.office.paid("buyer", fen("1000.00"))
    listing = market.list(10, "80.00", days=1)
    market.now += timedelta(days=1)
    with refuses("E-EX-06"):
        market.take(listing, 1)
    with refuses("E-EX-04", "E-EX-06"):
        market.take(listing, 11)


def test_what_nobody_took_goes_back_at_the_end(market, refuses):
    market.supply(10)
    market.office.paid("buyer", fen("1000.00"))
    listing = market.list(10, "80.00", days=1)
    trade = market.take(listing, 4)
    market.now += timedelta(days=2)
    assert market.expire(listing).state == "expired"
    assert (market.units("farm").available, market.units("farm").held) == (carbon(6), carbon(4))
    with refuses("E-MC-01"):
        market.take(listing, 1)
    # The deal was agreed in time and is settled after the listing's end.
    market.settle(trade)
    assert market.units("buyer").available == carbon(4)
    assert reads.open_holds(asset=market.asset) == []


def test_a_deal_agreed_in_time_is_settled_though_the_timer_did_not_come(market):
    market.supply(10)
    market.office.paid("buyer", fen("1000.00"))
    trade = market.take(market.list(10, "80.00", days=1), 10)
    market.now += timedelta(days=3)
    assert market.settle(trade).state == "settled"


def test_cancelling_gives_back_what_is_left(market, refuses):
    market.supply(10)
    market.office.paid("buyer", fen("1000.00"))
    listing = market.list(10, "80.00")
    trade = market.take(listing, 4)
    with refuses("E-AU-02"):
        market.cancel(listing, "buyer")
    assert market.cancel(listing).state == "cancelled"
    assert (market.units("farm").available, market.units("farm").held) == (carbon(6), carbon(4))
    with refuses("E-MC-01"):
        market.cancel(listing)
    with refuses("E-MC-01"):
        market.take(listing, 1)
    market.settle(trade)
    assert market.units("farm") == reads.Balance(carbon(6), 0, carbon(6))


def test_settling_is_all_or_nothing(market, refuses):
    market.supply(10)
    market.office.paid("buyer", fen("1000.00"))
    trade = market.take(market.list(10, "80.00"), 10)
    before = {name: market.money(name) for name in ("farm", "buyer")}
    holds = [hold.left for hold in reads.open_holds()]
    freeze_asset(market.asset)
    with refuses("E-LG-15"):
        market.settle(trade)
    assert {name: market.money(name) for name in ("farm", "buyer")} == before
    assert [hold.left for hold in reads.open_holds()] == holds
    assert market.units("farm").held == carbon(10)
    trade.refresh_from_db()
    assert (trade.state, trade.settled) == ("agreed", None)
    thaw_asset(market.asset)
    assert market.settle(trade).settled == market.now


def test_a_trade_is_settled_once_and_by_the_operator(market, refuses):
    market.supply(10)
    market.office.paid("buyer", fen("1000.00"))
    trade = market.take(market.list(10, "80.00"), 10)
    with refuses("E-AU-01"):
        settle_trade(market.call("buyer"), trade=trade.pk)
    market.settle(trade)
    with refuses("E-MC-01"):
        market.settle(trade)


def test_only_traders_take_and_for_themselves(market, refuses):
    market.supply(10)
    listing = market.list(10, "80.00")
    with refuses("E-AU-01"):
        market.take(listing, 1, "farm")
    with refuses("E-AU-02"):
        take_listing(
            market.call("buyer"),
            listing=listing.pk,
            buyer=market.office.party("bank"),
            quantity=carbon(1),
            purpose="event",
        )


def test_money_is_no_ware(market, refuses):
    market.office.paid("farm", carbon(2))
    market.asset = MONEY
    with refuses("E-EX-11"):
        market.list(1, "80.00")


def test_the_cast_may_trade_where_it_should(market):
    assert player("buyer").actor.roles == {"trader"}


@pytest.mark.parametrize("purpose", ["", "resale", "judicial"])
def test_a_buyer_names_a_use_of_the_list(market, refuses, purpose):
    market.supply(10)
    market.office.paid("buyer", fen("10000.00"))
    listing = market.list(10, "80.00")
    with refuses("E-RG-07"):
        take_listing(
            market.office.call("buyer"),
            listing=listing.pk,
            buyer=market.office.party("buyer"),
            quantity=carbon(1),
            purpose=purpose,
        )


def test_a_pick_and_its_delivery_send_few_statements(market, statements_sent):
    market.supply(100)
    market.office.paid("buyer", fen("10000.00"))
    offer = market.list(100, "80.00")
    market.settle(market.take(offer, 10))
    with statements_sent() as told:
        trade = market.take(offer, 10)
    # The transaction's two ends, key, offer and series under lock, both parties, the situation,
    # holdings, number, deal, offer, ledger, event; and the close of an earlier day where there is.
    assert len(told) <= 14, told
    with statements_sent() as told:
        market.settle(trade)
    assert len(told) <= 7, told
