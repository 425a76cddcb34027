"""Whoever wrote a comment or complaint is told of it, where an account or address was left."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import mail
from django.test import Client
from django.urls import reverse

from qingshan.apps.base.call import Call
from qingshan.apps.base.models import Event
from qingshan.apps.casework.models import Case
from qingshan.apps.casework.verbs.accept_case import accept_case
from qingshan.apps.casework.verbs.record_checks import record_checks
from qingshan.apps.letters.models import Notification
from qingshan.apps.letters.sending import send_due
from qingshan.apps.letters.telling import tell
from qingshan.apps.notices.contacts import Contact, contact_of
from qingshan.apps.notices.forms import ComplaintForm
from qingshan.apps.notices.models import SenderContact
from qingshan.apps.notices.tests.conftest import VISITOR, Board
from qingshan.apps.notices.verbs.file_complaint import file_complaint
from qingshan.apps.parties.models import User
from qingshan.apps.parties.sealing import seal

pytestmark = pytest.mark.django_db
MAIL, MOBILE = "li@example.org", "13800138000"
EVENTS = ("comment.", "complaint.", "case.accepted")


@pytest.fixture(scope="module")
def board(office) -> Board:
    return Board(office)


def left(**told: Any) -> dict[str, Any]:
    return Contact(**told).arguments


def heard(number: str) -> list[str]:
    """The templates by which a sender is told once the journal is read, in order."""
    for event in Event.objects.order_by("pk"):
        if event.name.startswith(EVENTS):
            tell(event, event.when)
            send_due(event.when + timedelta(minutes=1))
    rows = Notification.objects.filter(contact=number).order_by("pk")
    return list(rows.values_list("template", flat=True))


def test_an_address_that_was_left_hears_of_receipt_answer_and_judgement(board) -> None:
    comment = board.say(contact=left(mail_sealed=seal(MAIL)))
    assert MAIL not in str(SenderContact.objects.values()), "kept encrypted"
    assert MAIL not in str(list(Event.objects.values_list("facts", flat=True)))
    board.answer(comment)
    board.judge(comment)
    assert heard(comment.number) == ["sender_received", "sender_answered", "sender_judged"]
    own = [message for message in mail.outbox if message.to == [MAIL]]
    assert len(own) == 3
    follow = reverse("receipts") + f"?number={comment.number}&code={comment.code}"
    for message in own:
        assert comment.number in message.subject
        assert reverse("receipts") in message.body
        assert f"number={comment.number}" in message.body
        assert f"code={comment.code}" in message.body
        assert reverse("delivery_wish") not in message.body
    assert comment.text in Client().get(follow).content.decode()
    assert heard(comment.number) == ["sender_received", "sender_answered", "sender_judged"]
    assert len([message for message in mail.outbox if message.to == [MAIL]]) == 3, "once each"
    public = Client().get(reverse("notice", args=[board.notice.number])).content.decode()
    assert MAIL not in public


def test_who_leaves_nothing_is_not_told(board) -> None:
    comment = board.say("碳库的选择没有写明依据。", phone=MOBILE)
    board.answer(comment)
    assert heard(comment.number) == []
    assert contact_of(comment.number) is None


def test_a_short_message_goes_where_it_was_asked_for(board) -> None:
    comment = board.say("样地数量太少，请说明理由。", contact=left(mobile_sealed=seal(MOBILE)))
    assert heard(comment.number) == ["sender_received"]
    sent = (settings.DATA_FOLDER / "sms" / "sent.jsonl").read_text().splitlines()
    own = [line for line in sent if MOBILE in line]
    assert len(own) == 1
    assert comment.number in own[0]


def test_an_account_is_told_in_the_site_and_nobody_learns_whose(board) -> None:
    buyer = User.objects.get(username="buyer")
    comment = board.say("林龄与公示图不一致。", contact=left(user=buyer.pk, mail_sealed=seal(MAIL)))
    assert heard(comment.number) == ["sender_received"]
    [note] = Notification.objects.filter(contact=comment.number)
    assert note.user == buyer
    client = Client()
    client.force_login(buyer)
    assert comment.number in client.get(reverse("notifications")).content.decode()
    for part in ("farm", "verifier", "registrar"):
        client.force_login(User.objects.get(username=part))
        page = client.get(reverse("notice", args=[board.notice.number])).content.decode()
        assert str(buyer) not in page


def test_a_complaint_is_followed_on(office) -> None:
    complaint = file_complaint(
        Call(VISITOR, office.now, "complaint-1"),
        category="damage",
        text="公示地块内有人砍树，请派人查看。",
        county="522629",
        contact=left(mail_sealed=seal(MAIL)),
    )
    case = Case.objects.get(subject_key=complaint.number)
    check = {"item": "facts", "version": 0, "verdict": "good", "text": ""}
    record_checks(office.call("county"), case=case.pk, checks=[check])
    accept_case(office.call("county"), case=case.pk)
    assert heard(complaint.number) == ["sender_complaint", "sender_taken"]
    own = [message for message in mail.outbox if message.to == [MAIL]]
    assert len(own) == 2
    assert reverse("complaint_progress") in own[0].body
    assert not [message for message in own if complaint.text in message.body]


def test_the_form_asks_for_what_it_needs_and_a_stranger_for_no_account(office) -> None:
    told = {"category": "damage", "text": "有人砍树", "key": "k", "tell_phone": "on"}
    form = ComplaintForm([], told, initial={}, is_signed_in=False)
    assert not form.is_valid()
    assert set(form.errors) == {"phone"}
    assert "tell_here" not in form.fields
    client = Client()
    assert "在本站通知我" not in client.get(reverse("complain")).content.decode()
    client.force_login(User.objects.get(username="buyer"))
    assert "在本站通知我" in client.get(reverse("complain")).content.decode()
