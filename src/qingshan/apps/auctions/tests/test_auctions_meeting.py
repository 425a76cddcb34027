"""What two do at once: two bids, an opening in the last second, two results."""

from __future__ import annotations

import pytest
from django.db import transaction

from qingshan.apps.auctions.models import Auction, SealedBid
from qingshan.apps.auctions.verbs.withdraw_auction import withdraw_auction
from qingshan.apps.books import audit, reads
from qingshan.apps.exchange.models import Trade
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db(transaction=True)


def ready(room):
    with transaction.atomic():
        room.supply(1_000)
    room.bidders("one", "two")


def test_two_bids_at_once_have_two_places(open_room, elsewhere, until_waiting):
    room = open_room
    ready(room)
    auction = room.announced()
    with transaction.atomic():
        first = room.seal(auction, "one", "85.00", 600)
        other = elsewhere(room.seal, auction, "two", "85.00", 600)
        until_waiting()
    second = other.result()
    assert (first.place, second.place) == (1, 2)
    room.now = auction.bidding_until
    for bid, name in ((second, "two"), (first, "one")):
        room.open(bid, name)
    room.now = auction.opening_until
    room.clear(auction)
    # Equal bids share; the odd tonnes would go to the first place, whoever opened first.
    assert [bid.won for bid in SealedBid.objects.order_by("place")] == [carbon(500)] * 2


def test_one_bidder_bids_once_even_at_once(open_room, elsewhere, until_waiting, refuses):
    room = open_room
    ready(room)
    auction = room.announced()
    with transaction.atomic():
        room.seal(auction, "one", "85.00", 600)
        other = elsewhere(room.seal, auction, "one", "86.00", 600)
        until_waiting()
    with refuses("E-AC-08"):
        other.result()
    assert room.money("one").held == auction.deposit_fen


def test_an_opening_in_the_last_second_is_in_or_out_and_nothing_between(
    open_room, elsewhere, until_waiting, refuses
):
    """The result is being written when the opening arrives: it is out, and the deposit is lost."""
    room = open_room
    ready(room)
    auction = room.announced()
    bids = {name: room.seal(auction, name, "85.00", 1_000) for name in ("one", "two")}
    room.now = auction.bidding_until
    room.open(bids["one"], "one")
    with transaction.atomic():
        room.now = auction.opening_until
        room.clear(auction)
        room.now = auction.bidding_until
        other = elsewhere(room.open, bids["two"], "two")
        until_waiting()
    with refuses("E-MC-01"):
        other.result()
    assert room.money("two").held == 0
    assert room.money("farm").available == auction.deposit_fen
    assert audit.verify() is None


def test_an_opening_that_was_first_counts(open_room, elsewhere, until_waiting):
    room = open_room
    ready(room)
    auction = room.announced()
    bids = {name: room.seal(auction, name, "85.00", 1_000) for name in ("one", "two")}
    room.now = auction.bidding_until
    room.open(bids["one"], "one")
    with transaction.atomic():
        room.open(bids["two"], "two")
        room.now = auction.opening_until
        other = elsewhere(room.clear, auction)
        until_waiting()
    assert other.result().wanted == carbon(2_000)
    assert Trade.objects.count() == 2


def test_an_auction_is_decided_once(open_room, elsewhere, until_waiting, refuses):
    room = open_room
    ready(room)
    auction = room.announced()
    bid = room.seal(auction, "one", "85.00", 1_000)
    room.now = auction.bidding_until
    room.open(bid, "one")
    room.now = auction.opening_until
    with transaction.atomic():
        room.clear(auction)
        other = elsewhere(room.clear, auction)
        until_waiting()
    with refuses("E-MC-01"):
        other.result()
    assert Trade.objects.count() == 1


def test_it_is_admitted_or_withdrawn_and_never_both(open_room, elsewhere, until_waiting):
    room = open_room
    ready(room)
    auction = room.propose()
    with transaction.atomic():
        withdraw_auction(room.call("farm"), auction=auction.pk)
        other = elsewhere(room.admit, auction)
        until_waiting()
    assert other.exception().refusals[0].code == "E-MC-01"
    assert Auction.objects.get().state == "withdrawn"
    assert reads.open_holds() == []
