"""A confirmation, a withdrawal, a disposal and a cancellation of one pledge at one moment."""

from __future__ import annotations

import pytest
from django.db import transaction

from qingshan.apps.books import audit, reads
from qingshan.apps.pledges.models import PledgeRelease
from qingshan.apps.pledges.tests.test_pledges import defaulted, pledge
from qingshan.apps.pledges.verbs.cancel_pledge import cancel_pledge
from qingshan.apps.pledges.verbs.foreclose_pledge import foreclose_pledge
from qingshan.apps.pledges.verbs.propose_release import propose_release
from qingshan.apps.pledges.verbs.release_pledge import release_pledge
from qingshan.apps.pledges.verbs.withdraw_release import withdraw_release
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db(transaction=True)


def test_who_comes_second_is_refused_and_nothing_is_given_back_twice(
    open_office, elsewhere, until_waiting, refuses
):
    office, ticket = open_office, open_office.issued()
    # Two sides propose at once: one proposal stands.
    found = pledge(office, ticket, carbon(5))
    with transaction.atomic():
        asked = propose_release(office.call("farm"), pledge=found.pk)
        late = elsewhere(propose_release, office.call("bank"), pledge=found.pk)
        until_waiting()
    with refuses("E-PL-08"):
        late.result()
    # The other side confirms while the first takes it back.
    with transaction.atomic():
        withdraw_release(office.call("farm"), release=asked.pk)
        late = elsewhere(release_pledge, office.call("bank"), release=asked.pk)
        until_waiting()
    with refuses("E-MC-01"):
        late.result()
    # A disposal comes first, a confirmation second.
    sold = defaulted(office, ticket, carbon(3))
    asked = propose_release(office.call("bank"), pledge=sold.pk)
    told = {"pledge": sold.pk, "receiver": office.party("buyer"), "document": "1 号裁定"}
    with transaction.atomic():
        foreclose_pledge(office.call("registrar"), **told)
        late = elsewhere(release_pledge, office.call("farm"), release=asked.pk)
        until_waiting()
    with refuses("E-MC-01"):
        late.result()
    # The register cancels one on a judgment while the other side confirms.
    ended = pledge(office, ticket, carbon(2))
    asked = propose_release(office.call("farm"), pledge=ended.pk)
    told = {"pledge": ended.pk, "ground": "judgment", "document": "1 号判决"}
    with transaction.atomic():
        cancel_pledge(office.call("registrar"), **told)
        late = elsewhere(release_pledge, office.call("bank"), release=asked.pk)
        until_waiting()
    with refuses("E-MC-01"):
        late.result()
    # Two presses of one button by two of the same bank.
    asked = propose_release(office.call("farm"), pledge=found.pk)
    tried = [elsewhere(release_pledge, office.call("bank"), release=asked.pk) for _ in range(2)]
    assert sorted(one.exception() is None for one in tried) == [False, True]
    assert PledgeRelease.objects.filter(state="confirmed").count() == 1
    assert reads.open_holds(asset=ticket.asset) == []
    assert audit.verify() is None
