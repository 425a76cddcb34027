"""Who is charged with a period, who has to stand back, and what a verifier finds wrong."""

from __future__ import annotations

import shutil
from datetime import date, timedelta

import pytest
import shapely

from qingshan.apps.land.reads import shapes_of
from qingshan.apps.parties.models import User
from qingshan.apps.parties.verbs.appoint import appoint
from qingshan.apps.projects.anchors import Pointer, point_of
from qingshan.apps.projects.assigned import lacks_body, uncharged_parts
from qingshan.apps.projects.independence import standing_ties
from qingshan.apps.projects.models import MonitoringPeriod, Report
from qingshan.apps.projects.reads import assigned_body, nonconformities, periods_of_body
from qingshan.apps.projects.verbs.answer_nonconformity import answer_nonconformity
from qingshan.apps.projects.verbs.assign_body import assign_body
from qingshan.apps.projects.verbs.declare_tie import declare_tie
from qingshan.apps.projects.verbs.insist_on_nonconformity import insist_on_nonconformity
from qingshan.apps.projects.verbs.measure_period import measure_period
from qingshan.apps.projects.verbs.raise_nonconformity import raise_nonconformity
from qingshan.apps.projects.verbs.return_report import return_report
from qingshan.apps.projects.verbs.settle_nonconformity import settle_nonconformity
from qingshan.apps.projects.verbs.submit_report import submit_report
from qingshan.apps.projects.verbs.verify_report import verify_report
from qingshan.core.kernel.errors import Refused
from qingshan.core.tables.shelf import DATA, open_shelf

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def reported(office) -> Report:
    return office.reported()


def find(office, report: Report, **changes):
    told = {"severity": "major", "text": "蓄积前后两期口径不一致。", "anchor": "figure:removal"}
    return raise_nonconformity(
        office.call("verifier"),
        report=report.pk,
        verifier=office.party("verifier"),
        **told | changes,
    )


def verify(office, report: Report, **told):
    verifier = office.party("verifier")
    return verify_report(office.call("verifier"), report=report.pk, verifier=verifier, **told)


def charge(office, claim, part: str, body: str, *, by: str = "farm"):
    return assign_body(office.call(by), monitoring=claim.pk, part=part, body=office.party(body))


def tied(office, one: str, other: str, **told):
    return declare_tie(
        office.call("registrar"),
        party=office.party(one),
        other=office.party(other),
        kind="service",
        **told,
    )


def test_only_the_body_that_was_charged_measures_and_verifies(office, refuses):
    claim = office.claimed()
    user = User.objects.get(username="verifier")
    appoint(office.founding(), user=user.pk, party=office.party("verifier"), role="measurer")
    charge(office, claim, "measuring", "verifier")
    assert assigned_body(claim, "measuring").pk == office.party("verifier")
    assert list(periods_of_body("measuring", [office.party("verifier")])) == [claim]
    with refuses("E-PJ-05"):
        measure_period(
            office.call("measurer"),
            monitoring=claim.pk,
            measurer=office.party("measurer"),
            as_of=office.as_of,
        )
    # The newest assignment counts; the earlier one stays on record.
    charge(office, claim, "measuring", "measurer", by="registrar")
    assert list(periods_of_body("measuring", [office.party("verifier")])) == []
    assert office.reported(claim).run.measurer_id == office.party("measurer")
    with refuses("E-MC-01"):
        charge(office, claim, "measuring", "measurer")


def test_a_part_is_charged_before_it_is_done(office, refuses):
    claim = office.claimed()
    told = {
        "monitoring": claim.pk,
        "measurer": office.party("measurer"),
        "as_of": office.as_of,
    }
    with refuses("E-PJ-15"):
        measure_period(office.call("measurer"), **told)
    assert uncharged_parts(claim, office.as_of) == ["measuring", "verifying"]
    charge(office, claim, "measuring", "measurer")
    assert measure_period(office.call("measurer"), **told).removal > 0
    # Another body was charged since: what the first one measured is not reported any more.
    user = User.objects.get(username="expert")
    appoint(office.founding(), user=user.pk, party=office.party("expert"), role="measurer")
    charge(office, claim, "measuring", "expert")
    with refuses("E-PJ-05"):
        submit_report(office.call("measurer"), monitoring=claim.pk)
    charge(office, claim, "measuring", "measurer")
    report = submit_report(office.call("measurer"), monitoring=claim.pk)
    claim.refresh_from_db()
    assert uncharged_parts(claim, office.as_of) == ["verifying"]
    with refuses("E-PJ-15"):
        verify(office, report)
    charge(office, claim, "verifying", "verifier")
    assert uncharged_parts(claim, office.as_of) == []
    assert verify(office, report).equal


