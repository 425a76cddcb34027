"""A freeze of which a part waits: what is frozen is extended, transferred and lapses like any."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.books import audit, reads
from qingshan.apps.parties.models import User
from qingshan.apps.registry.models import Ticket
from qingshan.apps.remedies.models import PARTLY, JudicialHold
from qingshan.apps.remedies.reads import carried_over, lapsed_holds
from qingshan.apps.remedies.tests.test_holds import freeze, held, pledge, request
from qingshan.apps.remedies.verbs.execute_hold import execute_hold
from qingshan.apps.remedies.verbs.extend_hold import extend_hold
from qingshan.apps.remedies.verbs.lapse_hold import lapse_hold
from qingshan.core.kernel.units import carbon
from qingshan.core.market.settlement import units

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def ticket(office) -> Ticket:
    return office.issued()


def partly(office, ticket: Ticket) -> JudicialHold:
    """A freeze of all, of which fifty tonnes wait for the end of a pledge."""
    pledge(office, ticket, carbon(50))
    found = freeze(office, ticket, ticket.quantity)
    assert (found.state, found.missing) == ("queued", carbon(50))
    return found


def test_it_is_called_frozen_in_part_and_offers_what_can_be_done(office, ticket):
    found = partly(office, ticket)
    assert found.state_label == PARTLY
    waits = freeze(office, ticket, carbon(1), "二号")
    assert waits.state_label.zh == "轮候冻结"
    client = Client()
    client.force_login(User.objects.get(username="registrar"))
    page = client.get(reverse("hold", args=[found.number])).content.decode()
    for word in (PARTLY.zh, "续行冻结", "司法划转"):
        assert word in page
    page = client.get(reverse("hold", args=[waits.number])).content.decode()
    assert "续行冻结" not in page
    assert "司法划转" not in page
    assert "司法解冻" in page


def test_what_is_frozen_of_it_is_extended(office, ticket, refuses):
    found = partly(office, ticket)
    done = extend_hold(office.call("registrar"), hold=found.pk, months=6, ground="续冻裁定")
    assert (done.state, done.until) == ("queued", date(2028, 1, 17))
    waits = freeze(office, ticket, carbon(1), "二号")
    with refuses("E-RM-09"):
        extend_hold(office.call("registrar"), hold=waits.pk, months=6, ground="续冻裁定")


def test_what_is_frozen_of_it_is_transferred_and_no_more(office, ticket, refuses):
    found = partly(office, ticket)
    told = {"hold": found.pk, "target": office.party("village"), "ground": "划转裁定"}
    with refuses("E-RM-08"):
        execute_hold(office.call("registrar"), **told, quantity=found.held + carbon(1))
    done = execute_hold(office.call("registrar"), **told, quantity=found.held - carbon(3))
    carried = carried_over(done)
    assert carried is not None
    assert (done.state, carried.quantity) == ("executed", ticket.quantity - carbon(53))
    assert held(ticket) == reads.Balance(carbon(53), carbon(50), carbon(3))
    assert audit.verify() is None


def test_what_is_frozen_of_it_lapses(office, ticket):
    found = partly(office, ticket)
    assert lapsed_holds(date(2027, 7, 18)) == [found.pk]
    later = datetime.fromisoformat("2027-07-18T00:05:00+08:00")
    done = lapse_hold(Call(SYSTEM, later, "lapse"), hold=found.pk)
    assert (done.state, done.held) == ("expired", 0)
    assert held(ticket) == reads.Balance(ticket.quantity, carbon(50), ticket.quantity - carbon(50))
    assert audit.verify() is None


def test_fractions_of_a_tonne_are_neither_frozen_nor_transferred_by_force(office, ticket, refuses):
    half = carbon(1) // 2
    with refuses("E-RM-10"):
        request(office, ticket, carbon(5) + half)
    found = freeze(office, ticket, carbon(5))
    told = {"hold": found.pk, "target": office.party("village"), "ground": "划转裁定"}
    with refuses("E-RM-10"):
        execute_hold(office.call("registrar"), **told, quantity=carbon(4) + half)
    assert execute_hold(office.call("registrar"), **told, quantity=carbon(4)).state == "executed"


def test_a_fraction_that_is_there_already_is_frozen_and_transferred_with_all(
    office, ticket, refuses
):
    half = carbon(1) // 2
    pledge(office, ticket, carbon(50) - half)
    free = held(ticket).available
    with refuses("E-RM-10"):
        request(office, ticket, free - carbon(1))
    found = freeze(office, ticket, free)
    assert (found.state, found.held) == ("effective", free)
    told = {"hold": found.pk, "target": office.party("village"), "ground": "划转裁定"}
    with refuses("E-RM-10"):
        execute_hold(office.call("registrar"), **told, quantity=free - carbon(1))
    execute_hold(office.call("registrar"), **told, quantity=free)
    village = reads.balance(units(ticket.asset, office.cast["village"].party.owner))
    assert village.available == free
