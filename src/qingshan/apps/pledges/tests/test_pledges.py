"""Units that stand for a loan stay where they are until the bank releases them."""

from __future__ import annotations

from datetime import date

import pytest

from qingshan.apps.books import audit, reads
from qingshan.apps.exchange.verbs.list_units import list_units
from qingshan.apps.pledges.models import Pledge
from qingshan.apps.pledges.verbs.register_pledge import register_pledge
from qingshan.apps.pledges.verbs.release_pledge import release_pledge
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.reads import standing
from qingshan.apps.registry.verbs.retire_units import retire_units
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon
from qingshan.core.market.settlement import units

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def ticket(office) -> Ticket:
    return office.issued()


def pledge(office, ticket: Ticket, quantity: int, part: str = "farm", **changes) -> Pledge:
    told = {
        "asset": ticket.asset,
        "pledgor": office.party("farm"),
        "pledgee": office.party("bank"),
        "quantity": quantity,
        "loan_fen": fen("200000.00"),
        "filing_number": "演示登记 0001",
        "until": date(2027, 7, 17),
    }
    return register_pledge(office.call(part), **told | changes)


def offer(office, ticket: Ticket, quantity: int) -> None:
    list_units(
        office.call("farm"),
        asset=ticket.asset,
        seller=office.party("farm"),
        quantity=quantity,
        price_fen=8000,
        expires=office.now.replace(month=8),
    )


def retire(office, ticket: Ticket, quantity: int) -> None:
    retire_units(
        office.call("farm"),
        ticket=ticket.pk,
        party=office.party("farm"),
        quantity=quantity,
        purpose="event",
        beneficiary="某会议",
    )


def holding(ticket: Ticket) -> reads.Balance:
    return reads.balance(units(ticket.asset, ticket.party.owner))


def test_pledged_units_are_neither_listed_nor_retired_nor_pledged_again(office, ticket, refuses):
    done = pledge(office, ticket, ticket.quantity - carbon(10))
    assert done.number.startswith("ZY-2026-000001-")
    assert standing(ticket).held == done.quantity
    for act, code in ((offer, "E-LG-22"), (retire, "E-RG-12"), (pledge, "E-LG-22")):
        with refuses(code):
            act(office, ticket, carbon(11))
    # What is not pledged stays free.
    offer(office, ticket, carbon(4))
    retire(office, ticket, carbon(3))
    pledge(office, ticket, carbon(3))
    assert holding(ticket).available == 0


def test_release_restores_exactly(office, ticket):
    before = holding(ticket)
    done = pledge(office, ticket, carbon("12.3456"))
    assert holding(ticket) == reads.Balance(
        before.posted, carbon("12.3456"), before.available - carbon("12.3456")
    )
    released = release_pledge(office.call("bank"), pledge=done.pk)
    assert (released.state, holding(ticket)) == ("released", before)
    assert reads.open_holds(asset=ticket.asset) == []
    retire(office, ticket, ticket.quantity)
    assert audit.verify() is None


def test_only_the_bank_of_the_pledge_releases_and_once(office, ticket, refuses):
    done = pledge(office, ticket, carbon(5))
    with refuses("E-AU-01"):
        release_pledge(office.call("farm"), pledge=done.pk)
    foreign = pledge(office, ticket, carbon(5), pledgee=office.party("court"))
    with refuses("E-AU-02"):
        release_pledge(office.call("bank"), pledge=foreign.pk)
    release_pledge(office.call("bank"), pledge=done.pk)
    with refuses("E-MC-01"):
        release_pledge(office.call("bank"), pledge=done.pk)
    assert holding(ticket).held == carbon(5)


def test_nobody_pledges_for_others(office, ticket, refuses):
    with refuses("E-AU-02"):
        pledge(office, ticket, carbon(1), "village")
    with refuses("E-AU-01"):
        pledge(office, ticket, carbon(1), "bank")


@pytest.mark.parametrize(
    "wrong", [{"quantity": 0}, {"loan_fen": 0}, {"until": date(2026, 7, 17)}, {"quantity": -1}]
)
def test_terms_are_whole(office, ticket, refuses, wrong):
    with refuses("E-PL-01"):
        pledge(office, ticket, **{"quantity": carbon(1), **wrong})


def test_everything_wrong_is_said_at_once(office, ticket, refuses):
    with refuses("E-PL-01", "E-PL-02", "E-PL-03"):
        pledge(office, ticket, 0, filing_number=" ", asset="CNY")
    assert not Pledge.objects.exists()


def test_only_tickets_are_pledged(office, ticket, refuses):
    office.paid("farm", carbon(2))
    for asset in ("CNY", "ticket:NONE"):
        with refuses("E-PL-03"):
            pledge(office, ticket, carbon(1), asset=asset)
