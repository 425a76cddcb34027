"""What a stranger is told of a number, a code and a file in every state of a ticket."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from qingshan.apps.base import files
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.prints import editions
from qingshan.apps.registry.verbs.certify_holding import certify_holding
from qingshan.apps.registry.verbs.replace_face import replace_face
from qingshan.apps.registry.verbs.revoke_ticket import revoke_ticket
from qingshan.apps.registry.verbs.suspend_ticket import suspend_ticket
from qingshan.apps.registry.verbs.transfer_holding import transfer_holding
from qingshan.apps.retirements.naming import SELF, named
from qingshan.apps.retirements.verbs.retire_units import retire_units
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db
BASIS = {"reason": "抽查", "document": "黔林登〔2026〕7 号"}


@pytest.fixture(scope="module")
def ticket(office) -> Ticket:
    return office.issued()


def asked(number: str, code: str = "") -> tuple[int, str]:
    answer = Client().get(reverse("verify"), {"number": number, "c": code})
    return answer.status_code, answer.content.decode()


def dropped(pdf: bytes) -> str:
    file = SimpleUploadedFile("paper.pdf", pdf, "application/pdf")
    return Client().post(reverse("verify"), {"file": file}).content.decode()


def test_a_sheet_is_no_paper_that_can_be_checked(office):
    sheet = SimpleUploadedFile("清单.xlsx", b"PK\x03\x04" + bytes(200))
    said = Client().post(reverse("verify"), {"file": sheet}).content.decode()
    assert "E-PO-20" in said
    assert "清单.xlsx" in said
    assert "没有读到二维码" not in said


def face(ticket: Ticket, **asked: str) -> bytes:
    answer = Client().get(reverse("face", args=[ticket.number]), asked)
    assert answer.status_code == 200
    return answer.content


def test_a_valid_ticket_tells_its_facts_and_its_uses(office, ticket):
    done = retire_units(
        office.call("farm"), ticket=ticket.pk, party=office.party("farm"), quantity=carbon(3),
        purpose="public_good", beneficiary=named(SELF),
    )  # fmt: skip
    code, said = asked(ticket.number, ticket.check_code[-4:])
    assert code == 200
    for word in ("部分注销", "编号与校验码相符", "优势树种", "签发单位", "省林业局", done.number):
        assert word in said, word
    assert "举报假票" in said
    assert ticket.face.digest in said


def test_letters_read_as_digits_are_told(ticket):
    wrong = ticket.number.replace("000001", "OOOOO1")
    assert f"读作 {ticket.number}" in asked(wrong)[1]
    assert "读作" not in asked(ticket.number)[1]


def test_a_slip_is_answered_with_the_number_that_is_near(ticket):
    head, tail = ticket.number[:-3], ticket.number[-3:]
    for slip in (
        head + ("7" if tail[0] != "7" else "8") + tail[1:],
        ticket.number.replace("2026", "2062"),
        ticket.number.replace("000001", "00001"),
        ticket.number.replace("000001", "0000011"),
    ):
        code, said = asked(slip)
        assert code == 404
        assert f">{ticket.number}</a>" in said, slip
    assert "相近的编号" not in asked("GZ-1999-777777-3")[1]


@pytest.mark.parametrize(
    ("verb", "word"), [(suspend_ticket, "本票已暂停"), (revoke_ticket, "本票已撤销")]
)
def test_a_ticket_that_is_not_valid_says_since_when_and_why(office, ticket, verb, word):
    before = face(ticket)
    verb(office.call("registrar"), ticket=ticket.pk, **BASIS)
    _, said = asked(ticket.number)
    assert word in said
    assert "2026年7月17日" in said
    assert BASIS["document"] in said
    marked = face(ticket)
    assert marked == face(ticket)
    assert marked != before
    assert "票面标注" in dropped(marked)
    assert "文件真实、未被改动" in dropped(before), "the paper is genuine, its ticket is not valid"
    assert word in dropped(before)


def test_what_was_sold_of_a_revoked_ticket_stays_with_the_buyer(office, ticket):
    transfer_holding(
        office.call("registrar"), ticket=ticket.pk, source=office.party("farm"),
        target=office.party("buyer"), quantity=carbon(4), ground="judgment", document="判决书",
    )  # fmt: skip
    revoke_ticket(office.call("registrar"), ticket=ticket.pk, **BASIS)
    assert "撤销前售出的 4 吨仍归善意取得人" in asked(ticket.number)[1]
    page = Client().get(reverse("ticket", args=[ticket.number])).content.decode()
    for word in ("登记事项", "非交易过户（生效法律文书）", "须于 2026-10-15 前补足 4 吨"):
        assert word in page, word


def test_an_old_print_says_that_it_is_void(office, ticket):
    replace_face(office.call("registrar"), ticket=ticket.pk, document="申请")
    newest, first = editions(ticket)
    for said in (
        dropped(files.read(first.face.digest)),
        asked(ticket.number, first.check_code)[1],
        dropped(face(ticket, edition="1")),
    ):
        assert "这是已作废的旧版票面" in said
        assert "您手中的是第 1 版" in said
    assert face(ticket) == face(ticket, edition="2") == files.read(newest.face.digest)
    assert "已作废" not in dropped(face(ticket))
    assert Client().get(reverse("face", args=[ticket.number]), {"edition": "9"}).status_code == 404


def test_a_certificate_of_holding_is_out_of_date_once_units_move(office, ticket):
    done = certify_holding(office.call("farm"), ticket=ticket.pk, party=office.party("farm"))
    pdf = files.read(done.paper.digest)
    said = dropped(pdf)
    assert "登记簿中有这份持有凭证" in said
    assert "文件真实、未被改动" in said
    assert "凭证与现状不符" not in said
    assert asked(done.number, done.check_code)[0] == 200
    assert asked(done.number, "0000-0000-0000")[0] == 404
    retire_units(
        office.call("farm"), ticket=ticket.pk, party=office.party("farm"), quantity=carbon(1),
        purpose="public_good", beneficiary=named(SELF),
    )  # fmt: skip
    assert "凭证与现状不符" in dropped(pdf)


def test_the_bundle_is_offered_before_a_head_is_signed(ticket):
    answer = Client().get(reverse("ticket_proof", args=[ticket.number]))
    told = json.loads(answer.content)
    assert (told["number"], told["waiting"][0]) == (ticket.number, f"issue:{ticket.number}")
    assert Client().get(reverse("ticket_proof", args=["GZ-0"])).status_code == 404
