"""Whoever wrote a comment or complaint is told of it, where an account or address was left."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client, override_settings
from django.urls import reverse

from qingshan.apps.base.call import Call
from qingshan.apps.casework.models import Case
from qingshan.apps.casework.verbs.accept_case import accept_case
from qingshan.apps.casework.verbs.record_checks import record_checks
from qingshan.apps.letters.jobs import read_journal
from qingshan.apps.letters.models import Delivery, Notification
from qingshan.apps.letters.sending import send_due
from qingshan.apps.notices.models import Comment, Complaint, SenderContact
from qingshan.apps.notices.tests.conftest import Board
from qingshan.apps.parties.models import User

pytestmark = pytest.mark.django_db
MAIL, MOBILE = "li@example.org", "13800138000"
TEXTS: list[tuple[str, str]] = []


class Adapter:
    """What a provider of short messages would be handed."""

    def send(self, number: str, text: str) -> None:
        TEXTS.append((number, text))


@pytest.fixture(scope="module")
def board(office) -> Board:
    return Board(office)


@pytest.fixture(autouse=True)
def _no_texts() -> None:
    TEXTS.clear()


def commented(board: Board, client: Client, **told: str) -> Comment:
    where = reverse("comment", args=[board.notice.number])
    said = {"category": "data", "text": "蓄积量的来源没有写明，请说明。", "key": "sender-0001"}
    answer = client.post(where, {**said, **told})
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return Comment.objects.latest("pk")


def told(number: str) -> list[str]:
    """The templates by which a sender was told, in order."""
    rows = Notification.objects.filter(contact=number).order_by("pk")
    return list(rows.values_list("template", flat=True))


def sent() -> None:
    read_journal()
    send_due(max(Delivery.objects.values_list("due", flat=True)) + timedelta(minutes=1))


def test_an_address_that_was_left_hears_of_receipt_answer_and_judgement(board) -> None:
    comment = commented(board, Client(), mail=MAIL)
    assert MAIL not in str(SenderContact.objects.values()), "kept encrypted"
    board.answer(comment)
    board.judge(comment)
    sent()
    assert told(comment.number) == ["sender_received", "sender_answered", "sender_judged"]
    own = [message for message in mail.outbox if message.to == [MAIL]]
    assert len(own) == 3
    for message in own:
        assert comment.number in message.subject
        assert f"number={comment.number}&code={comment.code}" in message.body
        assert reverse("delivery_wish") not in message.body
    public = Client().get(reverse("notice", args=[board.notice.number])).content.decode()
    assert MAIL not in public


def test_who_leaves_nothing_is_not_told(board) -> None:
    comment = commented(board, Client(), phone=MOBILE)
    board.answer(comment)
    read_journal()
    assert told(comment.number) == []
    assert not SenderContact.objects.exists()


@override_settings(SMS_ADAPTER="qingshan.apps.letters.tests.test_senders.Adapter")
def test_a_short_message_goes_where_it_was_asked_for(board) -> None:
    comment = commented(board, Client(), phone=MOBILE, tell_phone="on")
    sent()
    assert [number for number, _ in TEXTS] == [MOBILE]
    assert comment.number in TEXTS[0][1]
    answer = Client().post(
        reverse("comment", args=[board.notice.number]),
        {
            "category": "data",
            "text": "样地数量太少，请说明理由。",
            "key": "x-2",
            "tell_phone": "on",
        },
    )
    assert answer.status_code == 422


def test_an_account_is_told_in_the_site_only_when_that_was_ticked(board) -> None:
    client = Client()
    client.force_login(User.objects.get(username="buyer"))
    page = client.get(reverse("comment", args=[board.notice.number])).content.decode()
    assert "在本站通知我" in page
    stranger = Client().get(reverse("comment", args=[board.notice.number])).content.decode()
    assert "在本站通知我" not in stranger
    silent = commented(board, client, key="silent-01", text="碳库的选择没有写明依据。")
    comment = commented(board, client, tell_here="on")
    read_journal()
    assert told(silent.number) == []
    [note] = Notification.objects.filter(contact=comment.number)
    assert note.user.username == "buyer"
    assert comment.number in client.get(reverse("notifications")).content.decode()
    keeper = Client()
    keeper.force_login(User.objects.get(username="administrator"))
    kept = keeper.get(reverse("deliveries"))
    if kept.status_code == 200:
        assert str(note.user) not in kept.content.decode(), "nobody learns who wrote it"


def test_a_complaint_is_followed_to_its_end(office) -> None:
    filed = Client().post(
        reverse("complain"),
        {
            "category": "damage",
            "text": "公示地块内有人砍树，请派人查看。",
            "key": "complaint-1",
            "county": "522629",
            "mail": MAIL,
        },
    )
    assert filed.status_code == 302, filed.content.decode()[-3000:]
    complaint = Complaint.objects.get()
    case = Case.objects.get(subject_key=complaint.number)
    check = {"item": "facts", "version": 0, "verdict": "good", "text": ""}
    when = complaint.received + timedelta(minutes=5)
    by = office.call("county").actor
    record_checks(Call(by, when, "check-complaint"), case=case.pk, checks=[check])
    accept_case(Call(by, when, "accept-complaint"), case=case.pk)
    sent()
    assert told(complaint.number) == ["sender_complaint", "sender_taken"]
    own = [message for message in mail.outbox if message.to == [MAIL]]
    assert len(own) == 2
    assert reverse("complaint_progress") in own[0].body
    seen = " ".join(message.body + message.subject for message in own)
    assert complaint.text not in seen
