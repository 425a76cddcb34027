"""Deliveries leave once: by a real mail server, by the file of short messages, with pauses."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from datetime import timedelta
from email import message_from_bytes
from email.header import decode_header, make_header
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from django.conf import settings
from django.test import override_settings

from qingshan.apps.base.models import Event
from qingshan.apps.letters.channels import SmsChannel
from qingshan.apps.letters.models import Delivery, DeliveryWish, Notification
from qingshan.apps.letters.rules import pause_s
from qingshan.apps.letters.sending import send_due
from qingshan.apps.letters.telling import tell
from qingshan.apps.parties.models import User
from qingshan.apps.parties.sealing import seal

pytestmark = pytest.mark.django_db
SMTP = "django.core.mail.backends.smtp.EmailBackend"


class Postbox:
    """What a mail server was handed; it may be told to answer with a fault."""

    def __init__(self) -> None:
        self.got: list[Any] = []
        self.fault = ""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.fault:
            return self.fault
        self.got.append(envelope)
        return "250 OK"


@pytest.fixture
def server() -> Iterator[Postbox]:
    box = Postbox()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    told = {"EMAIL_BACKEND": SMTP, "EMAIL_HOST": "127.0.0.1", "EMAIL_PORT": controller.port}
    with override_settings(**told):
        yield box
    controller.stop()


@pytest.fixture(scope="module")
def event(office) -> Event:
    made = office.issued()
    return Event.objects.get(name="ticket.issued", subject_id=made.pk)


@pytest.fixture
def delivery(event) -> Delivery:
    when = event.when
    User.objects.filter(username="farm").update(email="farm@example.org", email_confirmed=when)
    tell(event, when)
    return Delivery.objects.get()


def test_a_mail_leaves_once_with_an_identity_of_its_own(event, delivery, server) -> None:
    assert send_due(event.when) == 1
    assert send_due(event.when + timedelta(days=1)) == 0
    (envelope,) = server.got
    assert envelope.rcpt_tos == ["farm@example.org"]
    message = message_from_bytes(envelope.content)
    subject = str(make_header(decode_header(message["Subject"])))
    number = delivery.notification.facts["ref"]
    assert subject == f"青山 · 碳票 {number} 已签发"
    assert message["Message-ID"].startswith(f"<delivery-{delivery.pk}@")
    assert message["Auto-Submitted"] == "auto-generated"
    body = message.get_payload(decode=True).decode()  # written from letters/mail.html
    assert f"{settings.SITE_URL}/" in body
    assert number in body
    delivery.refresh_from_db()
    assert (delivery.state, delivery.tries) == ("sent", 1)
    assert [row.state for row in delivery.attempts.all()] == ["sent"]


def test_mail_speaks_the_language_of_its_reader(event, delivery, server) -> None:
    user = delivery.notification.user
    DeliveryWish.objects.create(user=user, language="en")
    send_due(event.when)
    message = message_from_bytes(server.got[0].content)
    assert "was issued" in str(make_header(decode_header(message["Subject"])))
    assert "/en/" in message.get_payload(decode=True).decode()


def test_a_fault_is_tried_again_later_and_given_up_in_the_end(event, delivery, server) -> None:
    server.fault = "451 try later farm@example.org"
    when, pauses = event.when, []
    for _ in range(20):
        send_due(when)
        delivery.refresh_from_db()
        if delivery.state == "dead":
            break
        assert send_due(when) == 0, "nothing is tried before its time"
        pauses.append((delivery.due - when).total_seconds())
        when = delivery.due
    assert pauses == [60, 120, 240, 480, 960, 1920, 3840]
    assert delivery.tries == 8
    faults = {row.fault for row in delivery.attempts.all()}
    assert faults == {"SMTPDataError 451"}, "no address is kept with a fault"
    server.fault = ""
    assert send_due(when + timedelta(days=30)) == 0
    assert server.got == []
    assert pause_s(1, when.date()) == 60


def test_a_server_that_comes_back_gets_it(event, delivery, server) -> None:
    with override_settings(EMAIL_PORT=9):
        assert send_due(event.when) == 0
    delivery.refresh_from_db()
    assert delivery.attempts.get().fault == "ConnectionRefusedError"
    assert send_due(delivery.due) == 1
    assert len(server.got) == 1


def test_a_delivery_that_was_broken_off_is_not_sent_again(event, delivery, server) -> None:
    Delivery.objects.filter(pk=delivery.pk).update(state="sending", began=event.when)
    assert send_due(event.when + timedelta(seconds=899)) == 0
    delivery.refresh_from_db()
    assert delivery.state == "sending"
    assert send_due(event.when + timedelta(seconds=901)) == 0
    delivery.refresh_from_db()
    assert delivery.state == "uncertain"
    assert server.got == []


def test_an_address_that_is_gone_drops_the_delivery(event, delivery, server) -> None:
    User.objects.filter(username="farm").update(email_confirmed=None)
    assert send_due(event.when) == 0
    delivery.refresh_from_db()
    assert delivery.state == "dropped"
    assert server.got == []


def test_a_short_message_is_kept_in_a_file_for_its_owner_alone(event) -> None:
    farm = User.objects.get(username="farm")
    farm.mobile_sealed = seal("13800001234")
    farm.save()
    assert SmsChannel().address(Notification(user=farm)) == "13800001234"
    with override_settings(SMS_ADAPTER=""):
        assert SmsChannel().address(Notification(user=farm)) == ""
    DeliveryWish.objects.create(user=farm, mail=False, sms=True)
    tell(event, event.when)
    assert [row.channel for row in Delivery.objects.all()] == ["sms"]
    assert send_due(event.when) == 1
    path = settings.DATA_FOLDER / "sms" / "sent.jsonl"
    assert path.stat().st_mode & 0o077 == 0
    told = json.loads(path.read_text().splitlines()[-1])
    assert told["to"] == "13800001234"
    assert told["text"].startswith("【青山】碳票 ")
    assert "试验项目" not in told["text"]
