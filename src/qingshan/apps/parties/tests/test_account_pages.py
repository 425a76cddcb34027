"""Opening an account and giving roles, by the pages."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from qingshan.apps.base.models import Event
from qingshan.apps.parties.models import Enrolment, Party, RoleProposal, User
from qingshan.apps.parties.reads import actor_of
from qingshan.apps.parties.sealing import unseal_fields
from qingshan.apps.parties.tests.applying import ALL, CODE, DETAILS, RESIDENT, applied, listed
from qingshan.apps.parties.verbs.open_account import open_account
from qingshan.apps.parties.verbs.reveal_enrolment import reveal_enrolment

pytestmark = pytest.mark.django_db


@pytest.fixture
def person(office) -> User:
    return open_account(office.founding(), username="applicant", display_name="田静")


def test_full_numbers_are_read_for_a_reason(office, person, refuses):
    enrolment = applied(office, person)
    with refuses("E-PA-19"):
        reveal_enrolment(office.call("registrar"), enrolment=enrolment.pk, reason="")
    client = signed_in("registrar")
    page = reverse("enrolment", args=[enrolment.pk])
    assert DETAILS["bank_account"] not in client.get(page).content.decode()
    told = {"act": "reveal", "reason": "核对账户", "key": "r"}
    assert DETAILS["bank_account"] in client.post(page, told).content.decode()
    event = Event.objects.get(name="enrolment.revealed")
    assert event.facts == {"reason": "核对账户"}


def signed_in(who: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=who))
    return client


def test_by_the_pages_from_the_form_to_the_account(office, person):
    listed(office, "无名氏,")
    client = signed_in("applicant")
    told = {
        "key": "form-1", "kind": "enterprise", "name": "青溪包装有限公司", "county_code": "520103",
        "role": "trader", "agreed": "on", "agent": "周代", "agent_number": RESIDENT,
        **{name: value for name, value in DETAILS.items() if name != "legal_representative"},
    }  # fmt: skip
    wrong = client.post(reverse("enrol"), told)
    assert wrong.status_code == 422
    page = wrong.content.decode()
    assert "没有填写法定代表人" in page
    assert client.post(reverse("enrol"), told | {"county_code": "990103"}).status_code == 422
    assert "没有授权委托书" in page
    text = SimpleUploadedFile("a.pdf", b"hello", "application/pdf")
    fake = client.post(reverse("enrol"), told | {"power_of_attorney": text})
    assert "只接受 PDF" in fake.content.decode()
    paper = SimpleUploadedFile("a.pdf", b"%PDF-1.7 x", "application/pdf")
    done = client.post(
        reverse("enrol"),
        told | {"legal_representative": "韦强", "power_of_attorney": paper} | {"key": "form-2"},
    )
    assert done.status_code == 302, done.content.decode()[-3000:]
    enrolment = Enrolment.objects.get()
    assert enrolment.number in client.get(reverse("account")).content.decode()
    assert client.get(reverse("enrolment", args=[enrolment.pk])).status_code == 403
    shown = signed_in("registrar").get(reverse("enrolment_paper", args=[enrolment.pk]))
    assert (shown.status_code, shown["Content-Type"]) == (200, "application/pdf")


def test_a_person_is_asked_what_persons_have(office, person):
    client = signed_in("applicant")
    desk = client.get(reverse("desk")).content.decode()
    assert reverse("enrol") in desk, "who has no account is led to it"
    page = client.get(reverse("enrol"), {"kind": "person"}).content.decode()
    for name in ("legal_representative", "beneficial_owner", "name_en", "contact", "phone"):
        assert f'name="{name}"' not in page
    assert 'name="paper_kind"' in page
    assert 'name="paper_kind"' not in client.get(reverse("enrol")).content.decode()
    told = {
        "key": "form-1", "kind": "person", "name": "韦小禾", "county_code": "520103",
        "role": "trader", "agreed": "on", "paper_kind": "resident_id", "number": RESIDENT,
        **{name: DETAILS[name] for name in ("bank_name", "bank_account", "mobile", "address")},
        "purpose": "抵消出行排放",
    }  # fmt: skip
    done = client.post(reverse("enrol"), told)
    assert done.status_code == 302, done.content.decode()[-3000:]
    found = Enrolment.objects.get()
    assert unseal_fields(found.details_sealed)["contact"] == "韦小禾"
    assert 'value="韦小禾"' in client.get(reverse("enrol_again", args=[found.pk])).content.decode()


def test_by_the_pages_from_the_return_to_the_account(office, person):
    listed(office, "无名氏,")
    enrolment = applied(office, person)
    client, clerk = signed_in("applicant"), signed_in("registrar")
    assert enrolment.number in clerk.get(reverse("desk")).content.decode()
    clerk.post(
        reverse("enrolment_decide", args=[enrolment.pk, "return"]),
        {"reason": "联系电话不通", "key": "k1"},
    )
    again = client.get(reverse("enrol_again", args=[enrolment.pk])).content.decode()
    assert "联系电话不通" in again
    assert DETAILS["bank_account"] in again
    fixed = DETAILS | {"kind": "enterprise", "name": "青溪包装有限公司", "county_code": "520103"}
    fixed |= {"role": "trader", "agreed": "on", "key": "form-3", "mobile": "13800001235"}
    assert client.post(reverse("enrol_again", args=[enrolment.pk]), fixed).status_code == 302
    told = {"checked": ALL, "risk": "low", "screening_reason": "", "key": "k2"}
    accept = reverse("enrolment_decide", args=[enrolment.pk, "accept"])
    assert clerk.post(accept, told | {"risk": ""}).status_code == 422
    open_case = clerk.post(accept, told)
    assert open_case.status_code == 409
    assert "E-PA-18" in open_case.content.decode(), "the list is older than thirty days by now"
    told |= {"screening_reason": "已向发布机关核实", "key": "k3"}
    assert clerk.post(accept, told).status_code == 302
    enrolment.refresh_from_db()
    assert enrolment.state == "open"
    assert Party.objects.filter(credit_code=CODE).exists()
    page = clerk.get(reverse("parties") + "?q=青溪").content.decode()
    assert CODE not in page
    assert "青溪包装有限公司" in page


def test_a_list_is_imported_by_its_page(office):
    client = signed_in("operator")
    file = SimpleUploadedFile("list.csv", "name\n甲\n".encode(), "text/csv")
    told = {"key": "k", "name": "名单", "issuer": "机关", "published": "2026-07-01", "file": file}
    assert client.post(reverse("screening"), told).status_code == 302
    assert "名单" in client.get(reverse("screening")).content.decode()


def test_roles_by_the_pages_of_three_administrators(office, person):
    admin, security, audit = (signed_in(who) for who in ("admin", "security", "audit"))
    told = {"key": "p", "party": office.party("county"), "role": "county_reviewer"}
    told |= {"area": "522629", "reason": "到岗"}
    assert admin.post(reverse("propose", args=[person.pk]), told).status_code == 302
    assert security.get(reverse("propose", args=[person.pk])).status_code == 403
    inbox = security.get(reverse("desk")).content.decode()
    assert "确认岗位" in inbox
    proposal = RoleProposal.objects.get()
    act = {"act": "confirm_role", "subject": str(proposal.pk), "key": "c"}
    assert security.post(reverse("act"), act).status_code == 302
    assert actor_of(person).roles == {"county_reviewer"}
    membership = person.memberships.get()
    page = security.get(reverse("person", args=[person.pk])).content.decode()
    assert reverse("role_end", args=[membership.pk]) in page
    assert security.post(reverse("role_end", args=[membership.pk])).status_code == 302
    assert actor_of(person).roles == frozenset()
    lock = reverse("person_act", args=[person.pk, "lock"])
    assert security.post(lock, {"reason": "x"}).status_code == 403
    assert admin.post(lock, {"reason": "冒用"}).status_code == 302
    person.refresh_from_db()
    assert not person.is_active
    for name in ("sign_ins", "journal"):
        assert audit.get(reverse(name)).status_code == 200
        assert admin.get(reverse(name)).status_code == 403
        assert security.get(reverse(name)).status_code == 403
    assert audit.get(reverse("people")).status_code == 403
    assert "user.locked" not in audit.get(reverse("journal")).content.decode()
    assert "锁定账号" in audit.get(reverse("journal")).content.decode()
