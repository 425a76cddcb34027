"""Experts are drawn in public from those without an interest, and anyone can repeat the draw."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from qingshan.apps.parties.models import Party
from qingshan.apps.projects.models import Assignment
from qingshan.apps.projects.verbs.declare_tie import declare_tie
from qingshan.apps.projects.verbs.return_report import return_report
from qingshan.apps.review import drawing
from qingshan.apps.review.models import Panel, PoolExpert
from qingshan.apps.review.reads import members_of, panels_of, reports_without_panel, seats_of
from qingshan.apps.review.rules import is_majority, panel_size
from qingshan.apps.review.verbs.convene_panel import convene_panel
from qingshan.apps.review.verbs.draw_panel import draw_panel
from qingshan.apps.review.verbs.enter_expert import enter_expert
from qingshan.apps.review.verbs.recuse_member import recuse_member
from qingshan.apps.review.verbs.release_expert import release_expert
from qingshan.apps.review.verbs.replace_member import replace_member
from qingshan.apps.review.verbs.void_panel import void_panel

pytestmark = pytest.mark.django_db


def tie(office, expert: PoolExpert, other: str, until: date | None = None) -> None:
    declare_tie(
        office.call("registrar"),
        party=expert.party_id,
        other=office.party(other),
        kind="service",
        until=until,
    )


def test_the_draw_comes_out_again_from_published_values(bench):
    panel = bench.draw()
    (draw,) = panel.draws.all()
    assert panel.number.startswith("PS-2026-000001-")
    assert panel.digest == bench.report.digest
    assert draw.source.splitlines()[:4] == [
        "qingshan expert draw 1",
        f"panel {panel.number}",
        "round 1",
        f"report {bench.report.digest}",
    ]
    # By hand, as a stranger does it.
    seed = hashlib.sha256(draw.source.encode()).hexdigest()
    ranked = sorted(
        draw.pool, key=lambda number: hashlib.sha256(f"{seed}/{number}".encode()).hexdigest()
    )
    assert ranked[:5] == draw.chosen
    assert [seat.expert.number for seat in seats_of(panel)] == draw.chosen
    assert drawing.is_replayed(draw)
    draw.chosen = draw.chosen[::-1]
    assert not drawing.is_replayed(draw)


def test_a_panel_is_odd_and_two_thirds_carry():
    today = date(2026, 7, 17)
    assert panel_size(today) == 5
    assert [is_majority(votes, 5, today) for votes in range(6)] == [False] * 4 + [True] * 2
    assert is_majority(2, 3, today)


def test_who_has_an_interest_is_not_drawn(office, bench):
    tied, former, colleague = bench.experts[:3]
    tie(office, tied, "farm")
    tie(office, former, "farm", until=date(2023, 7, 16))
    code = Party.objects.get(pk=office.party("measurer")).credit_code
    PoolExpert.objects.filter(pk=colleague.pk).update(unit_code=code)
    (draw,) = bench.draw().draws.all()
    assert draw.excluded == {tied.number: ["E-PJ-06"], colleague.number: ["E-RV-04"]}
    assert former.number in draw.pool
    assert not set(draw.excluded) & set(draw.pool)


def test_a_pool_too_small_is_told(office, bench, refuses):
    for expert in bench.experts[:3]:
        release_expert(bench.organiser(), expert=expert.pk, reason="换届")
    with refuses("E-RV-03"):
        bench.draw()
    with refuses("E-MC-01"):
        release_expert(bench.organiser(), expert=bench.experts[0].pk, reason="换届")
    with refuses("E-RV-01"):
        enter_expert(
            bench.organiser(), party=bench.experts[0].party_id, fields=["law"], unit="示例大学"
        )


def test_only_verified_reports_of_bodies_charged_are_reviewed(office, bench, refuses):
    report = office.verified()
    # A database of before holds reports whose part another body did: the record is made by hand.
    claim, other = report.run.monitoring, office.party("verifier")
    Assignment.objects.create(monitoring=claim, part="measuring", body_id=other, when=office.now)
    with refuses("E-RV-02"):
        bench.draw(report)
    with refuses("E-MC-01"):
        bench.draw(office.reported())
    with refuses("E-AU-01"):
        draw_panel(office.call("farm"), report=bench.report.pk)
    assert bench.report in reports_without_panel()
    bench.draw()
    assert bench.report not in reports_without_panel()


def test_who_stands_back_is_replaced_by_another_draw(bench, refuses):
    panel = bench.draw()
    first = bench.members(panel)[0]
    with refuses("E-RV-19"):
        replace_member(bench.organiser(), panel=panel.pk)
    with refuses("E-RV-16"):
        recuse_member(bench.call(first), panel=panel.pk, party=first.pk, reason=" ")
    recuse_member(bench.call(first), panel=panel.pk, party=first.pk, reason="曾为业主提供培训")
    assert list(panels_of([first.pk])) == []
    replace_member(bench.organiser(), panel=panel.pk)
    assert panel.seats.count() == 6
    members = list(members_of(panel))
    assert [seat.place for seat in members] == [1, 2, 3, 4, 5]
    assert first not in bench.members(panel)
    second = panel.draws.get(round=2)
    assert drawing.is_replayed(second)
    assert len(second.chosen) == 1
    assert not set(second.pool) & set(panel.draws.get(round=1).chosen)


def test_a_tie_that_comes_to_light_after_the_draw_is_met_at_the_declaration(office, bench, refuses):
    panel = bench.draw()
    member = members_of(panel)[0].expert
    tie(office, member, "verifier")
    with refuses("E-PJ-06"):
        bench.declare(panel, member.party)
    outsider = next(e for e in bench.experts if e.party not in bench.members(panel))
    with refuses("E-RV-15"):
        bench.declare(panel, outsider.party)


def test_a_review_begins_when_all_have_declared(bench, refuses):
    panel = bench.draw()
    for party in bench.members(panel)[:4]:
        bench.declare(panel, party)
    with refuses("E-RV-05"):
        convene_panel(bench.organiser(), panel=panel.pk)
    with refuses("E-MC-01"):
        bench.declare(panel, bench.members(panel)[0])


def test_a_panel_is_void_only_with_its_report(office, bench, refuses):
    panel = bench.convened()
    with refuses("E-RV-20"):
        void_panel(bench.organiser(), panel=panel.pk, reason="…")
    return_report(
        office.call("verifier"),
        report=bench.report.pk,
        verifier=office.party("verifier"),
        finding="发现数据错误",
    )
    with refuses("E-RV-09"):
        bench.vote(panel, bench.members(panel)[0])
    voided = void_panel(bench.organiser(), panel=panel.pk, reason="报告已退回")
    assert voided.state == "void"
    assert Panel.objects.count() == 1
