"""Court, debtor and receiver hear of every act on a freeze; the court gets its receipt."""

from __future__ import annotations

import io
import re
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.base.models import Event
from qingshan.apps.letters.drawing_up import draw_up
from qingshan.apps.letters.models import Letter
from qingshan.apps.letters.printing import letter_pdf
from qingshan.apps.letters.reads import address_of
from qingshan.apps.letters.telling import tell
from qingshan.apps.letters.texts import words_of
from qingshan.apps.parties.models import User
from qingshan.apps.pledges.tests.test_pledges import both_release
from qingshan.apps.registry.models import Ticket
from qingshan.apps.remedies.tests.test_holds import freeze, pledge, request
from qingshan.apps.remedies.verbs.execute_hold import execute_hold
from qingshan.apps.remedies.verbs.extend_hold import extend_hold
from qingshan.apps.remedies.verbs.lapse_hold import lapse_hold
from qingshan.apps.remedies.verbs.promote_hold import promote_hold
from qingshan.apps.remedies.verbs.reject_hold import reject_hold
from qingshan.apps.remedies.verbs.release_hold import release_hold
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db
SIDES = ("court", "farm", "village")


@pytest.fixture(scope="module")
def ticket(office) -> Ticket:
    return office.issued()


def heard(office, name: str) -> dict[str, str]:
    """Who is told what of the latest event of a name; each page that it leads to opens."""
    event = Event.objects.filter(name=name).latest("pk")
    told = {one.user.username: one for one in tell(event, office.now) if one.user}
    for who in SIDES:
        if who in told:
            client = Client()
            client.force_login(User.objects.get(username=who))
            assert client.get(address_of(told[who])).status_code == 200, who
    return {
        who: words_of(told[who].template, told[who].facts).text.zh for who in SIDES if who in told
    }


def receipt(name: str) -> tuple[Letter, str]:
    """The paper that follows from the latest event of a name, and what it says."""
    (letter,) = draw_up(Event.objects.filter(name=name).latest("pk"))
    pages = PdfReader(io.BytesIO(letter_pdf(letter))).pages
    return letter, re.sub(r"\s", "", "".join(page.extract_text() for page in pages))


def test_both_hear_of_a_freeze_and_its_term_and_the_court_has_it_on_paper(office, ticket):
    found = freeze(office, ticket, carbon(5))
    told = heard(office, "hold.entered")
    assert set(told) == {"court", "farm"}
    for word in ("已冻结 5 吨", "轮候 0 吨", "2027-07-17", ticket.number, found.ruling_number):
        assert word in told["farm"]
    letter, text = receipt("hold.entered")
    assert (letter.kind, letter.party) == ("court_freeze", found.court)
    for word in ("协助执行回执", found.case_number, found.notice_number, found.holder.name):
        assert re.sub(r"\s", "", word) in text
    assert found.officers not in text
    extend_hold(office.call("registrar"), hold=found.pk, months=6, ground="续冻裁定 8 号")
    told = heard(office, "hold.extended")
    assert set(told) == {"court", "farm"}
    assert "2028-01-17" in told["court"]
    assert receipt("hold.extended")[0].kind == "court_extension"


def test_a_court_hears_why_its_request_came_back_and_the_debtor_hears_nothing(office, ticket):
    asked = request(office, ticket, carbon(5))
    reject_hold(office.call("registrar"), hold=asked.pk, ground="文号不清")
    told = heard(office, "hold.rejected")
    assert set(told) == {"court"}
    assert "文号不清" in told["court"]


def test_who_waits_hears_that_it_took_effect_by_the_end_of_the_first(office, ticket):
    first = freeze(office, ticket, ticket.quantity)
    second = freeze(office, ticket, carbon(30), "二号")
    assert "已冻结 0 吨，轮候 30 吨，期限至 —" in heard(office, "hold.entered")["court"]
    release_hold(office.call("registrar"), hold=first.pk, ground="解冻裁定 9 号")
    told = heard(office, "hold.released")
    assert set(told) == {"court", "farm"}
    assert "解冻裁定 9 号" in told["farm"]
    assert receipt("hold.released")[0].kind == "court_lifting"
    event = Event.objects.get(name="hold.promoted")
    assert (event.subject_id, event.verb) == (second.pk, "release_hold")
    told = heard(office, "hold.promoted")
    assert set(told) == {"court", "farm"}
    assert "现已冻结 30 吨" in told["court"]


def test_what_comes_free_otherwise_is_told_once(office, ticket):
    stands = pledge(office, ticket, carbon(50))
    waits = freeze(office, ticket, ticket.quantity)
    both_release(office, stands)
    promote_hold(Call(SYSTEM, office.now, "promote"), hold=waits.pk)
    assert Event.objects.filter(name="hold.promoted").count() == 1
    assert "轮候 0 吨" in heard(office, "hold.promoted")["farm"]


def test_both_hear_that_a_freeze_lapsed(office, ticket):
    found = freeze(office, ticket, carbon(5))
    later = datetime.fromisoformat("2027-07-18T00:05:00+08:00")
    lapse_hold(Call(SYSTEM, later, "lapse"), hold=found.pk)
    told = heard(office, "hold.lapsed")
    assert set(told) == {"court", "farm"}
    assert "5 吨自行解除" in told["farm"]


def test_court_debtor_and_receiver_hear_of_a_forced_transfer(office, ticket):
    found = freeze(office, ticket, carbon(5))
    village = office.cast["village"].party
    execute_hold(
        office.call("registrar"), hold=found.pk, target=village.pk,
        quantity=carbon(3), ground="划转裁定 11 号",
    )  # fmt: skip
    told = heard(office, "hold.executed")
    assert set(told) == {"court", "farm", "village"}
    for text in told.values():
        assert f"3 吨已划转给{village.name}" in text
        assert "划转裁定 11 号" in text
    letter, text = receipt("hold.executed")
    assert letter.kind == "court_transfer"
    assert village.name in text
    client = Client()
    client.force_login(User.objects.get(username="court"))
    assert client.get(reverse("letter", args=[letter.number])).status_code == 200
