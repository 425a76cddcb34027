"""Something wrong is reported without a name, handled as a case, and followed by a code."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.base.call import Call
from qingshan.apps.base.models import Event
from qingshan.apps.casework.panes import panes_of
from qingshan.apps.casework.reads import case_of
from qingshan.apps.notices import reads
from qingshan.apps.notices.models import Complaint
from qingshan.apps.notices.panes import SUBJECT
from qingshan.apps.notices.screening import sender_of
from qingshan.apps.notices.tests.conftest import VISITOR
from qingshan.apps.notices.verbs.file_complaint import file_complaint

pytestmark = pytest.mark.django_db
TOLD = {
    "category": "false_paper",
    "text": "收到一张查不到编号的碳票。",
    "about": "GZ-2024-000001-0",
}


def complain(office, key: str = "one", **changes) -> Complaint:
    return file_complaint(Call(VISITOR, office.now, key), **TOLD | changes)


def test_a_complaint_is_a_case_that_names_nobody(office):
    found = complain(office, phone="13800000000", county="522629")
    case = case_of(SUBJECT, found.number)
    assert (case.kind, case.state, case.county_code) == ("complaint", "submitted", "522629")
    assert case.party is None
    assert case.title == f"举报 {found.number}：假碳票或假证书"
    shown = panes_of(case).document
    assert (shown.template, shown.context["complaint"]) == (
        "notices/parts/complaint.html",
        found,
    )
    facts = [str(event.facts) for event in Event.objects.filter(actor="visitor")]
    assert len(facts) == 2
    assert not [fact for fact in facts if "13800000000" in fact or TOLD["text"] in fact]
    assert reads.complaint(found.number, found.code) == found
    assert reads.complaint(found.number, "7K3M-9QPX-2R4T") is None


def test_what_is_wrong_is_said_at_once_and_nothing_is_kept(office, refuses):
    sender = sender_of("192.0.2.9", office.now.date())
    for number in range(10):
        complain(office, f"flood-{number}", text=f"第 {number} 张可疑的碳票。", sender=sender)
    with refuses("E-NT-12", "E-NT-08", "E-NT-13"):
        complain(office, "more", text="短", phone="x", sender=sender)
    with refuses("E-NT-10"):
        complain(office, "again", text="第 3 张可疑的碳票!")
    with refuses("E-NT-11"):
        complain(office, "id", text="举报人 52263119900307123X 说明情况")
    assert Complaint.objects.count() == 10


def test_a_visitor_files_and_follows_it(office):
    client = Client()
    assert client.get(reverse("report")).status_code == 200
    page = client.get(reverse("complain") + "?about=GZ-1").content.decode()
    assert 'value="GZ-1"' in page
    assert client.post(reverse("complain"), {"key": "k"}).status_code == 422
    sent = client.post(reverse("complain"), {**TOLD, "key": "k", "text": "短"})
    assert sent.status_code == 422
    assert "E-NT-08" in sent.content.decode()
    sent = client.post(reverse("complain"), {**TOLD, "key": "k"})
    assert sent.status_code == 302
    followed = client.get(sent.headers["Location"]).content.decode()
    found = Complaint.objects.get()
    assert found.number in followed
    assert "待受理" in followed
    wrong = client.get(reverse("complaint_progress"), {"number": found.number, "code": "x"})
    assert "没有查到" in wrong.content.decode()
    assert found.text not in wrong.content.decode()
