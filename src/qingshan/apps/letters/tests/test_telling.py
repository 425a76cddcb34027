"""Who is told what: by the table, each once, in the reader's language, never the doer."""

from __future__ import annotations

import re
from datetime import timedelta
from string import Formatter

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import translation

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.models import Event
from qingshan.apps.base.roles import ROLES
from qingshan.apps.base.verb import verbs
from qingshan.apps.letters.audiences import HANDLER, PARTIES, PERSON, SENDER
from qingshan.apps.letters.jobs import follow, read_journal, send_deliveries
from qingshan.apps.letters.models import Delivery, JournalReader, Notification
from qingshan.apps.letters.rules import PART, RULES, rules_of
from qingshan.apps.letters.several import SEVERAL
from qingshan.apps.letters.telling import tell
from qingshan.apps.letters.texts import TEXTS, words_of
from qingshan.apps.letters.verbs.choose_channels import choose_channels
from qingshan.apps.letters.verbs.read_notifications import read_notifications
from qingshan.apps.parties.models import User
from qingshan.apps.parties.reads import member_of
from qingshan.apps.registry.models import Ticket
from qingshan.config.made import load_rooms
from qingshan.core.tables.shelf import open_shelf

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def ticket(office) -> Ticket:
    return office.issued()


@pytest.fixture
def issued(ticket) -> Event:
    return Event.objects.get(name="ticket.issued", subject_id=ticket.pk)


def person(name: str) -> User:
    return User.objects.get(username=name)


def test_the_table_names_events_audiences_and_templates_that_exist() -> None:
    load_rooms()
    events = {card.event for card in verbs().values()}
    keys = {row.key for row in open_shelf().rows(RULES)}
    for key in keys:
        event, _, audience = key.partition(PART)
        assert event in events, key
        assert audience in {*PARTIES, PERSON, HANDLER, SENDER, *ROLES}, key
        (rule,) = [one for one in rules_of(event, now().date()) if one.audience == audience]
        assert rule.template in TEXTS, key
        assert set(rule.channels) <= {"site", "mail", "sms"}, key
    used = {
        rule.template for key in keys for rule in rules_of(key.partition(PART)[0], now().date())
    }
    several = {SEVERAL[template] for template in used if template in SEVERAL}
    assert used | several == set(TEXTS), "no words that nobody reads"


def test_a_heading_holds_an_official_number_and_how_many_but_no_name() -> None:
    for name, words in TEXTS.items():
        for text in (words.heading.zh, words.heading.en):
            fields = {field for _, field, _, _ in Formatter().parse(text) if field}
            assert fields <= ({"ref", "count"} if name in SEVERAL.values() else {"ref"}), name


def test_the_holder_is_told_of_a_ticket_and_nobody_twice(office, ticket, issued) -> None:
    (told,) = tell(issued, issued.when)
    assert told.user == person("farm")
    words = words_of(told.template, told.facts)
    assert ticket.number in words.heading.zh
    assert ticket.monitoring.project.name in words.text.zh
    assert ticket.monitoring.project.name not in words.heading.zh + words.heading.en
    assert tell(issued, issued.when) == []
    assert Notification.objects.filter(event=issued.pk).count() == 1


def test_whoever_did_it_is_not_told(office, ticket) -> None:
    event = Event.objects.filter(name="report.submitted").latest("pk")
    doer = person("measurer")
    assert event.actor == f"user:{doer.pk}"
    assert doer not in {told.user for told in tell(event, event.when)}
    assert person("farm") in {told.user for told in Notification.objects.filter(event=event.pk)}


def test_mail_goes_to_confirmed_addresses_of_those_who_want_it(office, ticket, issued) -> None:
    farm = person("farm")
    farm.email = "farm@example.org"
    farm.save()
    tell(issued, issued.when)
    assert not Delivery.objects.exists(), "the address is not confirmed"
    Notification.objects.all().delete()
    farm.email_confirmed = now()
    farm.save()
    tell(issued, issued.when)
    assert [row.channel for row in Delivery.objects.all()] == ["mail"]
    Delivery.objects.all().delete()
    Notification.objects.all().delete()
    own = Call(member_of(farm), now(), "wish")
    choose_channels(own, user=farm.pk, language="en", mail=False, sms=False)
    tell(issued, issued.when)
    assert not Delivery.objects.exists()


def test_what_is_old_is_told_in_the_site_alone(office, ticket, issued) -> None:
    User.objects.filter(username="farm").update(email="f@example.org", email_confirmed=now())
    assert len(tell(issued, issued.when + timedelta(days=4))) == 1
    assert not Delivery.objects.exists()


@pytest.mark.parametrize("event", ["day.sealed", "log.signed", "draft.saved"])
def test_events_without_a_rule_tell_nobody(event) -> None:
    assert list(rules_of(event, now().date())) == []


def test_every_event_of_the_way_to_a_ticket_can_be_told(office, ticket) -> None:
    """Whatever is in the journal: each event finds its matter, its people and its words."""
    for event in Event.objects.order_by("pk"):
        for told in tell(event, event.when):
            words = words_of(told.template, told.facts)
            for text in (*words.heading, *words.text):
                assert text
                assert not re.search(r"[{}]|None", text), (event.name, text)


def test_the_inbox_shows_and_marks_what_was_told(office, ticket, issued) -> None:
    farm = person("farm")
    tell(issued, issued.when)
    client = Client()
    client.force_login(farm)
    page = client.get(reverse("notifications")).content.decode()
    assert f"碳票 {ticket.number} 已签发" in page
    assert "未读 1 条" in page
    assert "通知 1" in client.get(reverse("desk")).content.decode()
    english = client.get("/en" + reverse("notifications")).content.decode()
    assert f"Ticket {ticket.number} was issued" in english
    stranger = Client()
    stranger.force_login(person("buyer"))
    assert ticket.number not in stranger.get(reverse("notifications")).content.decode()
    key = Notification.objects.get(event=issued.pk).pk
    stranger.post(reverse("notifications_read"), {"key": "a", "only": key})
    assert Notification.objects.get(pk=key).read is None, "only one's own is marked"
    assert client.post(reverse("notifications_read"), {"key": "b", "only": key}).status_code == 302
    assert Notification.objects.get(pk=key).read is not None
    with translation.override("zh-hans"):
        assert "未读 0 条" in client.get(reverse("notifications")).content.decode()
    assert client.post(reverse("notifications_read"), {"only": "x"}).status_code == 302
    read_notifications(Call(member_of(farm), now(), "all"), user=farm.pk, up_to=key)


def test_one_chooses_how_to_be_told(office) -> None:
    client = Client()
    client.force_login(person("village"))
    assert client.get(reverse("delivery_wish")).status_code == 200
    told = {"key": "w", "language": "en", "sms": "on"}
    assert client.post(reverse("delivery_wish"), told).status_code == 302
    wish = person("village").wish
    assert (wish.language, wish.mail, wish.sms) == ("en", False, True)
    assert client.post(reverse("delivery_wish"), {"key": "x", "language": "fr"}).status_code == 422


def test_deliveries_are_for_administrators(office) -> None:
    client = Client()
    client.force_login(person("farm"))
    assert client.get(reverse("deliveries")).status_code == 403
    client.force_login(person("admin"))
    assert client.get(reverse("deliveries") + "?state=dead").status_code == 200


def test_the_timers_run(office) -> None:
    read_journal(timestamp=0)
    send_deliveries(timestamp=0)
    assert JournalReader.objects.filter(name="notifications").exists()
    assert mail.outbox == []
    assert follow(now()) == 0
