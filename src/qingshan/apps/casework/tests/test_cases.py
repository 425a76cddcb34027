"""A case is opened once, taken on by the competent office, and carried to its end."""

from __future__ import annotations

import pytest

from qingshan.apps.casework.models import CaseStep
from qingshan.apps.casework.reads import case_of, must_be_accepted
from qingshan.apps.casework.verbs.accept_case import accept_case
from qingshan.apps.casework.verbs.close_case import close_case
from qingshan.apps.casework.verbs.withdraw_case import withdraw_case
from qingshan.apps.parties.models import Party

pytestmark = pytest.mark.django_db


def test_a_matter_is_before_an_office_once(opened, refuses):
    case = opened(subject_key="claim-1")
    assert case.number.startswith("SX-2026-000001-")
    with refuses("E-CW-02"):
        opened(subject_key="claim-1")
    assert case_of("test.matter", "claim-1") == case
    assert case_of("test.matter", "claim-2") is None


def test_a_case_has_a_kind_and_its_own_applicant(office, opened, refuses):
    with refuses("E-CW-01"):
        opened(kind="nonsense")
    with refuses("E-AU-02"):
        opened(party=office.party("village"))


def test_what_no_office_accepted_goes_no_further(at, opened, refuses):
    case = opened()
    subject = (case.subject_kind, case.subject_key)
    for key in (case.subject_key, "unknown"):
        with refuses("E-CW-03"):
            must_be_accepted(case.subject_kind, key)
    accept_case(at("county"), case=case.pk)
    assert must_be_accepted(*subject).state == "accepted"
    withdraw_case(at("farm"), case=case.pk, reason="改报下一批")
    with refuses("E-CW-03"):
        must_be_accepted(*subject)


def test_the_office_of_the_place_accepts(office, at, opened, refuses):
    county = Party.objects.get(pk=office.party("county"))
    for code, fits in (("522628", False), ("520300", False), ("522600", True), ("522629", True)):
        county.county_code = code
        county.save()
        case = opened()
        if fits:
            assert accept_case(at("county"), case=case.pk).office == county
        else:
            with refuses("E-CW-04"):
                accept_case(at("county"), case=case.pk)


def test_nobody_handles_what_another_post_or_office_has(office, at, opened, refuses):
    with refuses("E-CW-05"):
        accept_case(at("registrar"), case=opened().pk)


def test_nobody_handles_a_matter_of_their_own_unit(office, at, opened, refuses):
    case = opened()
    call = at("county")
    actor = type(call.actor)(
        call.actor.name, call.actor.roles, call.actor.parties | {case.party_id}
    )
    with refuses("E-CW-06"):
        accept_case(type(call)(actor, call.when, call.key), case=case.pk)


def test_each_step_leaves_what_it_needed(at, opened):
    case = opened("2026-07-17", kind="complaint")
    accept_case(at("county", "2026-07-21"), case=case.pk)
    close_case(at("county", "2026-07-24"), case=case.pk)
    told = CaseStep.objects.filter(case=case).order_by("pk")
    assert list(told.values_list("state", "limit_days", "used_days")) == [
        ("submitted", 5, 2),
        ("accepted", 20, 3),
    ]
    case.refresh_from_db()
    assert (case.state, case.due, case.limit_days) == ("closed", None, None)
