"""A freeze and a sale at the same moment: whatever is left is frozen, and nothing twice."""

from __future__ import annotations

import pytest
from django.db import transaction

from qingshan.apps.books import audit, reads
from qingshan.apps.remedies.models import JudicialHold
from qingshan.apps.remedies.tests.test_holds import freeze, held, request
from qingshan.apps.remedies.verbs.enter_hold import enter_hold
from qingshan.apps.retirements.naming import SELF, named
from qingshan.apps.retirements.verbs.retire_units import retire_units
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_freeze_meets_an_act_of_the_holder(open_office, elsewhere, until_waiting, refuses):
    office, ticket = open_office, open_office.issued()

    def retire() -> None:
        retire_units(
            office.call("farm"),
            ticket=ticket.pk,
            party=office.party("farm"),
            quantity=ticket.quantity,
            purpose="public_good",
            beneficiary=named(SELF),
        )

    asked = request(office, ticket, carbon(50))
    with transaction.atomic():
        done = enter_hold(office.call("registrar"), hold=asked.pk)
        late = elsewhere(retire)
        until_waiting()
    with refuses("E-RG-12"):
        late.result()
    assert done.held == carbon(50)
    # Two courts at once for all that is left: one has it, the other waits behind it.
    rest = ticket.quantity - carbon(50)
    others = [request(office, ticket, rest, f"同时 {n}") for n in range(2)]
    tried = [elsewhere(enter_hold, office.call("registrar"), hold=one.pk) for one in others]
    assert sorted(one.result().state for one in tried) == ["effective", "queued"]
    assert sum(JudicialHold.objects.values_list("held", flat=True)) == ticket.quantity
    assert held(ticket) == reads.Balance(ticket.quantity, ticket.quantity, 0)
    assert freeze(office, ticket, carbon(1), "最后").state == "queued"
    assert audit.verify() is None
