"""A pledge ends on a paper where one side does not answer, and never by its term alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.urls import reverse

from qingshan.apps.books import audit, reads
from qingshan.apps.pledges.models import Pledge
from qingshan.apps.pledges.reads import answer_day, unanswered
from qingshan.apps.pledges.rules import answer_due
from qingshan.apps.pledges.tests.test_pledges import client_of, defaulted, holding, pledge
from qingshan.apps.pledges.verbs.cancel_pledge import cancel_pledge
from qingshan.apps.pledges.verbs.decline_release import decline_release
from qingshan.apps.pledges.verbs.propose_release import propose_release
from qingshan.apps.pledges.verbs.release_pledge import release_pledge
from qingshan.apps.registry.models import Ticket
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db
PAPER = "（2026）黔民终 3 号"


@pytest.fixture(scope="module")
def ticket(office) -> Ticket:
    return office.issued()


@pytest.fixture
def standing(office, ticket) -> Pledge:
    return pledge(office, ticket, carbon("12.3456"))


def cancel(office, found: Pledge, ground: str, days: int = 0, document: str = PAPER) -> Pledge:
    call = office.call("registrar")
    call = replace(call, when=call.when + timedelta(days=days))
    return cancel_pledge(call, pledge=found.pk, ground=ground, document=document)


def test_ten_working_days_begin_the_day_after():
    # Friday, 17 July 2026; the tenth working day is Friday, 31 July.
    assert answer_due(date(2026, 7, 17)) == date(2026, 7, 31)


def test_a_judgment_ends_it_at_any_time_and_gives_back_exactly(office, ticket, standing, refuses):
    before = holding(ticket)
    for ground, document in (("judgment", " "), ("", PAPER), ("term", PAPER)):
        with refuses("E-PL-11"):
            cancel(office, standing, ground, document=document)
    with refuses("E-AU-01"):
        cancel_pledge(office.call("bank"), pledge=standing.pk, ground="judgment", document=PAPER)
    call = office.call("registrar")
    told = {"pledge": standing.pk, "ground": "judgment", "document": PAPER}
    done = cancel_pledge(call, **told)
    assert cancel_pledge(call, **told) == done
    assert (done.state, done.document, done.ended is None) == ("cancelled", PAPER, False)
    assert holding(ticket) == reads.Balance(before.posted, 0, before.posted)
    assert audit.verify() is None
    with refuses("E-MC-01"):
        propose_release(office.call("farm"), pledge=standing.pk)


@pytest.mark.parametrize(("ground", "proposer"), [("repaid", "farm"), ("waived", "bank")])
def test_a_silent_side_is_heard_first(office, standing, refuses, ground, proposer):
    with refuses("E-PL-12"):
        cancel(office, standing, ground)
    asked = propose_release(office.call(proposer), pledge=standing.pk)
    due = answer_day(asked)
    assert due is not None
    left = (due - office.now.date()).days
    assert not unanswered(due)
    assert unanswered(due + timedelta(days=1)) == [asked]
    # The last day still belongs to the other side.
    with refuses("E-PL-12"):
        cancel(office, standing, ground, left)
    other = "waived" if ground == "repaid" else "repaid"
    with refuses("E-PL-12"):
        cancel(office, standing, other, left + 1)
    assert cancel(office, standing, ground, left + 1).state == "cancelled"
    asked.refresh_from_db()
    assert (asked.state, asked.answered is None) == ("lapsed", False)
    with refuses("E-MC-01"):
        release_pledge(office.call("bank" if proposer == "farm" else "farm"), release=asked.pk)


def test_who_declined_has_a_dispute_and_the_end_of_the_term_is_no_ground(
    office, ticket, standing, refuses
):
    asked = propose_release(office.call("farm"), pledge=standing.pk)
    decline_release(office.call("bank"), release=asked.pk, reason="尚欠利息")
    with refuses("E-PL-12"):
        cancel(office, standing, "repaid", 60)
    late = (standing.until - office.now.date()).days + 1
    with refuses("E-PL-12"):
        cancel(office, standing, "repaid", late)
    assert holding(ticket).held == standing.quantity
    assert cancel(office, defaulted(office, ticket, carbon(2)), "judgment").state == "cancelled"


def test_a_year_without_holidays_is_no_ground_to_end_it(office, standing, refuses):
    asked = propose_release(office.call("farm"), pledge=standing.pk)
    asked.proposed = asked.proposed.replace(year=2090)
    asked.save()
    assert answer_day(asked) is None
    assert not unanswered(date(2095, 1, 1))
    with refuses("E-MC-05"):
        cancel(office, standing, "repaid", 365 * 70)


def test_on_the_pages_of_the_registrar_and_of_both_sides(office, standing):
    registrar, number = client_of("registrar"), [standing.number]
    page, there = reverse("pledge", args=number), reverse("cancel_pledge", args=number)
    denied = client_of("bank").get(there)
    assert denied.status_code == 403
    # Who is turned away reads the name of the account, not a key of the house.
    assert "位置：bank" in denied.content.decode()
    client_of("farm").post(reverse("propose_release", args=number), {"key": "a"})
    assert "仍不答复的" in client_of("farm").get(page).content.decode()
    assert "凭文书注销" in registrar.get(page).content.decode()
    form = {"key": "b", "ground": "repaid", "document": "结清证明 1 号"}
    early = registrar.post(there, form)
    assert early.status_code == 422
    assert "没有提出过对方逾期未答复的解除" in early.content.decode()
    assert registrar.post(there, {"key": "b"}).status_code == 422
    form = {"key": "c", "ground": "judgment", "document": PAPER}
    assert registrar.post(there, form).status_code == 302
    seen = client_of("farm").get("/en" + page).content.decode()
    assert "cancelled on a paper" in seen.lower()
    assert PAPER in seen