def test_nobody_is_asked_who_was_charged_where_experts_do_not_review(office, tmp_path):
    folder = tmp_path / "data"
    shutil.copytree(DATA, folder)
    path = folder / "registry" / "life.csv"
    text = path.read_text("utf-8")
    assert "acceptance|notice|review" in text
    path.write_text(text.replace("acceptance|notice|review", "acceptance|notice"), "utf-8")
    claim = office.claimed()
    assert lacks_body(claim, "measuring", office.as_of)
    assert not lacks_body(claim, "measuring", office.as_of, open_shelf(folder))


def test_bodies_are_charged_by_the_owner_or_an_office_and_must_be_fit(office, refuses):
    claim = office.claimed()
    with refuses("E-AU-02"):
        charge(office, claim, "measuring", "measurer", by="village")
    with refuses("E-PJ-07"):
        charge(office, claim, "verifying", "bank")
    with refuses("E-PJ-02", "E-PJ-07"):
        charge(office, claim, "measuring", "farm")
    charge(office, claim, "measuring", "measurer", by="county")
    with refuses("E-PJ-02"):
        charge(office, claim, "verifying", "measurer")


def test_another_verifier_than_the_one_charged_neither_verifies_nor_returns(
    office, reported, refuses
):
    user = User.objects.get(username="court")
    appoint(office.founding(), user=user.pk, party=office.party("court"), role="verifier")
    charge(office, reported.run.monitoring, "verifying", "court")
    with refuses("E-PJ-05"):
        verify(office, reported)
    with refuses("E-PJ-05"):
        find(office, reported)
    with refuses("E-PJ-05"):
        return_report(
            office.call("verifier"),
            report=reported.pk,
            verifier=office.party("verifier"),
            finding="x",
        )


def test_a_tie_of_the_last_three_years_keeps_away(office, reported, refuses):
    tied(office, "verifier", "farm", until=date(2023, 7, 17))
    with refuses("E-PJ-06"):
        verify(office, reported)


def test_an_older_tie_does_not(office, reported):
    tied(office, "farm", "verifier", until=date(2023, 7, 16))
    parties = (office.party("farm"),)
    assert list(standing_ties(office.party("verifier"), parties, office.now.date())) == []
    assert verify(office, reported).equal


def test_three_years_before_a_leap_day(office):
    tied(office, "farm", "verifier", until=date(2025, 2, 28))
    body, others = office.party("verifier"), (office.party("farm"),)
    assert len(list(standing_ties(body, others, date(2028, 2, 29)))) == 1


def test_ties_are_declared_for_oneself_and_about_the_past(office, refuses):
    with refuses("E-AU-02"):
        declare_tie(
            office.call("measurer"),
            party=office.party("verifier"),
            other=office.party("farm"),
            kind="holding",
        )
    with refuses("E-PJ-11"):
        tied(office, "verifier", "farm", until=date(2026, 7, 18))


def test_a_tie_that_has_ended_is_told_by_who_declared_it_and_not_backdated(office, refuses):
    tied(office, "verifier", "farm")
    told = {"party": office.party("verifier"), "other": office.party("farm"), "kind": "service"}
    ends = office.now.date()
    with refuses("E-PJ-16"):
        declare_tie(office.call("verifier"), until=ends - timedelta(days=1), **told)
    other_side = {"party": told["other"], "other": told["party"], "kind": "service"}
    declare_tie(office.call("farm"), until=date(2019, 1, 1), **other_side)
    body, others = told["party"], (told["other"],)
    assert [tie.until for tie in standing_ties(body, others, ends)] == [None], "not the declarer"
    declare_tie(office.call("verifier"), until=ends, **told)
    assert [tie.until for tie in standing_ties(body, others, ends)] == [ends]
    assert list(standing_ties(body, others, date(ends.year + 4, 1, 1))) == []
    tied(office, "verifier", "farm", until=date(2018, 1, 1))
    assert list(standing_ties(body, others, ends)) == [], "the register corrects a mistake"


