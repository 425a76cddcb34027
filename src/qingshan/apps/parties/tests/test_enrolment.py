"""An account is applied for, screened, reviewed by somebody else, and looked at again."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from qingshan.apps.base import files
from qingshan.apps.base.models import Event
from qingshan.apps.parties.models import DueDiligence, Enrolment, User
from qingshan.apps.parties.reads import actor_of
from qingshan.apps.parties.screening import Subject, plain, screened
from qingshan.apps.parties.sealing import seal, seal_fields, unseal
from qingshan.apps.parties.tests.applying import (
    ALL,
    CODE,
    DETAILS,
    RESIDENT,
    applied,
    listed,
    opened,
    own,
)
from qingshan.apps.parties.verbs.accept_enrolment import accept_enrolment
from qingshan.apps.parties.verbs.amend_enrolment import amend_enrolment
from qingshan.apps.parties.verbs.appoint import appoint
from qingshan.apps.parties.verbs.close_enrolment import close_enrolment
from qingshan.apps.parties.verbs.import_screening_list import import_screening_list
from qingshan.apps.parties.verbs.open_account import open_account
from qingshan.apps.parties.verbs.refuse_enrolment import refuse_enrolment
from qingshan.apps.parties.verbs.resume_enrolment import resume_enrolment
from qingshan.apps.parties.verbs.return_enrolment import return_enrolment
from qingshan.apps.parties.verbs.review_enrolment import review_enrolment
from qingshan.apps.parties.verbs.suspend_enrolment import suspend_enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(office) -> User:
    return open_account(office.founding(), username="applicant", display_name="田静")


def test_an_account_opens_by_two(office, person):
    enrolment = opened(office, person)
    assert (enrolment.state, enrolment.party.credit_code) == ("open", CODE)
    assert actor_of(person).roles == {"trader"}
    review = DueDiligence.objects.get(enrolment=enrolment)
    assert (review.decision, review.risk, review.screening) == ("accepted", "low", "no_hit")
    assert review.next_review == office.now.date() + timedelta(days=1095)
    told = str(list(Event.objects.values_list("facts", "note")))
    assert "13800001234" not in told
    assert DETAILS["bank_account"] not in told
    assert DETAILS["bank_account"] not in enrolment.details_sealed
    assert person.consents.get(purpose="enrolment").version == "2026-11"


def test_a_person_is_known_by_the_sealed_number(office, person, refuses):
    told = {"kind": "person", "name": "田静", "number": RESIDENT, "role": "applicant"}
    party = opened(office, person, **told).party
    assert (party.paper_kind, unseal(party.paper_sealed)) == ("resident_id", RESIDENT)
    assert RESIDENT not in party.paper_sealed
    again = applied(office, person, key="b", **told)
    with refuses("E-PA-01"):
        accept_enrolment(office.call("registrar"), enrolment=again.pk, checked=ALL, risk="low")


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"number": "91520000DEM900001X"}, "E-PA-03"),
        ({"kind": "person", "number": "520102197511110011"}, "E-PA-04"),
        ({"kind": "person", "number": "52010220751111001X"}, "E-PA-04"),
        ({"kind": "person", "paper_kind": "passport", "number": "x"}, "E-PA-04"),
        ({"kind": "person", "paper_kind": "ration card", "number": "1"}, "E-PA-04"),
        ({"beneficial_owner": ""}, "E-PA-12"),
        ({"bank_account": " "}, "E-PA-12"),
        ({"role": "registrar"}, "E-PA-13"),
        ({"licence_until": "2026-07-16"}, "E-PA-14"),
        ({"agent": "周代", "agent_number": RESIDENT}, "E-PA-15"),
        ({"agent": "周代", "agent_number": "1"}, "E-PA-04"),
        ({"bank_account": "62284804A2564890018"}, "E-PA-16"),
        ({"mobile": "1380000123"}, "E-PA-16"),
    ],
)
def test_a_wrong_application_is_refused(office, person, refuses, told, code):
    with refuses(code):
        applied(office, person, **told)
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize(
    ("kind", "number"),
    [("passport", "EA1234567"), ("hk_macau_permit", "H12345678"), ("taiwan_permit", "12345678")],
)
def test_other_papers_are_known_by_their_form(office, person, kind, number):
    told = {"kind": "person", "paper_kind": kind, "number": number}
    assert applied(office, person, **told).state == "submitted"


def test_all_that_is_wrong_is_said_at_once(office, person, refuses):
    with refuses("E-PA-03", "E-PA-12", "E-PA-13", "E-PA-16"):
        applied(office, person, number="1", contact="", role="court", mobile="1")


def test_a_code_that_is_entered_is_not_applied_for_again(office, person, refuses):
    with refuses("E-PA-01"):
        applied(office, person, number=office.cast["farm"].party.credit_code)


def test_every_point_is_checked_and_nobody_reviews_oneself(office, person, refuses):
    listed(office, "无名氏,")
    enrolment = applied(office, person)
    with refuses("E-PA-17"):
        accept_enrolment(
            office.call("operator"), enrolment=enrolment.pk, checked=ALL[1:], risk="low"
        )
    Enrolment.objects.filter(pk=enrolment.pk).update(
        applicant=User.objects.get(username="registrar")
    )
    with refuses("E-PA-09"):
        accept_enrolment(office.call("registrar"), enrolment=enrolment.pk, checked=ALL, risk="low")
    with refuses("E-AU-01"):
        accept_enrolment(office.call("farm"), enrolment=enrolment.pk, checked=ALL, risk="low")


def test_an_official_opens_no_trading_account(office, refuses):
    user = User.objects.get(username="verifier")
    listed(office, "无名氏,")
    enrolment = applied(office, user)
    with refuses("E-PA-05"):
        accept_enrolment(office.call("registrar"), enrolment=enrolment.pk, checked=ALL, risk="low")


def test_without_a_fresh_list_nobody_is_clear(office, person, refuses):
    enrolment = applied(office, person)
    subject = [Subject("青溪包装有限公司")]
    assert screened(subject, office.now).outcome == "unknown"
    with refuses("E-PA-18"):
        accept_enrolment(office.call("registrar"), enrolment=enrolment.pk, checked=ALL, risk="low")
    listed(office, "无名氏,", ago=31)
    assert screened(subject, office.now).outcome == "unknown"
    listed(office, "无名氏,", name="另一名单")
    assert screened(subject, office.now).outcome == "unknown", "one of two is old"
    done = accept_enrolment(
        office.call("registrar"),
        enrolment=enrolment.pk,
        checked=ALL,
        risk="high",
        screening_reason="已电话向发布机关核实",
    )
    review = done.reviews.get()
    assert (review.screening, review.reason) == ("unknown", "已电话向发布机关核实")
    assert review.next_review == office.now.date() + timedelta(days=180)


@pytest.mark.parametrize(
    "row", ["石磊,", "青溪 包装（有限公司）,", f"别名,{CODE}", "ＱＩＮＧＸＩ,\n韦　强,"]
)
def test_a_hit_needs_a_decision(office, person, refuses, row):
    listed(office, row)
    enrolment = applied(office, person)
    with refuses("E-PA-18"):
        accept_enrolment(office.call("registrar"), enrolment=enrolment.pk, checked=ALL, risk="high")
    accept_enrolment(
        office.call("registrar"),
        enrolment=enrolment.pk,
        checked=ALL,
        risk="high",
        screening_reason="同名不同人，出生日期不符",
    )
    review = DueDiligence.objects.get(enrolment=enrolment)
    assert review.screening == "hit"
    assert review.hits


def test_a_newer_list_takes_the_place_of_the_older(office):
    listed(office, "石磊,", day=date(2026, 6, 1))
    listed(office, "无名氏,", day=date(2026, 7, 1))
    assert screened([Subject("石磊")], office.now).outcome == "no_hit"
    assert screened([Subject("", seal("1"))], office.now).outcome == "no_hit"


def test_names_are_compared_without_their_dress():
    assert plain("Ｍüller · Öz-Kan") == plain("muller ozkan")
    assert plain("阿依古丽·买买提") == plain("阿依古丽买买提")


@pytest.mark.parametrize("text", [b"\xff\xfe", b"who\nx\n", b"name\n", b"name,number\n ,1\n"])
def test_a_list_that_cannot_be_read_whole_is_refused(office, refuses, text):
    kept = files.keep(text, name="list.csv", media_type="text/csv")
    told = {"name": "名单", "issuer": "机关", "published": date(2026, 7, 1)}
    with refuses("E-PA-20"):
        import_screening_list(office.call("registrar"), file=kept.pk, **told)


def test_a_version_is_imported_once(office, refuses):
    listed(office, "甲,")
    with refuses("E-PA-21"):
        listed(office, "乙,")


def test_returned_corrected_and_refused(office, person, refuses):
    enrolment = applied(office, person)
    with refuses("E-PA-19"):
        return_enrolment(office.call("registrar"), enrolment=enrolment.pk, reason=" ")
    return_enrolment(office.call("registrar"), enrolment=enrolment.pk, reason="受益所有人不清")
    stranger = User.objects.get(username="buyer")
    told = {"enrolment": enrolment.pk, "name": "青溪包装有限公司", "name_en": ""}
    told |= {"county_code": "520103", "details_sealed": seal_fields(DETAILS)}
    with refuses("E-SI-07"):
        amend_enrolment(own(office, stranger, "x"), user=stranger.pk, **told)
    amend_enrolment(own(office, person, "y"), user=person.pk, **told)
    refuse_enrolment(office.call("operator"), enrolment=enrolment.pk, reason="目的不明")
    enrolment.refresh_from_db()
    assert enrolment.state == "refused"
    assert [row.decision for row in enrolment.reviews.order_by("pk")] == ["returned", "refused"]
    with refuses("E-MC-01"):
        accept_enrolment(office.call("registrar"), enrolment=enrolment.pk, checked=ALL, risk="low")


def test_a_suspended_account_stops_its_operators(office, person):
    enrolment = opened(office, person)
    suspend_enrolment(office.call("registrar"), enrolment=enrolment.pk, reason="名单命中")
    assert actor_of(person).roles == frozenset()
    resume_enrolment(office.call("registrar"), enrolment=enrolment.pk, reason="已查清")
    assert actor_of(person).roles == {"trader"}
    review_enrolment(office.call("registrar"), enrolment=enrolment.pk, checked=ALL, risk="medium")
    assert enrolment.reviews.latest("pk").next_review == office.now.date() + timedelta(days=365)
    close_enrolment(office.call("registrar"), enrolment=enrolment.pk, reason="企业注销")
    assert actor_of(person).roles == frozenset()
    enrolment.refresh_from_db()
    assert enrolment.state == "closed"


def test_a_membership_may_be_entered_by_the_founder_only(office, person, refuses):
    with refuses("E-AU-01"):
        appoint(office.call("admin"), user=person.pk, party=office.party("farm"), role="applicant")
