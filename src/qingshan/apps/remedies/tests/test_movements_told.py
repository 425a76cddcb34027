"""The movements of a ticket tell what is frozen, set free and transferred, and which way."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.pledges.tests.test_pledges import both_release
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.reads import movements
from qingshan.apps.remedies.tests.test_holds import freeze, pledge
from qingshan.apps.remedies.verbs.execute_hold import execute_hold
from qingshan.apps.remedies.verbs.release_hold import release_hold
from qingshan.core.kernel.units import carbon
from qingshan.core.ledger.model import Act

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def ticket(office) -> Ticket:
    return office.issued()


def told(ticket: Ticket, count: int) -> list[tuple[str, str, str, int]]:
    """The last movements, oldest first: what, from whom, to whom, how much."""
    lines = movements(ticket)[:count]
    return [(one.label.zh, one.source.zh, one.target.zh, one.amount) for one in lines][::-1]


def test_a_freeze_goes_to_nobody_and_its_end_comes_back(office, ticket):
    found = freeze(office, ticket, carbon(5))
    release_hold(office.call("registrar"), hold=found.pk, ground="解冻裁定")
    farm, court = ticket.party.name, found.court.name
    assert told(ticket, 2) == [
        ("司法冻结", farm, "", carbon(5)),
        ("司法解冻", court, farm, carbon(5)),
    ]
    page = Client().get(reverse("ticket", args=[ticket.number])).content.decode()
    assert "司法冻结" in page
    assert "司法划转" not in page


def test_what_a_forced_transfer_leaves_is_set_free_and_not_transferred(office, ticket):
    found = freeze(office, ticket, carbon(5))
    village = office.cast["village"].party
    execute_hold(
        office.call("registrar"), hold=found.pk, target=village.pk,
        quantity=carbon(3), ground="划转裁定",
    )  # fmt: skip
    farm, court = ticket.party.name, found.court.name
    assert told(ticket, 4) == [
        ("司法冻结", farm, "", carbon(5)),
        ("司法划转", farm, court, carbon(3)),
        ("司法解冻", court, farm, carbon(2)),
        ("司法划转", court, village.name, carbon(3)),
    ]


def test_a_pledge_goes_to_nobody_and_its_release_comes_from_the_bank(office, ticket):
    both_release(office, pledge(office, ticket, carbon(5)))
    farm, bank = ticket.party.name, office.cast["bank"].party.name
    assert told(ticket, 2) == [
        ("质押", farm, "", carbon(5)),
        ("解除质押", bank, farm, carbon(5)),
    ]
    assert movements(ticket)[0].act is Act.RELEASE
