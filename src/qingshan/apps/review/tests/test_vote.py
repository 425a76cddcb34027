"""Members ask, score and vote unseen; the minutes tell it, and a vote covers what was voted on."""

from __future__ import annotations

import io
from datetime import date

import pypdf
import pytest

from qingshan.apps.base import files
from qingshan.apps.base.call import SYSTEM
from qingshan.apps.base.models import Event
from qingshan.apps.projects.models import MonitoringPeriod
from qingshan.apps.projects.verbs.return_report import return_report
from qingshan.apps.review import reads
from qingshan.apps.review.verbs.answer_question import answer_question
from qingshan.apps.review.verbs.ask_question import ask_question
from qingshan.apps.review.verbs.close_panel import close_panel
from qingshan.apps.review.verbs.sign_minutes import sign_minutes

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def panel(bench):
    return bench.convened()


def ask(bench, panel, party, text: str = "蓄积增量为何高于邻县？"):
    return ask_question(
        bench.call(party), panel=panel.pk, party=party.pk, text=text, anchor="figure:removal"
    )


def test_four_of_five_carry_and_three_do_not(bench, panel):
    closed = bench.close(panel, in_favour=4)
    assert (closed.state, closed.result) == ("closed", "recommended")


def test_three_of_five_do_not_carry(bench, panel, refuses):
    assert bench.close(panel, in_favour=3).result == "declined"
    with refuses("E-RV-13"):
        reads.must_be_recommended(bench.report)


def test_nobody_sees_another_vote_before_the_close(bench, panel):
    first, second = bench.members(panel)[:2]
    bench.vote(panel, first)
    assert reads.votes_shown(panel, bench.call(first).actor).count() == 1
    assert reads.votes_shown(panel, bench.call(second).actor).count() == 0
    assert reads.votes_shown(panel, bench.organiser().actor).count() == 0
    assert reads.votes_shown(panel, SYSTEM).count() == 0
    event = Event.objects.get(name="panel.voted")
    assert set(event.facts) == {"panel", "expert", "beside"}
    assert list(event.facts["beside"]) == ["review.Seat"]
    for party in bench.members(panel)[1:]:
        bench.vote(panel, party)
    closed = close_panel(bench.organiser(), panel=panel.pk)
    assert reads.votes_shown(closed, SYSTEM).count() == 5


def test_a_vote_is_whole_and_cast_once(bench, panel, refuses):
    party = bench.members(panel)[0]
    scores = {item.key: item.points for item in bench.items()}
    for wrong in ({}, {**scores, "method": 99}, {**scores, "method": -1}, {**scores, "x": 1}):
        with refuses("E-RV-06"):
            bench.vote(panel, party, scores=wrong)
    with refuses("E-RV-07"):
        bench.vote(panel, party, scores=dict.fromkeys(scores, 5))
    with refuses("E-RV-16"):
        bench.vote(panel, party, opinion=" ")
    bench.vote(panel, party)
    with refuses("E-MC-01"):
        bench.vote(panel, party)
    with refuses("E-RV-10"):
        close_panel(bench.organiser(), panel=panel.pk)


def test_a_vote_waits_for_the_answers_to_ones_questions(office, bench, panel, refuses):
    party, other = bench.members(panel)[:2]
    question = ask(bench, panel, party)
    with refuses("E-RV-08"):
        bench.vote(panel, party)
    bench.vote(panel, other)
    with refuses("E-MC-01"):
        ask(bench, panel, other)
    told = {"question": question.pk, "text": "两期调查间有抚育，详见附件。"}
    with refuses("E-RV-18"):
        answer_question(office.call("village"), **told, party=office.party("village"))
    with refuses("E-AU-02"):
        answer_question(office.call("farm"), **told, party=office.party("measurer"))
    with refuses("E-RV-16"):
        answer_question(
            office.call("measurer"), **told | {"text": ""}, party=office.party("measurer")
        )
    answer_question(office.call("measurer"), **told, party=office.party("measurer"))
    with refuses("E-RV-17"):
        answer_question(office.call("farm"), **told, party=office.party("farm"))
    bench.vote(panel, party)
    with refuses("E-PJ-04"):
        ask_question(
            bench.call(bench.members(panel)[2]),
            panel=panel.pk,
            party=bench.members(panel)[2].pk,
            text="？",
            anchor="page:99",
        )


def test_the_minutes_tell_the_vote_and_are_signed_by_the_members(bench, panel, refuses):
    party = bench.members(panel)[0]
    with refuses("E-MC-01"):
        sign_minutes(bench.call(party), panel=panel.pk, party=party.pk)
    closed = bench.close(panel)
    data = files.read(closed.minutes.digest)
    told = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages)
    told = "".join(told.split())
    assert "同意5票，不同意0票，评审通过。" in told
    assert closed.number in told
    for member in bench.members(panel):
        assert member.name in told
    for item in bench.items():
        assert item.label.zh in told
    signature = sign_minutes(bench.call(party), panel=panel.pk, party=party.pk)
    assert signature.digest == closed.minutes.digest
    with refuses("E-RV-11"):
        sign_minutes(bench.call(party), panel=panel.pk, party=party.pk)


def test_a_report_goes_on_when_a_panel_voted_for_exactly_it(bench, panel, refuses):
    with refuses("E-RV-12"):
        reads.must_be_recommended(bench.report)
    bench.close(panel)
    reads.must_be_recommended(bench.report)
    assert reads.changes_since_vote(bench.report) == []


def test_a_vote_does_not_cover_what_was_changed_after_it(
    office, bench, panel, refuses, monkeypatch
):
    bench.close(panel)
    return_report(
        office.call("verifier"),
        report=bench.report.pk,
        verifier=office.party("verifier"),
        finding="会签前发现错误",
    )
    claim = MonitoringPeriod.objects.get(pk=bench.report.run.monitoring_id)
    same = bench.verified(claim)
    assert same.digest == bench.report.digest
    reads.must_be_recommended(same)
    return_report(
        office.call("verifier"),
        report=same.pk,
        verifier=office.party("verifier"),
        finding="参数应按当日取值",
    )
    # The same files measured under another day.
    monkeypatch.setattr(office, "as_of", date(2026, 7, 2))
    changed = bench.verified(MonitoringPeriod.objects.get(pk=claim.pk))
    with refuses("E-RV-14"):
        reads.must_be_recommended(changed)
    changes = reads.changes_since_vote(changed)
    assert {(change.before, change.after) for change in changes} >= {("2026-07-01", "2026-07-02")}
