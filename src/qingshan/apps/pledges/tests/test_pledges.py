"""Units that stand for a loan stay where they are until both sides release them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.books import audit, reads
from qingshan.apps.exchange.verbs.list_units import list_units
from qingshan.apps.parties.models import User
from qingshan.apps.pledges.models import Pledge
from qingshan.apps.pledges.reads import monitored_until, standing_pledges, warnings_of
from qingshan.apps.pledges.verbs.foreclose_pledge import foreclose_pledge
from qingshan.apps.pledges.verbs.note_default import note_default
from qingshan.apps.pledges.verbs.propose_release import propose_release
from qingshan.apps.pledges.verbs.register_pledge import register_pledge
from qingshan.apps.pledges.verbs.release_pledge import release_pledge
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.reads import standing
from qingshan.apps.registry.verbs.suspend_ticket import suspend_ticket
from qingshan.apps.retirements.naming import SELF, named
from qingshan.apps.retirements.verbs.retire_units import retire_units
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
        purpose="public_good",
        beneficiary=named(SELF),
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


def test_nobody_pledges_for_others(office, ticket, refuses):
    with refuses("E-AU-02"):
        pledge(office, ticket, carbon(1), "village")
    with refuses("E-AU-01"):
        pledge(office, ticket, carbon(1), "bank")
    with refuses("E-PL-07"):
        pledge(office, ticket, carbon(1), pledgee=office.party("farm"))


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


def both_release(office, found: Pledge) -> Pledge:
    asked = propose_release(office.call("farm"), pledge=found.pk)
    return release_pledge(office.call("bank"), release=asked.pk)


def defaulted(office, ticket: Ticket, quantity: int) -> Pledge:
    found = pledge(office, ticket, quantity)
    return note_default(office.call("bank"), pledge=found.pk, reason="逾期 90 天，欠 12 万元")


def test_units_of_a_loan_in_default_stay_held_until_released(office, ticket, refuses):
    found = pledge(office, ticket, carbon(5))
    with refuses("E-PL-04"):
        note_default(office.call("bank"), pledge=found.pk, reason=" ")
    with refuses("E-AU-01"):
        note_default(office.call("farm"), pledge=found.pk, reason="x")
    call = office.call("bank", "default")
    done = note_default(call, pledge=found.pk, reason="逾期")
    assert note_default(call, pledge=found.pk, reason="逾期") == done
    assert holding(ticket).held == carbon(5)
    assert list(standing_pledges(ticket.asset)) == [done]
    released = both_release(office, found)
    assert (released.state, released.ended is None) == ("released", False)
    assert holding(ticket).held == 0


def test_a_disposal_moves_all_on_a_paper_and_once(office, ticket, refuses):
    found = pledge(office, ticket, carbon(5))
    told = {"pledge": found.pk, "receiver": office.party("buyer"), "document": "（2026）黔执 1 号"}
    with refuses("E-MC-01"):
        foreclose_pledge(office.call("registrar"), **told)
    note_default(office.call("bank"), pledge=found.pk, reason="逾期")
    with refuses("E-PL-05", "E-PL-06"):
        foreclose_pledge(
            office.call("registrar"), **told | {"receiver": office.party("farm"), "document": " "}
        )
    with refuses("E-AU-01"):
        foreclose_pledge(office.call("bank"), **told)
    before = holding(ticket).posted
    call = office.call("registrar", "foreclose")
    done = foreclose_pledge(call, **told)
    assert foreclose_pledge(call, **told) == done
    assert (holding(ticket).posted, holding(ticket).held) == (before - carbon(5), 0)
    got = reads.balance(units(ticket.asset, office.cast["buyer"].party.owner))
    assert got.available == carbon(5)
    assert audit.verify() is None
    with refuses("E-MC-01"):
        propose_release(office.call("bank"), pledge=found.pk)


def test_a_bank_is_warned_of_the_term_and_of_a_suspended_ticket(office, ticket):
    found = pledge(office, ticket, carbon(5))
    assert list(warnings_of(found, date(2026, 7, 17))) == []
    assert [one.en for one in warnings_of(found, date(2027, 7, 10))] == ["ends in 7 days"]
    assert [one.en for one in warnings_of(found, date(2027, 7, 20))] == ["3 days past its end"]
    suspend_ticket(office.call("registrar"), ticket=ticket.pk, reason="核查", document="1 号")
    assert [one.zh for one in warnings_of(found, date(2026, 7, 17))] == ["碳票已暂停"]


def test_a_bank_is_warned_when_the_monitoring_is_about_to_be_due_again(office, ticket):
    found = pledge(office, ticket, carbon(5), until=date(2999, 1, 1))
    (monitored,) = monitored_until([ticket.asset]).values()
    assert monitored == ticket.monitoring.period.last
    due = monitored.replace(year=monitored.year + 5)
    told = [
        [one.en for one in warnings_of(found, due + timedelta(days=days), monitored)]
        for days in (-181, -180, 0, 1)
    ]
    soon = f"monitored until {monitored}, to be monitored again by {due}"
    late = f"monitored until {monitored} and not again within 5 years"
    assert told == [[], [soon], [soon], [late]]
    # A leap day has no like in most years: the last of February stands for it.
    (said,) = warnings_of(found, date(2029, 2, 28), date(2024, 2, 29))
    assert said.en.endswith("again by 2029-02-28")


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def test_from_registering_to_disposal_on_the_pages(office, ticket):
    farm, bank, registrar = (client_of(name) for name in ("farm", "bank", "registrar"))
    form = {
        "key": "a", "ticket": ticket.number, "pledgee": office.cast["bank"].party.name,
        "tonnes": "5", "loan": "40000.00", "filing_number": "登记 1", "until": "2999-01-01",
    }  # fmt: skip
    assert farm.post(reverse("register_pledge"), form | {"ticket": "GZ-1"}).status_code == 422
    made = farm.post(reverse("register_pledge"), form)
    found = Pledge.objects.get()
    assert made.headers["Location"] == reverse("pledge", args=[found.number])
    page = bank.get(made.headers["Location"]).content.decode()
    assert "登记违约" in page
    assert "登记违约" not in farm.get(made.headers["Location"]).content.decode()
    assert found.number in bank.get(reverse("pledges")).content.decode()
    assert client_of("village").get(made.headers["Location"]).status_code == 404
    assert client_of("buyer").get(reverse("register_pledge")).status_code == 403
    told = {"key": "b", "reason": "逾期"}
    assert bank.post(reverse("note_default", args=[found.number]), told).status_code == 302
    there = reverse("foreclose_pledge", args=[found.number])
    assert bank.get(there).status_code == 403
    assert "处置质物" in registrar.get(made.headers["Location"]).content.decode()
    told = {"key": "c", "receiver": office.cast["buyer"].party.name, "document": "1 号裁定"}
    assert registrar.post(there, told).status_code == 302
    assert "1 号裁定" in bank.get("/en" + made.headers["Location"]).content.decode()
