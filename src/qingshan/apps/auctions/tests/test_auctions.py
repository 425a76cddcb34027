"""An auction from proposal to delivery; what breaks it on the way; every fen accounted for."""

from __future__ import annotations

from datetime import timedelta

import pytest

from qingshan.apps.auctions.models import Auction, SealedBid
from qingshan.apps.auctions.rules import lost_fen
from qingshan.apps.auctions.verbs.call_off_auction import call_off_auction
from qingshan.apps.auctions.verbs.lapse_auction import lapse_auction
from qingshan.apps.auctions.verbs.return_auction import return_auction
from qingshan.apps.auctions.verbs.seal_bid import seal_bid
from qingshan.apps.auctions.verbs.withdraw_auction import withdraw_auction
from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.base.models import Event
from qingshan.apps.books import audit, reads, store
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.reads import last_close
from qingshan.apps.exchange.verbs.halt_trading import halt_trading
from qingshan.apps.exchange.verbs.resume_trading import resume_trading
from qingshan.apps.exchange.verbs.settle_trade import settle_trade
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon
from qingshan.core.market.settlement import units

pytestmark = pytest.mark.django_db

DEPOSIT = fen("8000.00")
"""Ten per cent of 1,000 t at 80.00."""
FUNDS = fen("100000.00")

STORY = (
    ("one", "85.00", 300),
    ("two", "83.00", 500),
    ("three", "82.00", 300),
    ("four", "82.00", 100),
    ("five", "90.00", 900),
)
"""Two above, two at the last price who share 200 t, and one that never opens."""


def bid_and_open(room, auction: Auction, story=STORY, silent=("five",)) -> dict[str, SealedBid]:
    bids = {name: room.seal(auction, name, price, tonnes) for name, price, tonnes in story}
    room.now = auction.bidding_until
    for name, bid in bids.items():
        if name not in silent:
            room.open(bid, name)
    room.now = auction.opening_until
    return bids


