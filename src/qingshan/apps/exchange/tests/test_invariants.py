"""Whatever people do, units and money add up."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest

from qingshan.apps.books import audit, reads
from qingshan.apps.custody.models import PayIn
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.walks.cast import enter
from qingshan.apps.walks.market_story import BUYERS
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.units import CARBON_PER_TONNE
from qingshan.core.ledger.model import AccountKind
from qingshan.core.market.settlement import MONEY

pytestmark = pytest.mark.django_db

SUPPLY_T, STEPS = 60, 60
ACTS = (
    "list",
    "list",
    "take",
    "take",
    "take",
    "settle",
    "settle",
    "cancel",
    "expire",
    "pay",
    "wait",
)


@pytest.mark.parametrize("seed", range(3))
def test_a_random_day_at_the_exchange(market, seed):
    chance = random.Random(seed)
    people = [*BUYERS]
    cast = {part.username: enter(part, market.now) for part in people}
    market.office.cast = {**market.office.cast, **cast}
    market.supply(SUPPLY_T)
    traders = ["buyer", *cast]
    done, refused = {}, {}
    for _ in range(STEPS):
        act = chance.choice(ACTS)
        try:
            step(market, chance, act, traders)
        except Refused as fault:
            for refusal in fault.refusals:
                refused[refusal.code] = refused.get(refusal.code, 0) + 1
        else:
            done[act] = done.get(act, 0) + 1
        adds_up(market, ["farm", *traders])
    assert audit.verify() is None
    assert done.keys() >= {"list", "take", "settle"}, (done, refused)


def step(market, chance: random.Random, act: str, traders: list[str]) -> None:
    tonnes = chance.randrange(1, 15)
    if act == "list":
        price = f"{chance.randrange(7000, 9000) / 100:.2f}"
        market.list(
            tonnes, price, part=chance.choice(["farm", *traders]), days=chance.choice([1, 9])
        )
    elif act == "pay":
        market.office.paid(chance.choice(traders), chance.randrange(1, 300_000))
    elif act == "wait":
        market.now += timedelta(hours=chance.randrange(30))
    elif act == "settle":
        waiting = list(Trade.objects.filter(state="agreed"))
        if waiting:
            market.settle(chance.choice(waiting))
    elif listings := list(Listing.objects.filter(state="open")):
        listing = chance.choice(listings)
        if act == "take":
            market.take(listing, tonnes, chance.choice(traders))
        elif act == "cancel":
            names = {p.party.pk: name for name, p in market.office.cast.items()}
            market.cancel(listing, names[listing.seller_id])
        elif listing.expires <= market.now:
            market.expire(listing)


def adds_up(market, people: list[str]) -> None:
    units = reads.totals(market.asset)
    money = reads.totals(MONEY)
    assert sum(units.values()) == sum(money.values()) == 0
    held = sum(market.units(name).posted for name in people)
    assert held == SUPPLY_T * CARBON_PER_TONNE == -units[AccountKind.SUPPLY]
    assert units.get(AccountKind.ESCROW, 0) == money.get(AccountKind.CLEARING, 0) == 0
    paid = sum(PayIn.objects.values_list("amount_fen", flat=True))
    assert sum(market.money(name).posted for name in people) + market.fees() == paid
    listed = sum(Listing.objects.values_list("left", flat=True))
    agreed = list(Trade.objects.filter(state="agreed"))
    assert sum(market.units(name).held for name in people) == listed + sum(
        trade.quantity for trade in agreed
    )
    assert sum(market.money(name).held for name in people) == sum(
        trade.amount_fen + trade.buyer_fee_fen for trade in agreed
    )
    settled = Trade.objects.filter(state="settled")
    assert market.fees() == sum(t.buyer_fee_fen + t.seller_fee_fen for t in settled)
