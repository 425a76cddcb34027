"""Measured, reported, verified by replay, or sent back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pyarrow.parquet as pq
import pytest

from qingshan.apps.base import files
from qingshan.apps.land.models import Survey
from qingshan.apps.projects.measuring import stored_run
from qingshan.apps.projects.models import Annex, MonitoringPeriod, Report, Run, Verification
from qingshan.apps.projects.reads import stages
from qingshan.apps.projects.verbs.add_annex import add_annex
from qingshan.apps.projects.verbs.assign_body import assign_body
from qingshan.apps.projects.verbs.measure_period import measure_period
from qingshan.apps.projects.verbs.raise_nonconformity import raise_nonconformity
from qingshan.apps.projects.verbs.return_report import return_report
from qingshan.apps.projects.verbs.submit_report import submit_report
from qingshan.apps.projects.verbs.verify_report import verify_report
from qingshan.core.carbon import catalogue
from qingshan.core.kernel.digest import digest_of
from qingshan.core.kernel.errors import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def reported(office) -> Report:
    """A report that every test may treat as its own; what they do to it is rolled back."""
    return office.reported()


def measure(office, claim: MonitoringPeriod, part: str = "measurer", **options: str) -> Run:
    return measure_period(
        office.call(part),
        monitoring=claim.pk,
        measurer=office.party(part),
        as_of=office.as_of,
        options=options,
    )


def annexed(office, claim: MonitoringPeriod, kind: str = "sampling") -> Annex:
    """A paper of its kind lies beside the report."""
    kept = files.keep(b"%PDF-1.7 made up", name="样地调查.pdf", media_type="application/pdf")
    return add_annex(office.call("measurer"), monitoring=claim.pk, kind=kind, file=kept.pk)


def verify(office, report: Report, part: str = "verifier") -> Verification:
    return verify_report(office.call(part), report=report.pk, verifier=office.party(part))


def let(office, part: str, role: str) -> None:
    """One of the cast with a role that nobody would be given beside the own one."""
    one = office.cast[part]
    actor = replace(one.actor, roles=one.actor.roles | {role})
    office.cast = {**office.cast, part: replace(one, actor=actor)}


def test_a_run_is_kept_with_all_its_digests(office, reported):
    run = reported.run
    kept = stored_run(run)
    assert (run.digest, run.removal) == (kept.digest, kept.removal)
    assert run.removal == kept.frame["removal_unit"].sum() > 0
    assert run.record["digest"] == run.digest
    assert {"method", "inputs", "parameters", "result"} < set(kept.digests)
    assert run.monitoring.state == "reported"
    assert reported.digest == digest_of(
        {"run": run.digest, "result": run.result.digest, "claim": run.monitoring_id}
    )
    assert reported.document["zh"]["title"]
    assert reported.document["en"]["title"]


def test_a_replay_of_the_same_files_is_equal(office, reported):
    verification = verify(office, reported)
    assert (verification.equal, verification.replay_digest) == (True, reported.run.digest)
    reported.run.monitoring.refresh_from_db()
    assert reported.run.monitoring.state == "verified"


def test_a_period_may_be_measured_again_until_it_is_reported(office, refuses):
    claim = office.charged()
    first = measure(office, claim)
    second = measure(office, claim, relative_error="15")
    assert first.removal > second.removal
    annexed(office, claim)
    report = submit_report(office.call("measurer"), monitoring=claim.pk)
    assert report.run == second
    with refuses("E-MC-01"):
        measure(office, claim)
    with refuses("E-MC-01"):
        submit_report(office.call("measurer"), monitoring=claim.pk)


def test_a_wrong_option_is_refused_and_nothing_is_kept(office, refuses):
    claim = office.charged()
    with refuses("E-CA-02"):
        measure(office, claim, relative_error="much")
    assert not claim.runs.exists()
    claim.refresh_from_db()
    assert claim.state == "registered"


def test_the_sent_back_report_is_measured_and_reported_again(office, reported, refuses):
    back = return_report(
        office.call("verifier"),
        report=reported.pk,
        verifier=office.party("verifier"),
        finding="蓄积量与外业记录不符",
    )
    assert (back.equal, back.finding) == (False, "蓄积量与外业记录不符")
    claim = MonitoringPeriod.objects.get(pk=reported.run.monitoring_id)
    assert claim.state == "measured"
    assert [one.name for one in stages(claim) if one.when] == ["registered", "measured"]
    with refuses("E-MC-01"):
        verify(office, reported)
    measure(office, claim, relative_error="12")
    annexed(office, claim)
    again = submit_report(office.call("measurer"), monitoring=claim.pk)
    assert again.run != reported.run
    assert [one.name for one in stages(claim) if one.when][-1] == "reported"
    # A page left open since before still names the first report.
    with refuses("E-PJ-17"):
        verify(office, reported)
    with refuses("E-PJ-17"):
        return_report(
            office.call("verifier"),
            report=reported.pk,
            verifier=office.party("verifier"),
            finding="看的是旧报告",
        )
    with refuses("E-PJ-17"):
        raise_nonconformity(
            office.call("verifier"),
            report=reported.pk,
            verifier=office.party("verifier"),
            severity="minor",
            text="看的是旧报告",
        )
    assert verify(office, again).equal
    assert reported.verifications.count() == again.verifications.count() == 1


def test_a_changed_run_file_is_no_proof(office, reported, refuses):
    """Somebody edits a sub-compartment in the kept file and puts it in the old one's place."""
    run = reported.run
    path = files.path_of(run.result.digest)
    kept = path.read_bytes()
    table = pq.read_table(path)
    frame = pl.from_arrow(table).with_columns(removal_unit=pl.col("removal_unit") + 1)
    try:
        pq.write_table(frame.to_arrow().replace_schema_metadata(table.schema.metadata), path)
        with refuses("E-MC-06"):
            verify(office, reported)
        # The one who also gives the file another name in the register meets the run's own digest.
        forged = files.keep_path(path, media_type="application/vnd.apache.parquet")
        with refuses("E-CA-06"):
            stored_run(Run(monitoring=run.monitoring, result=forged))
    finally:
        path.write_bytes(kept)


