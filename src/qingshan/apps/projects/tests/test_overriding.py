"""Parameters of low confidence are passed by who signed in, and the report names them."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.base.models import Event
from qingshan.apps.parties.models import Party, User
from qingshan.apps.projects.models import MonitoringPeriod, Run
from qingshan.apps.projects.options import PREFIX, OptionsForm
from qingshan.apps.projects.overriding import person_of
from qingshan.apps.projects.verbs.measure_period import measure_period

pytestmark = pytest.mark.django_db
METHOD = "ccer_14_001_v1"
LOW = {"relative_error": "12"}
"""A relative error above a tenth is deducted by a row of confidence L in this method."""


@pytest.fixture(scope="module")
def claim(office) -> MonitoringPeriod:
    return office.charged(method=METHOD)


def person(office) -> str:
    return person_of(office.call("measurer").actor, office.party("measurer"))


def signed_in(part: str = "measurer") -> Client:
    client = Client()
    client.force_login(User.objects.get(username=part))
    return client


def pressed(claim: MonitoringPeriod, **told: str):
    form = OptionsForm(method=METHOD, person="x")
    shown = {
        bound.html_name: bound.value()
        for bound, _ in [*form.choices, *form.overrides]
        if bound.value() not in (None, False)
    }
    sent = {PREFIX + name: value for name, value in told.items()}
    data = {**shown, "key": "one", "as_of": "2026-07-01", **sent}
    return signed_in().post(reverse("measuring", args=[claim.pk]), data)


def test_the_name_is_that_of_the_account_and_goes_into_journal_and_report(office, claim) -> None:
    refused = pressed(claim, **LOW).content.decode()
    assert "E-CA-05" in refused
    assert person(office) in refused, "the form says in whose name"
    assert f'name="{PREFIX}override_by"' not in refused
    answer = pressed(claim, key="two", **LOW, override_by="别人", override_reason="原文已查对")
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    run = Run.objects.latest("pk")
    assert run.record["options"]["override_by"] == person(office)
    event = Event.objects.filter(name="period.measured").latest("pk")
    assert event.facts["override"] == {"by": person(office), "reason": "原文已查对"}
    assert event.actor == f"user:{User.objects.get(username='measurer').pk}"
    page = signed_in().get(reverse("run", args=[claim.pk, run.pk])).content.decode()
    assert f"{person(office)}：原文已查对" in page
    again = signed_in().get(reverse("measuring", args=[claim.pk])).content.decode()
    assert "原文已查对" not in again.split('id="measure"')[1].split("</form>")[0], "passed anew"


def test_nobody_signs_for_another(office, claim, refuses) -> None:
    options = {**LOW, "override_by": "别人", "override_reason": "原文已查对"}
    told = {"monitoring": claim.pk, "measurer": office.party("measurer"), "as_of": office.as_of}
    with refuses("E-PJ-14"):
        measure_period(office.call("measurer"), **told, options=options)
    own = measure_period(
        office.call("measurer"), **told, options={**options, "override_by": person(office)}
    )
    assert own.removal > 0


def test_who_does_not_measure_is_asked_for_no_override(claim) -> None:
    owner = signed_in("farm").get(reverse("choose_method", args=[claim.pk])).content.decode()
    assert "override_" not in owner


def test_the_name_holds_person_and_body(office) -> None:
    body = Party.objects.get(pk=office.party("measurer"))
    user = User.objects.get(username="measurer")
    assert person(office) == f"{user}（{body.name}）"
