"""What a court freezes nobody sells; who comes later waits, and nothing slips through the queue."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.books import audit, reads, replaying
from qingshan.apps.books.store import freeze_asset
from qingshan.apps.exchange.verbs.cancel_listing import cancel_listing
from qingshan.apps.exchange.verbs.list_units import list_units
from qingshan.apps.exchange.verbs.settle_trade import settle_trade
from qingshan.apps.exchange.verbs.take_listing import take_listing
from qingshan.apps.pledges.tests.test_pledges import both_release
from qingshan.apps.pledges.verbs.register_pledge import register_pledge
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.verbs.transfer_holding import transfer_holding
from qingshan.apps.remedies.models import JudicialHold
from qingshan.apps.remedies.reads import (
    carried_over,
    lapsed_holds,
    place_in_queue,
    promotable_holds,
)
from qingshan.apps.remedies.rules import months_later
from qingshan.apps.remedies.verbs.enter_hold import enter_hold
from qingshan.apps.remedies.verbs.execute_hold import execute_hold
from qingshan.apps.remedies.verbs.extend_hold import extend_hold
from qingshan.apps.remedies.verbs.lapse_hold import lapse_hold
from qingshan.apps.remedies.verbs.promote_hold import promote_hold
from qingshan.apps.remedies.verbs.reject_hold import reject_hold
from qingshan.apps.remedies.verbs.release_hold import release_hold
from qingshan.apps.remedies.verbs.request_hold import request_hold
from qingshan.apps.remedies.verbs.withdraw_hold import withdraw_hold
from qingshan.apps.retirements.naming import SELF, named
from qingshan.apps.retirements.verbs.retire_units import retire_units
from qingshan.apps.walks.offering import offered
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon
from qingshan.core.ledger.model import AccountKind
from qingshan.core.market.settlement import units

pytestmark = pytest.mark.django_db
RULING = "（2026）黔执裁 7 号"


@pytest.fixture(scope="module")
def ticket(office) -> Ticket:
    return office.issued()


def request(office, ticket: Ticket, quantity: int, ruling: str = RULING, **more) -> JudicialHold:
    told = {
        "court": office.party("court"), "ticket": ticket.pk, "holder": office.party("farm"),
        "quantity": quantity, "term_months": 12, "case_number": "（2026）黔执 3 号",
        "ruling_number": ruling, "notice_number": "（2026）黔执协 5 号", "officers": "甲、乙",
    }  # fmt: skip
    return request_hold(office.call("court"), **told | more)


def freeze(office, ticket: Ticket, quantity: int, ruling: str = RULING, **more) -> JudicialHold:
    asked = request(office, ticket, quantity, ruling, **more)
    return enter_hold(office.call("registrar"), hold=asked.pk)


def pledge(office, ticket: Ticket, quantity: int):
    return register_pledge(
        office.call("farm"),
        asset=ticket.asset,
        pledgor=office.party("farm"),
        pledgee=office.party("bank"),
        quantity=quantity,
        loan_fen=1_000_000,
        filing_number="演示 1",
        until=date(2027, 7, 17),
    )


def held(ticket: Ticket) -> reads.Balance:
    return reads.balance(units(ticket.asset, ticket.party.owner))


def retire(office, ticket: Ticket, quantity: int) -> None:
    retire_units(
        office.call("farm"),
        ticket=ticket.pk,
        party=office.party("farm"),
        quantity=quantity,
        purpose="public_good",
        beneficiary=named(SELF),
    )


def offer(office, ticket: Ticket, quantity: int) -> None:
    list_units(
        office.call("farm"),
        asset=ticket.asset,
        seller=office.party("farm"),
        quantity=quantity,
        price_fen=8000,
        expires=office.now.replace(month=8),
    )


def transfer(office, ticket: Ticket, quantity: int) -> None:
    transfer_holding(
        office.call("registrar"),
        ticket=ticket.pk,
        source=office.party("farm"),
        target=office.party("village"),
        quantity=quantity,
        ground="merger",
        document="合并协议",
    )


def test_what_is_frozen_is_neither_sold_nor_pledged_nor_retired_nor_moved(office, ticket, refuses):
    done = freeze(office, ticket, ticket.quantity - carbon(10))
    assert (done.state, done.missing) == ("effective", 0)
    assert (done.since, done.until) == (date(2026, 7, 17), date(2027, 7, 17))
    for act in (pledge, retire, transfer, offer):
        with refuses():
            act(office, ticket, carbon(11))
    retire(office, ticket, carbon(10))
    assert held(ticket).available == 0
    assert audit.verify() is None


def test_nothing_is_frozen_before_the_registrar_has_seen_the_papers(office, ticket, refuses):
    asked = request(office, ticket, carbon(5))
    assert held(ticket).held == 0
    with refuses("E-AU-01"):
        enter_hold(office.call("court"), hold=asked.pk)
    with refuses("E-RG-11"):
        reject_hold(office.call("registrar"), hold=asked.pk, ground=" ")
    sent = reject_hold(office.call("registrar"), hold=asked.pk, ground="文号不清")
    assert sent.state == "rejected"
    with refuses("E-MC-01"):
        enter_hold(office.call("registrar"), hold=asked.pk)


def test_a_court_withdraws_what_is_not_entered_and_sends_the_right_one(office, ticket, refuses):
    wrong = request(office, ticket, carbon(5))
    with refuses("E-RM-06"):
        request(office, ticket, carbon(50))
    with refuses("E-AU-01"):
        withdraw_hold(office.call("registrar"), hold=wrong.pk)
    assert withdraw_hold(office.call("court"), hold=wrong.pk).state == "withdrawn"
    with refuses("E-MC-01"):
        enter_hold(office.call("registrar"), hold=wrong.pk)
    right = freeze(office, ticket, carbon(50))
    with refuses("E-MC-01"):
        withdraw_hold(office.call("court"), hold=right.pk)
    assert held(ticket).held == carbon(50)


def test_what_is_wrong_with_a_request_is_said_at_once(office, ticket, refuses):
    with refuses("E-RM-02", "E-RM-03", "E-RM-04"):
        request(office, ticket, 0, term_months=37, officers="")
    with refuses("E-RM-05"):
        request(office, ticket, ticket.quantity + 1)
    request(office, ticket, carbon(1))
    with refuses("E-RM-06"):
        request(office, ticket, carbon(1))
    with refuses("E-AU-01"):
        request_hold(office.call("farm"), **dict.fromkeys(("court", "ticket", "holder"), 1),
                     **dict.fromkeys(("quantity", "term_months"), 1),
                     **dict.fromkeys(("case_number", "ruling_number"), "x"),
                     **dict.fromkeys(("notice_number", "officers"), "x"))  # fmt: skip


def test_who_comes_later_waits_and_takes_effect_when_the_first_ends(office, ticket):
    first = freeze(office, ticket, ticket.quantity)
    second = freeze(office, ticket, carbon(30), "二号")
    third = freeze(office, ticket, carbon(40), "三号")
    assert (second.state, second.held, place_in_queue(second)) == ("queued", 0, 1)
    assert place_in_queue(third) == 2
    assert second.until is None, "the term of one that waits has not begun"
    release_hold(office.call("registrar"), hold=first.pk, ground="（2026）黔执裁 9 号")
    second.refresh_from_db()
    third.refresh_from_db()
    assert [(one.state, one.held) for one in (second, third)] == [
        ("effective", carbon(30)), ("effective", carbon(40)),
    ]  # fmt: skip
    assert held(ticket).available == ticket.quantity - carbon(70)
    retire(office, ticket, carbon(1))
    assert audit.verify() is None


def test_units_that_a_pledge_sets_free_go_to_the_queue_and_nowhere_else(office, ticket, refuses):
    stands = pledge(office, ticket, carbon(50))
    waits = freeze(office, ticket, ticket.quantity)
    assert (waits.state, waits.held) == ("queued", ticket.quantity - carbon(50))
    assert promotable_holds() == []
    both_release(office, stands)
    assert held(ticket).available == carbon(50)
    for act in (retire, transfer, pledge, offer):
        with refuses():
            act(office, ticket, carbon(1))
    assert promotable_holds() == [waits.pk]
    done = promote_hold(Call(SYSTEM, office.now, "promote"), hold=waits.pk)
    assert (done.state, done.missing, held(ticket).available) == ("effective", 0, 0)
    book = replaying.replayed(reads.day_end(office.now.date()))
    assert replaying.faults(book) == []


def test_units_that_come_in_serve_the_queue(office, ticket):
    transfer(office, ticket, carbon(20))
    pledge(office, ticket, carbon(5))
    waits = freeze(office, ticket, ticket.quantity - carbon(20))
    assert waits.missing == carbon(5)
    transfer_holding(
        office.call("registrar"),
        ticket=ticket.pk,
        source=office.party("village"),
        target=office.party("farm"),
        quantity=carbon(8),
        ground="merger",
        document="合并协议",
    )
    done = promote_hold(office.call("registrar"), hold=waits.pk)
    assert (done.state, held(ticket).available) == ("effective", carbon(3))
    retire(office, ticket, carbon(3))


def test_it_lapses_by_itself_unless_extended_in_time(office, ticket, refuses):
    kept = freeze(office, ticket, carbon(10))
    lost = freeze(office, ticket, carbon(10), "二号")
    with refuses("E-RM-04", "E-RG-11"):
        extend_hold(office.call("registrar"), hold=kept.pk, months=0, ground="")
    extended = extend_hold(office.call("registrar"), hold=kept.pk, months=36, ground="续冻裁定")
    assert extended.until == date(2030, 7, 17)
    assert lapsed_holds(date(2027, 7, 17)) == [], "the last day counts"
    assert lapsed_holds(date(2027, 7, 18)) == [lost.pk]
    later = datetime.fromisoformat("2027-07-18T00:05:00+08:00")
    registrar = office.call("registrar").actor
    with refuses("E-RM-07"):
        extend_hold(Call(registrar, later, "late"), hold=lost.pk, months=1, ground="迟到的裁定")
    with pytest.raises(AssertionError):
        lapse_hold(Call(SYSTEM, office.now, "early"), hold=lost.pk)
    done = lapse_hold(Call(SYSTEM, later, "lapse"), hold=lost.pk)
    assert (done.state, held(ticket).held) == ("expired", carbon(10))


def test_frozen_units_are_transferred_by_force_and_the_rest_is_the_next_ones(
    office, ticket, refuses
):
    first = freeze(office, ticket, ticket.quantity)
    second = freeze(office, ticket, carbon(25), "二号")
    told = {"hold": first.pk, "target": office.party("village"), "ground": "（2026）黔执裁 11 号"}
    registrar = office.call("registrar")
    for wrong in (0, ticket.quantity + 1):
        with refuses("E-RM-08"):
            execute_hold(office.call("registrar"), **told, quantity=wrong)
    with refuses("E-RM-08", "E-RG-11"):
        told_wrong = {"hold": first.pk, "target": office.party("farm"), "ground": ""}
        execute_hold(office.call("registrar"), **told_wrong, quantity=1)
    with refuses("E-RM-09"):
        execute_hold(office.call("registrar"), **{**told, "hold": second.pk}, quantity=carbon(1))
    done = execute_hold(registrar, **told, quantity=ticket.quantity - carbon(100))
    assert done.state == "executed"
    carried = carried_over(done)
    assert carried is not None
    assert (carried.quantity, carried.taker.pk) == (ticket.quantity - carbon(100), told["target"])
    assert carried_over(second) is None
    village = reads.balance(units(ticket.asset, office.cast["village"].party.owner))
    assert village.available == ticket.quantity - carbon(100)
    second.refresh_from_db()
    assert (second.state, held(ticket).posted, held(ticket).available) == (
        "effective", carbon(100), carbon(75),
    )  # fmt: skip
    assert reads.totals(ticket.asset).get(AccountKind.COURT, 0) == 0
    assert audit.verify() is None


def test_a_suspended_ticket_is_frozen_all_the_same(office, ticket):
    freeze_asset(ticket.asset)
    assert freeze(office, ticket, carbon(1)).state == "effective"


@pytest.mark.parametrize(
    ("day", "months", "last"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 15), 36, date(2029, 12, 15)),
    ],
)
def test_months_end_on_a_day_that_exists(day, months, last):
    assert months_later(day, months) == last


def test_a_deal_agreed_before_a_freeze_is_delivered_and_none_is_agreed_after(
    office, ticket, refuses
):
    office.paid("buyer", fen("5000.00"))
    now = office.now
    listing = offered(
        office.call("farm"), office.actor("operator"),
        asset=ticket.asset, seller=office.party("farm"),
        quantity=carbon(20), price_fen=fen("80.00"), expires=now + timedelta(days=20),
    )  # fmt: skip
    take = {
        "listing": listing.pk, "buyer": office.party("buyer"), "quantity": carbon(10),
        "purpose": "own_emissions",
    }  # fmt: skip
    agreed = take_listing(office.call("buyer"), **take)
    frozen = freeze(office, ticket, ticket.quantity)
    assert frozen.held == ticket.quantity - carbon(20)
    with refuses("E-LG-16"):
        take_listing(office.call("buyer"), **take)
    assert settle_trade(office.call("operator"), trade=agreed.pk).state == "settled"
    cancel_listing(office.call("farm"), listing=listing.pk)
    moved = promote_hold(office.call("registrar"), hold=frozen.pk)
    assert moved.held == ticket.quantity - carbon(10)
    assert held(ticket).available == 0
    assert audit.verify() is None
