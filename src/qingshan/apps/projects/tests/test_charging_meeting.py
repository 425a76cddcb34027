"""A body is charged while another one hands in its report: whoever comes second sees the first."""

from __future__ import annotations

import pytest
from django.db import transaction

from qingshan.apps.parties.models import User
from qingshan.apps.parties.verbs.appoint import appoint
from qingshan.apps.projects.models import Report
from qingshan.apps.projects.verbs.assign_body import assign_body
from qingshan.apps.projects.verbs.measure_period import measure_period
from qingshan.apps.projects.verbs.submit_report import submit_report

pytestmark = pytest.mark.django_db(transaction=True)


def test_who_was_replaced_meanwhile_hands_nothing_in(
    open_office, elsewhere, until_waiting, refuses
):
    office = open_office
    claim, other = office.charged(), office.party("expert")
    user = User.objects.get(username="expert")
    appoint(office.founding(), user=user.pk, party=other, role="measurer")
    measure_period(
        office.call("measurer"),
        monitoring=claim.pk,
        measurer=office.party("measurer"),
        as_of=office.as_of,
    )
    with transaction.atomic():
        assign_body(office.call("farm"), monitoring=claim.pk, part="measuring", body=other)
        second = elsewhere(submit_report, office.call("measurer"), monitoring=claim.pk)
        until_waiting()
    with refuses("E-PJ-05"):
        second.result()
    assert not Report.objects.exists()
    claim.refresh_from_db()
    assert claim.state == "measured"