def test_the_whole_life_of_an_auction(room):
    auction = room.propose()
    assert (auction.deposit_fen, room.units("farm").held) == (DEPOSIT, carbon(1_000))
    room.admit(auction)
    room.now = auction.bidding_from
    bids = {name: room.seal(auction, name, price, tonnes) for name, price, tonnes in STORY}
    assert {room.money(name).held for name in bids} == {DEPOSIT}
    room.now = auction.bidding_until
    for name in ("one", "two", "three", "four"):
        room.open(bids[name], name)
    # The deposit is free, and price and fee of what was bid are held instead, to the fen.
    assert room.money("one").held == fen("25500.00") + fen("127.50")
    assert room.money("five").held == DEPOSIT
    room.now = auction.opening_until
    done = room.clear(auction)
    assert (done.price_fen, done.sold, done.wanted) == (fen("82.00"), carbon(1_000), carbon(1_200))
    assert (done.state, done.cover_percent) == ("decided", 120)
    won = {name: SealedBid.objects.get(pk=bid.pk).won for name, bid in bids.items()}
    assert won == dict(zip(won, [carbon(n) for n in (300, 500, 150, 50, 0)], strict=True))
    assert room.money("one").held == fen("24600.00") + fen("123.00")
    assert room.money("five").posted == FUNDS - DEPOSIT
    assert room.money("five").held == 0
    deals = list(Trade.objects.order_by("pk"))
    assert {deal.mode for deal in deals} == {"auction"}
    assert {(deal.order, deal.price_fen) for deal in deals} == {(auction.number, fen("82.00"))}
    for deal in deals:
        settle_trade(room.call("operator"), trade=deal.pk)
    assert [room.units(name).available // carbon(1) for name in won] == [300, 500, 150, 50, 0]
    amount, fee = fen("82000.00"), fen("410.00")
    assert room.money("farm").available == amount - fee + DEPOSIT
    assert room.fees() == 2 * fee
    assert sum(room.money(name).posted for name in [*won, "farm"]) + room.fees() == 5 * FUNDS
    assert reads.open_holds() == []
    assert audit.verify() is None
    assert last_close(room.asset, before=room.now.date() + timedelta(days=1)) is None


def test_the_same_key_gives_the_same_answer(room):
    auction = room.announced()
    bid_and_open(room, auction)
    first = room.clear(auction, "k")
    again = room.clear(auction, "k")
    assert first.pk == again.pk
    assert Trade.objects.count() == 4
    assert Event.objects.filter(name="auction.decided").count() == 1


@pytest.mark.parametrize(("under", "sold", "price"), [("void", 0, "0"), ("sell", 300, "81.00")])
def test_when_too_little_is_asked_for_the_rule_decides(room, under, sold, price):
    auction = room.announced(under=under)
    bid_and_open(room, auction, (("one", "85.00", 200), ("two", "81.00", 100)), ())
    done = room.clear(auction)
    assert (done.sold, done.price_fen, done.cover_percent) == (carbon(sold), fen(price), 30)
    assert room.units("farm").held == carbon(sold)
    for deal in Trade.objects.all():
        settle_trade(room.call("operator"), trade=deal.pk)
    assert room.units("farm").available == carbon(1_000 - sold)
    assert reads.open_holds() == []


def test_nobody_bids(room):
    auction = room.announced()
    room.now = auction.opening_until
    assert room.clear(auction).sold == 0
    assert room.units("farm").available == carbon(1_000)


def test_a_bid_that_cannot_win_is_opened_and_costs_nothing(room):
    auction = room.announced()
    story = (("one", "79.99", 100), ("two", "90.00", 1_001), ("three", "80.00", 1_000))
    bids = bid_and_open(room, auction, story, ())
    assert room.money("one").held == room.money("two").held == 0
    done = room.clear(auction)
    assert (done.price_fen, done.cover_percent) == (fen("80.00"), 100)
    bids["two"].refresh_from_db()
    assert (bids["two"].set_aside, bids["two"].won) == ("misfit", 0)
    assert room.money("two").available == FUNDS


def test_an_auction_has_its_notice_windows_and_rule(room, refuses):
    begins = room.now + timedelta(days=6, hours=23)
    with refuses("E-AC-01"):
        room.propose(bidding_from=begins)
    begins = room.now + timedelta(days=8)
    with refuses("E-AC-02"):
        room.propose(bidding_until=begins + timedelta(hours=23))
    with refuses("E-AC-02"):
        room.propose(opening_until=begins + timedelta(days=2, hours=23))
    with refuses("E-AC-03"):
        room.propose(under="half")
    with refuses("E-EX-22"):
        room.propose(opening_until=room.now + timedelta(days=91))
    with refuses("E-EX-09"):
        room.propose(floor="0.99")
    with refuses("E-EX-11"):
        room.propose(asset="CNY")
    with refuses("E-LG-22"):
        room.propose(1_001)
    with refuses("E-AU-02"):
        room.propose(seller=room.office.party("village"))
    auction = room.propose()
    room.now += timedelta(days=1, seconds=1)
    with refuses("E-AC-01"):
        room.admit(auction)


def test_the_operator_sends_back_with_a_reason(room, refuses):
    auction = room.propose()
    with refuses("E-AC-04"):
        return_auction(room.call("operator"), auction=auction.pk, reason=" ")
    with refuses("E-AU-01"):
        return_auction(room.call("farm"), auction=auction.pk, reason="底价偏高")
    done = return_auction(room.call("operator"), auction=auction.pk, reason="底价偏高")
    assert (done.state, done.reason) == ("returned", "底价偏高")
    assert room.units("farm").available == carbon(1_000)
    with refuses("E-MC-01"):
        room.admit(auction)


@pytest.mark.parametrize("is_announced", [False, True])
def test_the_seller_withdraws_until_bidding_begins(room, refuses, is_announced):
    auction = room.propose()
    if is_announced:
        room.admit(auction)
    with refuses("E-AU-02"):
        withdraw_auction(room.call("one"), auction=auction.pk)
    room.now = auction.bidding_from
    with refuses("E-AC-05"):
        withdraw_auction(room.call("farm"), auction=auction.pk)
    room.now -= timedelta(seconds=1)
    withdraw_auction(room.call("farm"), auction=auction.pk)
    assert room.units("farm").available == carbon(1_000)


def test_what_nobody_admitted_lapses(room, refuses):
    auction = room.propose()
    room.now = auction.bidding_from
    lapse_auction(Call(SYSTEM, room.now, "lapse"), auction=auction.pk)
    assert room.units("farm").held == 0
    with refuses("E-MC-01"):
        room.admit(auction)


def test_a_bid_has_its_time_its_bidder_and_its_form(room, refuses):
    auction = room.admit(room.propose())
    with refuses("E-AC-06"):
        room.seal(auction, "one", "85.00", 100)
    room.now = auction.bidding_from
    for told, code in (
        ({"commitment": "x" * 64}, "E-AC-09"),
        ({"purpose": "resale"}, "E-RG-07"),
        ({"relation": "friend"}, "E-EX-19"),
    ):
        more = {"commitment": "a" * 64, "purpose": "event", **told}
        with refuses(code):
            seal_bid(room.call("one"), auction=auction.pk, bidder=room.office.party("one"), **more)
    room.seal(auction, "one", "85.00", 100)
    with refuses("E-AC-08"):
        room.seal(auction, "one", "86.00", 100)
    room.now = auction.bidding_until
    with refuses("E-AC-06"):
        room.seal(auction, "two", "85.00", 100)


def test_nobody_bids_in_an_auction_of_ones_own(room, refuses):
    room.supply(500, "one")
    auction = room.propose(500)
    Auction.objects.update(seller=room.office.party("one"))
    room.admit(auction)
    room.now = auction.bidding_from
    with refuses("E-AC-07"):
        room.seal(auction, "one", "85.00", 100)


def test_a_bid_is_opened_in_time_and_as_it_was_sealed(room, refuses):
    auction = room.announced()
    bid = room.seal(auction, "one", "85.00", 100)
    with refuses("E-AC-10"):
        room.open(bid, "one")
    room.now = auction.bidding_until
    for change in ({"price_fen": fen("86.00")}, {"quantity": carbon(101)}, {"secret": "0" * 31}):
        with refuses("E-AC-11"):
            room.open(bid, "one", **change)
    with refuses("E-AU-02"):
        room.open(bid, "two")
    room.open(bid, "one")
    with refuses("E-MC-01"):
        room.open(bid, "one")
    with refuses("E-AC-12"):
        room.clear(auction)


def test_who_comes_too_late_with_the_opening_loses_the_deposit(room, refuses):
    auction = room.announced()
    bid = room.seal(auction, "one", "85.00", 1_000)
    room.now = auction.opening_until
    with refuses("E-AC-10"):
        room.open(bid, "one")
    room.clear(auction)
    with refuses("E-MC-01"):
        room.open(bid, "one")
    assert room.money("one").posted == FUNDS - lost_fen(auction) == FUNDS - DEPOSIT
    assert room.money("farm").available == DEPOSIT
    assert reads.open_holds() == []


def test_money_that_is_short_is_told_and_may_still_come(room, refuses):
    auction = room.announced()
    bid = room.seal(auction, "one", "101.00", 1_000)
    room.now = auction.bidding_until
    with refuses("E-LG-22"):
        room.open(bid, "one")
    assert (room.money("one").held, SealedBid.objects.get().state) == (DEPOSIT, "sealed")
    room.office.paid("one", fen("1505.00"))
    room.open(bid, "one")
    assert room.money("one").available == 0


def test_without_the_deposit_nobody_bids(room, refuses):
    room.office.paid("buyer", DEPOSIT - 1)
    auction = room.announced()
    with refuses("E-LG-22"):
        room.seal(auction, "buyer", "85.00", 10)
    assert not SealedBid.objects.exists()


def halt(room, scope: str, **told):
    return halt_trading(room.call("operator"), scope=scope, reason="核查", document="", **told)


def test_a_halt_stops_proposals_bids_and_results_but_no_opening(room, refuses):
    stop = halt(room, "asset", asset=room.asset)
    with refuses("E-EX-17"):
        room.propose()
    resume_trading(room.call("operator"), halt=stop.pk)
    auction = room.announced()
    bid = room.seal(auction, "one", "85.00", 1_000)
    stop = halt(room, "market")
    with refuses("E-EX-17"):
        room.seal(auction, "two", "85.00", 100)
    room.now = auction.bidding_until
    room.open(bid, "one")
    room.now = auction.opening_until
    with refuses("E-EX-17"):
        room.clear(auction)
    resume_trading(room.call("operator"), halt=stop.pk)
    assert room.clear(auction).sold == carbon(1_000)


def test_the_bid_of_a_halted_party_is_set_aside(room):
    auction = room.announced()
    bids = {name: room.seal(auction, name, "85.00", 1_000) for name in ("one", "two")}
    room.now = auction.bidding_until
    for name, bid in bids.items():
        room.open(bid, name)
    halt(room, "party", party=room.office.party("one"))
    room.now = auction.opening_until
    room.clear(auction)
    bids["one"].refresh_from_db()
    assert (bids["one"].set_aside, bids["one"].won) == ("E-EX-17", 0)
    assert room.money("one").available == FUNDS
    assert room.units("farm").held == carbon(1_000)


def test_a_frozen_series_waits_or_is_called_off(room, refuses):
    auction = room.announced()
    bids = bid_and_open(room, auction)
    account = units(room.asset, room.office.cast["farm"].party.owner)
    store.freeze_account(account)
    with refuses("E-AC-13"):
        room.clear(auction)
    store.thaw_account(account)
    store.freeze_asset(room.asset)
    with refuses("E-AC-13"):
        room.clear(auction)
    with refuses("E-AC-04"):
        call_off_auction(room.call("operator"), auction=auction.pk, reason="")
    done = call_off_auction(room.call("operator"), auction=auction.pk, reason="标的冻结")
    assert done.state == "called_off"
    assert {room.money(name).available for name in bids} == {FUNDS}
    assert room.units("farm").available == carbon(1_000)
    assert reads.open_holds() == []
    with refuses("E-MC-01"):
        room.clear(auction)


@pytest.mark.parametrize("stage", ["notice", "bidding", "opening"])
def test_at_every_stage_it_may_be_called_off_and_all_goes_back(room, stage):
    auction = room.admit(room.propose())
    if stage != "notice":
        room.now = auction.bidding_from
        bids = {name: room.seal(auction, name, "85.00", 100) for name in ("one", "two")}
        if stage == "opening":
            room.now = auction.bidding_until
            room.open(bids["one"], "one")
    call_off_auction(room.call("operator"), auction=auction.pk, reason="卖方权属有争议")
    assert room.money("one").available == room.money("two").available == FUNDS
    assert room.units("farm").available == carbon(1_000)
    assert audit.verify() is None
