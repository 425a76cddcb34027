"""What every act of a verifying body on a report begins with."""

from __future__ import annotations

from datetime import date

from qingshan.apps.base.rows import locked
from qingshan.apps.projects.assigned import must_be_assigned
from qingshan.apps.projects.independence import MEASURER, OWNER, refuse_conflict
from qingshan.apps.projects.models import MonitoringPeriod, Report
from qingshan.apps.projects.reads import latest_report
from qingshan.apps.projects.refusals import REPORT_SUPERSEDED
from qingshan.core.kernel.errors import Refused


def report_locked(key: int) -> tuple[Report, MonitoringPeriod]:
    """A report and its period, which nobody else changes meanwhile.

    Raises
    ------
    Refused
        E-PJ-17 when a later report was handed in: a page left open may still show the earlier one.
    """
    found = Report.objects.select_related("run__monitoring__project").get(pk=key)
    claim = locked(MonitoringPeriod, found.run.monitoring_id)
    latest = latest_report(claim)
    if latest is not None and latest.pk != found.pk:
        facts = {"this": found.digest[:12], "latest": latest.digest[:12]}
        raise Refused.because(REPORT_SUPERSEDED, str(claim), **facts)
    return found, claim


def must_be_verifier(claim: MonitoringPeriod, report: Report, body: int, as_of: date) -> None:
    """Refuse a body that is not charged (E-PJ-05), or not independent (E-PJ-02, E-PJ-06)."""
    must_be_assigned(claim, "verifying", body)
    others = {claim.project.party_id: OWNER, report.run.measurer_id: MEASURER}
    refuse_conflict(body, others, as_of=as_of)
