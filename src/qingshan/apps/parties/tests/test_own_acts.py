"""Acts in one's own affairs, and a key that belongs to somebody else."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.parties import factors
from qingshan.apps.parties.models import RecoveryCode, SignIn, User, UserSession
from qingshan.apps.parties.reads import member_of
from qingshan.apps.parties.sealing import seal
from qingshan.apps.parties.verbs.add_factor import add_factor
from qingshan.apps.parties.verbs.correct_details import correct_details
from qingshan.apps.parties.verbs.drop_factor import drop_factor
from qingshan.apps.parties.verbs.end_session import end_session
from qingshan.apps.parties.verbs.give_consent import give_consent
from qingshan.apps.parties.verbs.renew_password import renew_password
from qingshan.apps.parties.verbs.renew_recovery_codes import renew_recovery_codes
from qingshan.apps.parties.verbs.sign_up import sign_up
from qingshan.apps.parties.views.joining import VISITOR

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(office) -> User:
    return User.objects.get(username="farm")


def own(office, user: User, key: str) -> Call:
    return Call(member_of(user), office.now, key)


def test_roles_of_an_office_do_nothing_in_the_affairs_of_a_person(office, user, refuses):
    told = {"user": user.pk, "kind": "totp", "name": "手机", "secret": seal("x")}
    with refuses("E-AU-01"):
        add_factor(office.call("farm"), **told)
    factor = add_factor(own(office, user, "a"), **told)
    assert factors.standing(user) == [factor]
    stranger = User.objects.get(username="buyer")
    with refuses("E-SI-07"):
        drop_factor(own(office, stranger, "b"), user=stranger.pk, factor=factor.pk)
    drop_factor(own(office, user, "c"), user=user.pk, factor=factor.pk)
    assert factors.standing(user) == []


def test_one_signs_up_once_with_one_key(office):
    told = {"username": "twice", "display_name": "甲", "email": "a@example.org"}
    told |= {"mobile_sealed": "", "policy": "2026-11"}
    call = Call(VISITOR, office.now, "twice")
    assert sign_up(call, **told) == sign_up(call, **told)
    assert User.objects.filter(username="twice").count() == 1


def test_a_changed_password_ends_all_sessions_but_one(office, user):
    rows = [
        UserSession.objects.create(user=user, token=f"t{number}", began=office.now, seen=office.now)
        for number in range(3)
    ]
    renew_password(own(office, user, "p"), user=user.pk, kept_session=rows[0].pk)
    assert list(UserSession.objects.filter(user=user, ended=None)) == [rows[0]]
    end_session(own(office, user, "e"), user=user.pk, session=rows[0].pk)
    assert not UserSession.objects.filter(user=user, ended=None).exists()


def test_codes_details_and_consents_are_rows_and_fields(office, user):
    renew_recovery_codes(own(office, user, "r"), user=user.pk, digests=["a" * 64, "b" * 64])
    renew_recovery_codes(own(office, user, "s"), user=user.pk, digests=["c" * 64])
    assert RecoveryCode.objects.filter(user=user, used=None).count() == 1
    told = {"display_name": "吴青松", "email": "w@example.org", "mobile_sealed": ""}
    assert correct_details(own(office, user, "d"), user=user.pk, **told).email == "w@example.org"
    told = {"purpose": "privacy", "version": "2026-11", "given": True}
    assert give_consent(own(office, user, "g"), user=user.pk, **told).given


def test_what_is_no_key_is_refused_and_written_down(office, user):
    client = Client()
    for name in ("key_ask", "key_use"):
        assert client.post(reverse(name)).status_code == 410, "nobody has passed the first factor"
    told = {"user": user.pk, "kind": "totp", "name": "手机", "secret": seal("A" * 32)}
    add_factor(own(office, user, "k"), **told)
    client.post(reverse("login"), {"username": "farm", "password": "qingshan-demo"})
    for content in (b"", b"[]", json.dumps({"credential": {"id": "x"}}).encode()):
        answer = client.post(reverse("key_use"), content, content_type="application/json")
        assert answer.status_code == 409
        assert "E-SI-08" in answer.content.decode()
    rows = SignIn.objects.filter(user=user, way="key", outcome="wrong_factor")
    assert rows.count() == 3
    inside = Client()
    inside.force_login(user)
    assert inside.post(reverse("factor_key_options")).json()["publicKey"]["challenge"]
    wrong = inside.post(reverse("factor_key"), b"{}", content_type="application/json")
    assert "E-SI-08" in wrong.content.decode()
    assert factors.fits("A" * 32, "no code", now()) == 0
    page = inside.get(reverse("factors"), headers={"host": "localhost"})
    assert "parties/parts/key_told.html" in {used.name for used in page.templates}