def test_other_input_files_make_the_replay_differ(office, reported):
    """The survey's file is exchanged for another of the same land after it was measured."""
    claim = reported.run.monitoring
    other = office.received(office.file(growth_m3_ha_yr=9.0))
    Survey.objects.filter(pk=claim.survey_id).update(file=other.file)
    with pytest.raises(Refused) as caught:
        verify(office, Report.objects.get(pk=reported.pk))
    (refusal,) = caught.value.refusals
    assert refusal.code == "E-PJ-01"
    assert refusal.facts["parts"] == "inputs, result"
    assert not reported.verifications.exists()


def test_another_edition_of_the_method_makes_the_replay_differ(office, reported, monkeypatch):
    """The folder of a released method was changed after the run was measured."""
    method = catalogue.method(office.method)
    assert method.digest
    monkeypatch.setitem(method.__dict__, "digest", "0" * 64)
    with pytest.raises(Refused) as caught:
        verify(office, reported)
    (refusal,) = caught.value.refusals
    assert refusal.code == "E-PJ-01"
    assert "method" in refusal.facts["parts"]


def test_lost_files_are_never_taken_for_equal(office, reported, refuses):
    path = files.path_of(reported.run.monitoring.survey.file.digest)
    kept = path.read_bytes()
    path.write_bytes(kept[:-1])
    try:
        with refuses("E-MC-06"):
            verify(office, reported)
    finally:
        path.write_bytes(kept)


def test_the_owner_may_not_measure(office, refuses):
    claim = office.claimed()
    let(office, "farm", "measurer")
    with refuses("E-PJ-02"):
        measure(office, claim, "farm")


@pytest.mark.parametrize("party", ["farm", "measurer"])
def test_owner_and_measuring_body_may_not_verify(office, refuses, party):
    claim = office.claimed()
    assign_body(
        office.call("farm"), monitoring=claim.pk, part="measuring", body=office.party("measurer")
    )
    reported = office.reported(claim)
    let(office, party, "verifier")
    with refuses("E-PJ-02"):
        verify(office, reported, party)
    with refuses("E-PJ-02"):
        return_report(
            office.call(party), report=reported.pk, verifier=office.party(party), finding="x"
        )


def test_a_report_rests_on_a_kept_run(office, refuses):
    claim = office.claimed()
    # A state that only a repair by hand can leave behind: measured, yet no run.
    MonitoringPeriod.objects.filter(pk=claim.pk).update(state="measured")
    with refuses("E-PJ-03"):
        submit_report(office.call("measurer"), monitoring=claim.pk)


def test_bodies_act_for_themselves_only(office, reported, refuses):
    claim = office.claimed()
    with refuses("E-AU-02"):
        measure_period(
            office.call("measurer"),
            monitoring=claim.pk,
            measurer=office.party("verifier"),
            as_of=office.as_of,
        )
    with refuses("E-AU-02"):
        verify_report(
            office.call("verifier"), report=reported.pk, verifier=office.party("measurer")
        )
    with refuses("E-AU-01"):
        verify(office, reported, "expert")


def test_a_run_of_another_day_reads_other_tables(office):
    claim = office.charged()
    early = measure_period(
        office.call("measurer"),
        monitoring=claim.pk,
        measurer=office.party("measurer"),
        as_of=date(2024, 2, 2),
    )
    assert early.as_of == date(2024, 2, 2)
    assert early.record["as_of"] == "2024-02-02"
    assert early.digest != measure(office, claim).digest
