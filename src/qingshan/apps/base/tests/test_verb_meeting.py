"""Two calls with one key at one moment: one act, and both get its answer."""

from __future__ import annotations

import pytest
from django.db import transaction

from qingshan.apps.base.models import Event
from qingshan.apps.custody.models import PayIn
from qingshan.apps.custody.verbs.pay_in import pay_in
from qingshan.apps.parties.models import Party
from qingshan.apps.parties.verbs.register_party import register_party
from qingshan.apps.projects.verbs.measure_period import measure_period
from qingshan.apps.projects.verbs.submit_report import submit_report

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_act_when_only_the_event_is_unique(open_office, elsewhere, until_waiting):
    call = open_office.call("registrar", "meet")
    told = {"kind": "farm", "name": "甲林场"}
    with transaction.atomic():
        first = register_party(call, **told)
        second = elsewhere(register_party, call, **told)
        until_waiting()
    assert second.result() == first
    assert Party.objects.filter(name="甲林场").count() == 1
    assert Event.objects.filter(key="meet").count() == 1


def test_one_act_when_the_thing_itself_is_unique(open_office, elsewhere, until_waiting):
    call = open_office.call("operator", "meet")
    told = {"party": open_office.party("buyer"), "amount_fen": 500, "bank_reference": "B-9"}
    with transaction.atomic():
        first = pay_in(call, **told)
        second = elsewhere(pay_in, call, **told)
        until_waiting()
    assert second.result() == first
    assert PayIn.objects.count() == 1


def test_one_act_when_the_first_moved_the_thing_on(open_office, elsewhere, until_waiting):
    claim = open_office.charged()
    measure_period(
        open_office.call("measurer"),
        monitoring=claim.pk,
        measurer=open_office.party("measurer"),
        as_of=open_office.as_of,
    )
    call = open_office.call("measurer", "meet")
    with transaction.atomic():
        first = submit_report(call, monitoring=claim.pk)
        second = elsewhere(submit_report, call, monitoring=claim.pk)
        until_waiting()
    assert second.result() == first
    assert Event.objects.filter(key="meet").count() == 1


def test_other_content_under_the_key_is_refused_after_the_wait(
    open_office, elsewhere, until_waiting, refuses
):
    call = open_office.call("registrar", "meet")
    with transaction.atomic():
        register_party(call, kind="farm", name="甲林场")
        second = elsewhere(register_party, call, kind="farm", name="乙林场")
        until_waiting()
    with refuses("E-MC-02"):
        second.result()
    assert not Party.objects.filter(name="乙林场").exists()


def test_many_at_once(open_office, elsewhere):
    call = open_office.call("registrar", "crowd")
    answers = [elsewhere(register_party, call, kind="farm", name="甲林场") for _ in range(8)]
    assert len({answer.result().pk for answer in answers}) == 1
    assert Party.objects.filter(name="甲林场").count() == 1
