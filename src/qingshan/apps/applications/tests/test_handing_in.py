"""From nothing to a receipt, for a village and a farm; a refusal leaves nothing behind."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from qingshan.apps.applications.lists import rows_of
from qingshan.apps.applications.models import Application, Draft, Household
from qingshan.apps.base.models import Event
from qingshan.apps.casework.reads import case_of
from qingshan.apps.land.models import Survey
from qingshan.apps.parties.sealing import unseal_fields
from qingshan.apps.projects.models import MonitoringPeriod
from tests import applying

pytestmark = pytest.mark.django_db


def text(answer) -> str:
    return answer.content.decode()


def test_a_village_hands_in_and_gets_a_receipt(office, sign_in) -> None:
    client = sign_in("village")
    draft = applying.filled(client, [office.file()])
    answer = applying.hand_in(client, draft)
    assert answer.status_code == 302, text(answer)[-6000:]
    done = Application.objects.get()
    assert re.fullmatch(r"SJ-\d{4}-000001-\d", done.number)
    claim = MonitoringPeriod.objects.get()
    assert (done.monitoring, claim.state) == (claim, "registered")
    assert claim.survey.compartments.count() == 6
    assert claim.project.county_code == done.told["land"]["county"]
    case = case_of("projects.monitoringperiod", str(claim.pk))
    assert case == done.case
    assert (case.kind, case.state, case.party) == ("ticket_application", "submitted", done.party)
    page = text(client.get(answer.headers["Location"]))
    assert done.number in page
    assert done.check_code in page
    assert str(case.due) in page
    draft.refresh_from_db()
    assert draft.state == "submitted"


def test_households_are_frozen_and_nobody_reads_them_in_the_database(office, sign_in) -> None:
    client = sign_in("village")
    draft = applying.filled(client, [office.file()])
    assert applying.hand_in(client, draft).status_code == 302
    rows = list(Household.objects.order_by("row"))
    assert [row.share_basis_points for row in rows] == [5000, 5000]
    for row, (name, resident, card) in zip(rows, applying.PEOPLE, strict=True):
        told = unseal_fields(row.person)
        assert (told["head_name"], told["resident_id"], told["bank_card"]) == (name, resident, card)
        for secret in (name, resident, card):
            assert secret not in row.person
            assert secret not in str(Application.objects.get().told)
            facts = str(list(Event.objects.values_list("facts", flat=True)))
            assert secret not in facts
    with pytest.raises(Exception, match="append"):
        rows[0].delete()


def test_a_farm_needs_no_households(office, sign_in) -> None:
    client = sign_in("farm")
    draft = applying.filled(client, [office.file()])
    assert rows_of(draft) == []
    assert applying.hand_in(client, draft).status_code == 302
    assert not Household.objects.exists()


def test_all_that_is_wrong_is_said_at_once_by_step_with_a_link(office, sign_in) -> None:
    client = sign_in("village")
    draft = applying.started(client)
    applying.post_step(client, draft, "papers", consent_total="60", consent_agreed="39")
    before = Event.objects.count()
    answer = applying.hand_in(client, draft)
    page = text(answer)
    assert answer.status_code == 422
    for code in ("E-AP-02", "E-AP-06"):
        assert code in page
    for step, field in (("applicant", "phone"), ("land", "file"), ("households", "file")):
        address = reverse("apply_step", kwargs={"draft": draft.pk, "step": step})
        assert f"{address}#id_{field}" in page
    assert Event.objects.count() == before
    assert Draft.objects.get().state == "open"


def test_the_same_land_twice_is_refused_beside_what_else_is_wrong(office, sign_in) -> None:
    client, path = sign_in("farm"), office.file()
    assert applying.hand_in(client, applying.filled(client, [path])).status_code == 302
    draft = applying.filled(client, [path])
    applying.post_step(client, draft, "applicant", phone="", through_agent="yes")
    answer = applying.hand_in(client, draft)
    page = text(answer)
    assert answer.status_code == 422
    for code in ("E-EL-11", "E-AP-02", "E-AP-03"):
        assert code in page, code
    assert Survey.objects.count() == MonitoringPeriod.objects.count() == 1
    assert Application.objects.count() == 1


def test_the_same_press_twice_hands_in_once(office, sign_in) -> None:
    client = sign_in("farm")
    draft = applying.filled(client, [office.file()])
    address = reverse("apply_submit", kwargs={"draft": draft.pk})
    assert client.post(address, {"version": draft.version}).status_code == 302
    assert client.post(address, {"version": draft.version}).status_code == 404
    assert Application.objects.count() == 1


def test_another_window_that_saved_since_is_not_overrun(office, sign_in) -> None:
    client = sign_in("farm")
    draft = applying.filled(client, [office.file()])
    shown = draft.version
    applying.post_step(client, draft, "applicant", phone="0855-7654321", through_agent="no")
    address = reverse("apply_submit", kwargs={"draft": draft.pk})
    answer = client.post(address, {"version": shown})
    assert answer.status_code == 409
    assert "E-AP-01" in text(answer)
