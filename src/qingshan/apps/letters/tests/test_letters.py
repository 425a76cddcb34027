"""Letters follow from events, once, numbered and sealed; who may read them, and their check."""

from __future__ import annotations

import io
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import translation
from pypdf import PdfReader

from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.base.models import Event
from qingshan.apps.base.numbering import normalise
from qingshan.apps.casework.letters import SERIES as OF_CASES
from qingshan.apps.letters.drawing_up import draw_up
from qingshan.apps.letters.kinds import KINDS
from qingshan.apps.letters.models import Letter
from qingshan.apps.letters.printing import letter_code, letter_pdf
from qingshan.apps.letters.saying import _SAYS
from qingshan.apps.letters.verbs.draw_up_letter import draw_up_letter
from qingshan.apps.parties.models import Membership, Party, User
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.verbs.lift_suspension import lift_suspension
from qingshan.apps.registry.verbs.suspend_ticket import suspend_ticket

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def ticket(office) -> Ticket:
    made = office.issued()
    told = {"ticket": made.pk, "reason": "权属争议", "document": "黔林函〔2026〕1 号"}
    suspend_ticket(office.call("registrar"), **told)
    lift_suspension(office.call("registrar"), **told)
    return made


@pytest.fixture
def letters(ticket) -> dict[str, Letter]:
    for name in ("ticket.issued", "ticket.suspended", "ticket.suspension_lifted"):
        draw_up(Event.objects.filter(name=name).latest("pk"))
    return {letter.kind: letter for letter in Letter.objects.all()}


def text_of(pdf: bytes) -> str:
    pages = PdfReader(io.BytesIO(pdf)).pages
    return re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


def client_of(name: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def test_every_kind_has_its_words_and_a_series_of_its_own() -> None:
    assert set(_SAYS) == set(KINDS)
    series = [kind.series for kind in KINDS.values()]
    assert len(set(series)) == len(series)
    assert not set(series) & {*OF_CASES.values(), "GZ", "ZX", "GS", "CJ", "GP", "ZY", "GH", "SX"}


def test_a_letter_follows_from_its_event_once(office, ticket, letters, refuses) -> None:
    assert set(letters) == {"issue", "suspension", "lifting"}
    issue = letters["issue"]
    assert normalise(issue.number) == issue.number
    assert issue.party == ticket.party
    event = Event.objects.get(pk=issue.event)
    draw_up(event)
    assert Letter.objects.filter(kind="issue").count() == 1
    with refuses("E-LT-01"):
        draw_up_letter(Call(SYSTEM, office.now, "x"), event=event.pk, kind="pledge")
    with refuses("E-AU-01"):
        draw_up_letter(office.call("farm"), event=event.pk, kind="issue")


def test_without_an_office_no_letter_is_written(office, ticket, refuses) -> None:
    event = Event.objects.filter(name="ticket.suspended").latest("pk")
    Membership.objects.filter(role="registrar").update(until=office.now)
    Party.objects.filter(kind__in=("office", "exchange")).update(kind="enterprise")
    with refuses("E-LT-02"):
        draw_up_letter(Call(SYSTEM, office.now, "y"), event=event.pk, kind="suspension")


def test_the_paper_says_what_happened_in_both_languages(ticket, letters) -> None:
    paper = letter_pdf(letters["suspension"])
    assert letter_pdf(letters["suspension"]) == paper, "the same bytes every time"
    told = text_of(paper)
    for word in ("暂停（冻结）通知书", ticket.number, "权属争议", "行政复议", "（盖章处）"):
        assert re.sub(r"\s", "", word) in told, word
    with translation.override("en"):
        english = text_of(letter_pdf(letters["issue"]))
    assert "Noticeofissue" in english
    assert "None" not in told + english


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_can_be_set_in_both_languages(office, ticket, letters, kind) -> None:
    content = {
        **letters["issue"].content,
        "matter": ["申请", "application"], "opened": "2026-07-01", "reason": "理由",
        "document": "文号", "item": ["名称", "name"], "was": "甲", "becomes": "乙",
        "source": ["甲方", "A"], "target": ["乙方", "B"], "moved": "1", "ground": ["继承", "x"],
        "entry": "GH-1", "ticket": ticket.number, "pledgor": ["甲", "A"], "pledgee": ["乙", "B"],
        "filing": "1", "until": "2027-01-01", "withdrawn": "1", "owed": "2", "place": "某村",
        "first_day": "2026-07-01", "last_day": "2026-07-20", "days": 20, "digest": "a" * 64,
        "panel": "PS-1", "to": [], "case": "案号", "ruling": "裁定", "assistance": "通知",
        "debtor": ["甲", "A"], "asked": "3", "frozen": "2", "waiting": "1", "freed": "2",
        "receiver": ["乙", "B"], "later": "续行裁定",
    }  # fmt: skip
    letter = Letter(
        event=0, kind=kind, number="QF-2026-000009-1", about="x", dated=office.now.date(),
        office=letters["issue"].office, content=content,
    )  # fmt: skip
    for language in ("zh-hans", "en"):
        with translation.override(language):
            assert len(PdfReader(io.BytesIO(letter_pdf(letter))).pages) == 1


def test_letters_are_read_by_those_concerned(ticket, letters) -> None:
    issue = letters["issue"]
    for name, status in (("farm", 200), ("registrar", 200), ("auditor", 200), ("buyer", 404)):
        assert client_of(name).get(reverse("letter", args=[issue.number])).status_code == status
    page = client_of("farm").get(reverse("letters"), {"about": ticket.number}).content.decode()
    for letter in letters.values():
        assert letter.number in page
    empty = client_of("farm").get(reverse("letters"), {"about": "nothing"}).content.decode()
    assert issue.number not in empty
    desk = client_of("registrar").get(reverse("ticket_desk", args=[ticket.number]))
    assert f"{reverse('letters')}?about={ticket.number}" in desk.content.decode()


def test_a_stranger_checks_a_letter_by_its_code(ticket, letters) -> None:
    letter = letters["suspension"]
    page = reverse("check_letter", args=[letter.number])
    assert Client().get(page).status_code == 200
    good = Client().get(page, {"c": letter_code(letter)}).content.decode()
    assert "文书真实" in good
    assert "权属争议" not in good
    wrong = Client().get(page, {"c": "AAAA-BBBB-CCCC"})
    assert wrong.status_code in {409, 422}
    assert Client().get(reverse("check_letter", args=["QF-1"]), {"c": "AAAA"}).status_code >= 400
