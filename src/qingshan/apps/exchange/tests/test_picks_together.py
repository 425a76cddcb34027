"""Picks that wait for the turn are done by whoever has it, each as if it were alone."""

from __future__ import annotations

from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from qingshan.apps.base import gathering
from qingshan.apps.base.models import Event
from qingshan.apps.books import audit, store
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.verbs.take_listing import take_listing
from qingshan.apps.walks.cast import enter
from qingshan.apps.walks.market_story import BUYERS
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon
from qingshan.core.ledger.model import AccountId, AccountKind, Chain, post
from qingshan.core.market.settlement import units

pytestmark = pytest.mark.django_db(transaction=True)
SECOND = BUYERS[0]


@pytest.fixture
def market(open_market):
    """Two buyers with money, and ten tonnes of the farm."""
    cast = open_market.office.cast
    open_market.office.cast = {**cast, SECOND.username: enter(SECOND, open_market.now)}
    with transaction.atomic():
        open_market.supply(10)
    for name in ("buyer", SECOND.username):
        open_market.office.paid(name, fen("2000.00"))
    return open_market


@contextmanager
def turn_kept():
    """Nobody else has the turn of picks meanwhile."""
    lock = gathering.turn_lock("take_listing")
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_lock(%s, %s)", lock)
        yield
        cursor.execute("select pg_advisory_unlock(%s, %s)", lock)


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from base_waiting")
        return cursor.fetchone()[0]


def went_together() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select acts from base_turn where verb = 'take_listing'")
        return cursor.fetchone()[0]


def agreed() -> list[Event]:
    return list(Event.objects.filter(name="trade.agreed").order_by("pk"))


def test_those_who_wait_are_done_in_one_transaction(market, elsewhere, until_waiting):
    listing = market.list(10, "80.00")
    with turn_kept():
        names = ("buyer", SECOND.username, "buyer", SECOND.username)
        answers = [elsewhere(market.take, listing, 2, name) for name in names]
        until_waiting(4)
    deals = [answer.result() for answer in answers]
    assert not any(deal._state.adding for deal in deals)
    assert len({one.transaction for one in agreed()}) == 1
    assert sorted(one.subject_id for one in agreed()) == sorted(deal.pk for deal in deals)
    assert len({one.key for one in agreed()}) == 4
    of_name = {name: market.office.party(name) for name in names}
    assert [deal.buyer_id for deal in deals] == [of_name[name] for name in names]
    places = sorted(int(deal.number.split("-")[2]) for deal in deals)
    assert places == list(range(places[0], places[0] + 4))
    assert Listing.objects.get().left == carbon(2)
    assert waiting() == 0
    assert audit.verify() is None


def test_who_cannot_go_along_hears_why_and_keeps_nobody(market, elsewhere, until_waiting):
    """One wants more than is left, one has not the money: the others have their deals."""
    listing, dear = market.list(4, "80.00"), market.list(6, "500.00")
    with turn_kept():
        wanted = ((listing, 6), (listing, 3), (dear, 5), (dear, 1))
        answers = [elsewhere(market.take, *one) for one in wanted]
        until_waiting(4)
    faults = [answer.exception() for answer in answers]
    assert [fault and fault.refusals[0].code for fault in faults] == [
        "E-EX-04",
        None,
        "E-LG-22",
        None,
    ]
    assert Trade.objects.count() == 2
    assert len({one.transaction for one in agreed()}) == 1
    assert waiting() == 0
    assert audit.verify() is None


def test_each_sees_what_those_before_it_took(market, elsewhere, until_waiting):
    """Of one listing together more than there is: the last is told what the others left."""
    listing = market.list(10, "80.00")
    with turn_kept():
        answers = [elsewhere(market.take, listing, 4) for _ in range(3)]
        until_waiting(3)
    faults = [fault for answer in answers if (fault := answer.exception())]
    assert [fault.refusals[0].code for fault in faults] == ["E-EX-04"]
    assert Listing.objects.get().left == carbon(2)


