"""Whatever is bid and whoever opens: no fen and no gram comes or goes."""

from __future__ import annotations

import random

import pytest

from qingshan.apps.auctions.models import SealedBid
from qingshan.apps.auctions.rules import lost_fen
from qingshan.apps.auctions.telling import record_of
from qingshan.apps.books import audit, reads
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.verbs.settle_trade import settle_trade
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.units import carbon
from qingshan.core.ledger.model import AccountKind
from qingshan.core.market.record import record_faults
from qingshan.core.market.settlement import MONEY

pytestmark = pytest.mark.django_db

BIDDERS = ("one", "two", "three", "four", "five")


@pytest.mark.parametrize("seed", range(6))
def test_a_random_auction_adds_up(room, seed):
    chance = random.Random(seed)
    offered = chance.randrange(1, 1_001)
    under = chance.choice(["void", "sell"])
    auction = room.announced(offered, f"{chance.randrange(100, 9_000) / 100:.2f}", under=under)
    floor = auction.floor_fen
    bids = {}
    for name in BIDDERS:
        price = chance.choice([floor, floor + 1, chance.randrange(max(floor - 50, 1), floor * 2)])
        tonnes = chance.randrange(1, offered + chance.choice([1, 20]))
        bids[name] = room.seal(auction, name, f"{price / 100:.2f}", tonnes)
        adds_up(room)
    room.now = auction.bidding_until
    silent = set()
    for name, bid in bids.items():
        try:
            if chance.random() < 0.2:
                silent.add(name)
            else:
                room.open(bid, name)
        except Refused:
            silent.add(name)
        adds_up(room)
    room.now = auction.opening_until
    done = room.clear(auction)
    adds_up(room)
    assert record_faults(record_of(done)) == []
    told = list(SealedBid.objects.select_related("trade"))
    assert {bid.bidder.name for bid in told if bid.state == "sealed"} == {
        f"竞买人{name}" for name in silent
    }
    for bid in told:
        due = bid.trade.amount_fen + bid.trade.buyer_fee_fen if bid.trade else 0
        assert bid.held_fen == due
        assert bool(bid.trade) == bool(bid.won)
    assert sum(room.money(name).held for name in BIDDERS) == sum(bid.held_fen for bid in told)
    assert room.units("farm").held == done.sold == sum(bid.won for bid in told)
    for trade in Trade.objects.all():
        settle_trade(room.call("operator"), trade=trade.pk)
        adds_up(room)
    assert reads.open_holds() == []
    assert room.money("farm").posted == len(silent) * lost_fen(auction) + sum(
        trade.amount_fen - trade.seller_fee_fen for trade in Trade.objects.all()
    )
    assert audit.verify() is None


def adds_up(room) -> None:
    money, goods = reads.totals(MONEY), reads.totals(room.asset)
    assert sum(money.values()) == sum(goods.values()) == 0
    assert money.get(AccountKind.CLEARING, 0) == goods.get(AccountKind.ESCROW, 0) == 0
    people = ("farm", *BIDDERS)
    assert sum(room.units(name).posted for name in people) == carbon(1_000)
    paid = sum(room.money(name).posted for name in people) + room.fees()
    assert paid == -money[AccountKind.BANK]
