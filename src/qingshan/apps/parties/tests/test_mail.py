"""An address of e-mail is used once it was confirmed: by a link, for this address, in time."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.conf import settings
from django.core import mail, signing
from django.test import Client, override_settings
from django.urls import reverse

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.models import Event
from qingshan.apps.parties.models import User
from qingshan.apps.parties.reads import member_of
from qingshan.apps.parties.verbs.ask_for_confirmation import ask_for_confirmation
from qingshan.apps.parties.verbs.confirm_email import confirm_email
from qingshan.apps.parties.verbs.take_identity import take_identity
from qingshan.apps.parties.views.joining import VISITOR
from qingshan.apps.parties.views.mail import SALT, token_of

pytestmark = pytest.mark.django_db
GOOD = "correct horse 7"


def joined(name: str, email: str) -> tuple[Client, User]:
    client = Client()
    told = {
        "key": name, "username": name, "display_name": "新来者", "email": email, "mobile": "",
        "new_password": GOOD, "again": GOOD, "agreed": "on",
    }  # fmt: skip
    answer = client.post(reverse("join"), told)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return client, User.objects.get(username=name)


def link_in(message) -> str:
    found = re.search(r"https?://\S+/account/mail/\S+/", message.body)
    assert found, message.body
    return found[0].removeprefix(settings.SITE_URL)


def forgotten(address: str) -> None:
    assert Client().post(reverse("forgotten"), {"key": "k", "email": address}).status_code == 200


def test_an_address_is_confirmed_by_its_link_and_a_button():
    client, user = joined("mailed", "new@example.org")
    (sent,) = mail.outbox  # written from parties/confirm_mail.html
    assert sent.to == ["new@example.org"]
    assert "新来者" not in sent.subject
    assert "待确认" in client.get(reverse("account")).content.decode()
    forgotten("new@example.org")
    assert len(mail.outbox) == 1, "no password is reset by an address that nobody confirmed"
    stranger, link = Client(), link_in(sent)
    assert stranger.get(link).status_code == 200
    user.refresh_from_db()
    assert user.mail_address == "", "opening the link alone confirms nothing"
    assert stranger.post(link, {"key": "k"}).status_code == 302
    user.refresh_from_db()
    assert user.mail_address == "new@example.org"
    assert "已确认" in client.get(reverse("account")).content.decode()
    forgotten("new@example.org")
    assert len(mail.outbox) == 2
    event = Event.objects.get(name="user.email_confirmed", subject_id=user.pk)
    assert "example.org" not in str(event.facts)


def test_another_address_is_confirmed_anew_and_the_old_one_is_told():
    client, user = joined("mover", "old@example.org")
    confirm_email(Call(member_of(user), now(), "c"), user=user.pk, email="old@example.org")
    User.objects.filter(pk=user.pk).update(email_asked=None)
    first = link_in(mail.outbox[0])
    told = {"key": "d", "display_name": "新来者", "email": "next@example.org", "mobile": ""}
    assert client.post(reverse("details"), told).status_code == 302
    # written from parties/changed_mail.html and parties/confirm_mail.html
    assert [message.to for message in mail.outbox[1:]] == [
        ["old@example.org"],
        ["next@example.org"],
    ]
    assert "next@example.org" not in mail.outbox[1].body
    user.refresh_from_db()
    assert user.mail_address == ""
    stale = Client().post(first, {"key": "k"})
    assert stale.status_code == 410
    assert "E-SI-13" in stale.content.decode()
    assert Client().post(link_in(mail.outbox[2]), {"key": "k"}).status_code == 302
    user.refresh_from_db()
    assert user.mail_address == "next@example.org"
    assert client.post(reverse("details"), told | {"key": "e", "display_name": "新"}).status_code
    user.refresh_from_db()
    assert user.mail_address == "next@example.org", "another name leaves the address confirmed"


def test_links_are_not_asked_for_in_floods(refuses):
    client, user = joined("often", "often@example.org")
    assert client.post(reverse("mail_ask")).status_code in {409, 429}
    assert len(mail.outbox) == 1
    own = member_of(user)
    with refuses("E-SI-14"):
        ask_for_confirmation(Call(own, now(), "a"), user=user.pk)
    later = now() + timedelta(seconds=61)
    assert ask_for_confirmation(Call(own, later, "b"), user=user.pk).email_asked == later
    told = {"key": "d", "display_name": "新", "email": "other@example.org", "mobile": ""}
    assert client.post(reverse("details"), told, follow=True).status_code == 200
    assert len(mail.outbox) == 1, "a change of address does not go round the pause"
    User.objects.filter(pk=user.pk).update(email_confirmed=now())
    with refuses("E-SI-15"):
        ask_for_confirmation(Call(own, later, "c"), user=user.pk)


def test_a_link_ends_and_cannot_be_forged(refuses, monkeypatch):
    _, user = joined("late", "late@example.org")
    token = token_of(user)
    assert Client().get(reverse("mail_confirm", args=[token[:-2]])).status_code == 410
    forged = signing.dumps({"user": user.pk, "email": user.email}, salt="other")
    assert Client().get(reverse("mail_confirm", args=[forged])).status_code == 410
    assert signing.loads(token, salt=SALT, max_age=86400)["user"] == user.pk
    with refuses("E-SI-13"):
        confirm_email(Call(member_of(user), now(), "x"), user=user.pk, email="else@example.org")
    real = signing.time.time
    monkeypatch.setattr(signing.time, "time", lambda: real() + 86401)
    assert Client().get(reverse("mail_confirm", args=[token])).status_code == 410


def test_a_server_that_is_down_costs_nobody_the_account():
    unreachable = {"EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend", "EMAIL_PORT": 9}
    with override_settings(EMAIL_HOST="127.0.0.1", **unreachable):
        client, _ = joined("calm", "calm@example.org")
    assert "暂时未能发出" in client.get(reverse("account")).content.decode()


def test_an_address_that_the_provider_vouches_for_is_confirmed():
    told = {"issuer": "https://id.example", "subject": "m", "name": "甲", "email": "v@example.org"}
    found = take_identity(Call(VISITOR, now(), "t"), **told)
    assert found.user.mail_address == "v@example.org"