def test_the_last_place_among_the_holders_is_given_once(market, elsewhere, until_waiting):
    source = AccountId(market.asset, "registry", AccountKind.SUPPLY)
    owners = [units(market.asset, f"party:{900_000 + n}") for n in range(198)]
    with transaction.atomic():
        moves = tuple(post(source, owner, carbon(1)) for owner in owners)
        store.post_one(Chain("crowd", "issue", moves), when=market.now)
    offers = [market.list(5, "80.00") for _ in range(2)]
    with turn_kept():
        names = ("buyer", SECOND.username)
        pairs = zip(offers, names, strict=True)
        answers = [elsewhere(market.take, offer, 1, name) for offer, name in pairs]
        until_waiting(2)
    (fault,) = [fault for answer in answers if (fault := answer.exception())]
    assert fault.refusals[0].code == "E-EX-15"


def test_one_key_that_waits_twice_makes_one_deal(market, elsewhere, until_waiting, refuses):
    listing = market.list(10, "80.00")
    call = market.call("buyer")

    def take(tonnes: int) -> Trade:
        wanted = {"quantity": carbon(tonnes), "purpose": "own_emissions"}
        return take_listing(call, listing=listing.pk, buyer=market.office.party("buyer"), **wanted)

    with turn_kept():
        answers = [elsewhere(take, 2) for _ in range(3)]
        until_waiting(3)
    assert len({answer.result().pk for answer in answers}) == 1
    assert Listing.objects.get().left == carbon(8)
    with refuses("E-MC-02"):
        take(3)
    assert take(2).pk == answers[0].result().pk


def test_within_another_act_a_refusal_of_the_ledger_takes_back_the_pick_alone(market, refuses):
    """The ledger is asked in the message that ends the pick; the transaction around it goes on."""
    dear, other = market.list(5, "500.00"), market.list(5, "80.00")
    with transaction.atomic():
        with refuses("E-LG-22"):
            market.take(dear, 5)
        market.take(other, 1)
    assert Trade.objects.get().order == other.number
    assert Listing.objects.get(pk=dear.pk).left == carbon(5)
    assert audit.verify() is None


def test_as_many_are_waited_for_as_went_together_last(market, elsewhere, until_waiting):
    listing = market.list(10, "80.00")
    with turn_kept():
        answers = [elsewhere(market.take, listing, 1) for _ in range(3)]
        until_waiting(3)
    assert all(answer.result() for answer in answers)
    assert went_together() == 3
    market.take(listing, 1)
    assert went_together() == 1


def test_what_nobody_waits_for_any_more_is_not_begun(market):
    """A caller was killed while its act waited; the act does not come to life later."""
    listing = market.list(10, "80.00")
    left_behind(market, listing.pk, "11 s")
    market.take(listing, 1)
    assert Trade.objects.count() == 1
    assert waiting() == 0


def test_an_act_that_nobody_can_do_keeps_nobody(market, caplog):
    listing = market.list(10, "80.00")
    left_behind(market, "no listing", "0 s")
    market.take(listing, 1)
    assert Trade.objects.count() == 1
    assert "one by one" in caplog.text
    assert waiting() == 1


def left_behind(market, listing, age: str) -> None:
    """An act of the buyer in the line whose caller is gone."""
    party = market.office.party("buyer")
    with connection.cursor() as cursor:
        cursor.execute(
            """
            insert into base_waiting (verb, actor, key, content, "when", note, arguments, entered)
            select 'take_listing',
                   jsonb_build_object('name', 'user:1', 'account', 'buyer',
                                      'roles', '["trader"]'::jsonb,
                                      'parties', jsonb_build_array(%(party)s)),
                   'gone', 'content', %(when)s, '',
                   jsonb_build_object('listing', %(listing)s, 'buyer', %(party)s, 'quantity', 10000,
                                      'purpose', 'own_emissions'),
                   clock_timestamp() - %(age)s::interval
            """,
            {"party": party, "listing": listing, "age": age, "when": market.now.isoformat()},
        )