def test_who_stands_in_the_way_is_told_with_its_part_and_the_tie(office, reported, refuses):
    tied(office, "verifier", "farm", until=date(2023, 7, 17))
    with pytest.raises(Refused) as told:
        verify(office, reported)
    (refusal,) = told.value.refusals
    assert "与项目业主示例国有林场近 3 年内有利害关系（技术服务或咨询，2023-07-17 结束）" in (
        refusal.what()
    )
    assert "it ended on 2023-07-17" in refusal.what("en")


def test_a_report_is_verified_when_every_nonconformity_is_settled(office, reported, refuses):
    found = find(office, reported)
    assert (found.number, found.anchor, found.state) == (1, "figure:removal", "raised")
    with refuses("E-PJ-08", "E-PJ-09"):
        verify(office, reported, quantity=reported.run.removal - 1)
    told = {"nonconformity": found.pk}
    with refuses("E-MC-01"):
        settle_nonconformity(office.call("verifier"), **told, text="关闭")
    answer_nonconformity(office.call("measurer"), **told, text="已统一为 2023 年口径。")
    insist_on_nonconformity(office.call("verifier"), **told, text="请附两期样地表。")
    answer_nonconformity(office.call("measurer"), **told, text="样地表已附。")
    with refuses("E-PJ-08"):
        verify(office, reported)
    done = settle_nonconformity(office.call("verifier"), **told, text="核对无误。")
    assert done.state == "settled"
    (row,) = nonconformities(reported.run.monitoring)
    assert [statement.verb for statement in row.statements.all()] == [
        "raise_nonconformity",
        "answer_nonconformity",
        "insist_on_nonconformity",
        "answer_nonconformity",
        "settle_nonconformity",
    ]
    verified = verify(office, reported, quantity=reported.run.removal, commitment="本机构承诺…")
    assert (verified.quantity, verified.commitment) == (reported.run.removal, "本机构承诺…")


def test_a_nonconformity_has_words_a_place_and_its_two_sides(office, reported, refuses):
    with refuses("E-PJ-10"):
        find(office, reported, text=" ")
    for anchor in ("figure:nothing", "page:0", "page:99", "page:x", "place:1,1", "place:x", "map"):
        with refuses("E-PJ-04"):
            find(office, reported, anchor=anchor)
    found = find(office, reported)
    with refuses("E-AU-01"):
        answer_nonconformity(office.call("verifier"), nonconformity=found.pk, text="…")
    verify_later = office.claimed()
    with refuses("E-MC-01"):
        find(office, office.verified(office.reported(verify_later)))


def test_anchors_say_what_they_point_at(office, reported):
    pointer = Pointer(reported)
    assert pointer.checked(" ") == ""
    assert str(pointer.label("")) == "报告全文"
    assert pointer.label("figure:removal").zh.startswith("减排量（")
    assert pointer.label("page:1").zh.startswith("报告第 1 节“")
    middle = shapely.box(*shapely.total_bounds(shapes_of(reported.run.monitoring.survey))).centroid
    anchor = pointer.checked(f"place:{middle.x}， {middle.y}")
    assert point_of(anchor) == pytest.approx((middle.x, middle.y), abs=1e-6)
    assert pointer.label(anchor).zh.startswith("图上位置 107.")
    assert point_of("page:1") is None
    offered = dict(pointer.choices())
    assert {"", "figure:ticket", "page:1"} < set(offered)


def test_a_verified_report_may_still_be_returned(office, reported):
    verify(office, reported)
    returned = return_report(
        office.call("verifier"),
        report=reported.pk,
        verifier=office.party("verifier"),
        finding="评审未通过，退回重新计量。",
    )
    claim = MonitoringPeriod.objects.get(pk=returned.report.run.monitoring_id)
    assert claim.state == "measured"
