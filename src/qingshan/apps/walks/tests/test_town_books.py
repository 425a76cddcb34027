"""Faults planted in the town: the quick look sees what a step touched, the close look the rest."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any

import pgtrigger
import pytest
from django.db import connection
from django.db.models import F

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import verbs
from qingshan.apps.custody.models import PayIn
from qingshan.apps.custody.verbs.pay_in import pay_in
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.verbs.settle_trade import settle_trade
from qingshan.apps.exchange.verbs.take_listing import take_listing
from qingshan.apps.registry.models import Ticket
from qingshan.apps.retirements.naming import SELF, named
from qingshan.apps.retirements.verbs.retire_units import retire_units
from qingshan.apps.walks.offering import offered
from qingshan.apps.walks.town import Plan, live
from qingshan.apps.walks.town_acts import Town
from qingshan.apps.walks.town_books import Watch
from qingshan.core.kernel.units import carbon

FUNDS_FEN, PRICE_FEN = 10_000_000, 8_000
ROOMS = {
    "exchange",
    "auctions",
    "custody",
    "pledges",
    "remedies",
    "retirements",
    "rulebook",
    "surveillance",
}
TOWNS = ("acts", "after", "auctions", "bank", "money", "rights", "rules", "surveillance", "zones")


class Square:
    """A ticket, an offer, a buyer with money, and a watch that has just looked."""

    def __init__(self, office: Any) -> None:
        self.office = office
        self.ticket: Ticket = office.issued()
        office.paid("buyer", FUNDS_FEN)
        self.first, self.second = self.offer(20), self.offer(20)
        self.trade = self.take()
        self.take(self.second)
        self.watch = Watch()

    def offer(self, tonnes: int) -> Listing:
        return offered(
            self.office.call("farm"),
            self.office.actor("operator"),
            asset=self.ticket.asset,
            seller=self.office.party("farm"),
            quantity=carbon(tonnes),
            price_fen=PRICE_FEN,
            expires=self.office.now + timedelta(days=5),
        )

    def take(self, listing: Listing | None = None) -> Trade:
        return take_listing(
            self.office.call("buyer"),
            listing=(listing or self.first).pk,
            buyer=self.office.party("buyer"),
            quantity=carbon(1),
            purpose="own_emissions",
        )

    def settle(self) -> Trade:
        return settle_trade(self.office.call("operator"), trade=self.trade.pk)

    def retire(self) -> None:
        retire_units(
            self.office.call("farm"),
            ticket=self.ticket.pk,
            party=self.office.party("farm"),
            quantity=carbon(1),
            purpose="public_good",
            beneficiary=named(SELF),
        )


@pytest.fixture(scope="module")
def built(office: Any) -> Square:
    return Square(office)


@pytest.fixture
def square(built: Square, db: None) -> Square:
    built.watch = Watch()
    return built


def planted(sql: str, *values: Any) -> None:
    """Change rows behind everybody's back, those that are never changed included."""
    with pgtrigger.ignore(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount == 1, "the fault is planted"


def counter_of_a_purse(square: Square) -> None:
    square.settle()
    planted("update books_account set posted_in = posted_in + 1 where name like 'CNY/%%/fee'")


def left_of_a_hold(square: Square) -> None:
    square.take()
    planted('update books_hold set "left" = "left" - 1 where key = %s', square.first.hold)


def left_of_an_offer(square: Square) -> None:
    square.take()
    Listing.objects.filter(pk=square.first.pk).update(left=F("left") - 1)


def amount_of_a_deal(square: Square) -> None:
    trade = square.take()
    Trade.objects.filter(pk=trade.pk).update(amount_fen=F("amount_fen") + 1)


def fee_of_a_deal(square: Square) -> None:
    trade = square.settle()
    Trade.objects.filter(pk=trade.pk).update(buyer_fee_fen=F("buyer_fee_fen") + 1)


def numbers_of_a_retirement(square: Square) -> None:
    square.retire()
    planted("update registry_retirement set quantity = quantity + 1")


@pytest.mark.parametrize(
    "fault",
    [
        counter_of_a_purse,
        left_of_a_hold,
        left_of_an_offer,
        amount_of_a_deal,
        fee_of_a_deal,
        numbers_of_a_retirement,
    ],
)
def test_a_fault_is_seen_at_once_by_both_looks(
    square: Square, fault: Callable[[Square], None]
) -> None:
    square.watch.look_closely(1, deep=False)
    fault(square)
    with pytest.raises(AssertionError, match="after step 2"):
        square.watch.look(2, 0, acted=True)
    with pytest.raises(AssertionError, match="after step 2"):
        square.watch.look_closely(2, deep=False)


def test_an_act_without_a_fault_passes_both_looks(square: Square) -> None:
    for step, act in enumerate((square.take, square.settle, square.retire), 1):
        act()
        square.watch.look(step, 0, acted=True)
        square.watch.look_closely(step, deep=True)


def test_the_digest_of_a_new_chain_is_seen_at_once_and_in_depth(square: Square) -> None:
    square.settle()
    planted("update books_chain set digest = repeat('0', 64) where key like 'settle:%%'")
    with pytest.raises(AssertionError, match="chain digest"):
        square.watch.look(2, 0, acted=True)
    with pytest.raises(AssertionError, match="chain digest"):
        square.watch.look_closely(2, deep=True)


def test_errors_that_make_up_for_each_other_are_seen_hold_by_hold(square: Square) -> None:
    square.take()
    Listing.objects.filter(pk=square.first.pk).update(left=F("left") - 1)
    Listing.objects.filter(pk=square.second.pk).update(left=F("left") + 1)
    square.watch.look_closely(2, deep=False)
    with pytest.raises(AssertionError, match=square.first.number):
        square.watch.look(2, 0, acted=True)


def test_money_that_nobody_told_of_and_an_act_without_event_are_seen(square: Square) -> None:
    square.office.paid("buyer", 700)
    with pytest.raises(AssertionError, match="the bank gave 700 fen and 0 were paid in"):
        square.watch.look(2, 0, acted=True)
    square.watch = Watch()
    with pytest.raises(AssertionError, match="0 events of an act that was"):
        square.watch.look(3, 0, acted=True)
    square.office.paid("buyer", 700)
    with pytest.raises(AssertionError, match="1 events of an act that was not"):
        square.watch.look(4, 700, acted=False)


def test_what_nobody_touched_is_for_the_close_look(square: Square) -> None:
    Listing.objects.filter(pk=square.second.pk).update(left=F("left") + 1)
    square.watch.look(2, 0, acted=False)
    with pytest.raises(AssertionError, match="offered"):
        square.watch.look_closely(2, deep=False)


def test_a_town_goes_on_only_as_it_was_begun(
    square: Square, refuses: Callable[..., AbstractContextManager[None]]
) -> None:
    plan, office = Plan(1, 100), square.office
    call = Call(office.cast["operator"].actor, plan.moment(7), "town/1/7")
    pay_in(call, party=office.party("buyer"), amount_fen=100, bank_reference="TOWN")
    assert PayIn.objects.filter(bank_reference="TOWN").exists()
    town = Town(office.cast, [], [], [], [])
    for other in (Plan(2, 100), Plan(1, 1_000_000)):
        with refuses("E-WK-03"):
            live(town, other)
    assert live(town, Plan(1, 7)).first == 8


def test_every_verb_of_the_market_comes_to_somebodys_mind() -> None:
    rooms = [importlib.import_module(f"qingshan.apps.walks.town_{name}") for name in TOWNS]
    known = {name for room in rooms for name in vars(room)}
    asked = {
        card.name for card in verbs().values() if card.room in ROOMS and "system" not in card.roles
    }
    assert asked - known == set()
