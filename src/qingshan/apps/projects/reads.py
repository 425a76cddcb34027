"""Where claims stand and how long their stages took."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery

from qingshan.apps.base.models import Event
from qingshan.apps.parties.models import Party
from qingshan.apps.projects.models import (
    Assignment,
    MonitoringPeriod,
    Nonconformity,
    Report,
    Run,
)
from qingshan.core.kernel.label import Label

STAGES = (
    ("registered", Label("立项", "registered")),
    ("measured", Label("计量", "measured")),
    ("reported", Label("报送", "reported")),
    ("verified", Label("核查复算", "verified by replay")),
    ("signed", Label("两部门会签", "co-signed")),
    ("issued", Label("签发", "issued")),
)


@dataclass(frozen=True)
class Stage:
    """A stage of a claim and when it was reached; None when it still lies ahead."""

    name: str
    label: Label
    when: datetime | None


def claims() -> QuerySet[MonitoringPeriod]:
    """All claims, newest first."""
    return MonitoringPeriod.objects.select_related("project__party", "survey").order_by("-pk")


def claims_in(*states: str) -> QuerySet[MonitoringPeriod]:
    """Claims in certain states, the oldest first: they have waited longest."""
    return claims().filter(state__in=states).order_by("pk")


def latest_run(claim: MonitoringPeriod) -> Run | None:
    """The run that counts."""
    return claim.runs.order_by("-pk").first()


def latest_report(claim: MonitoringPeriod) -> Report | None:
    """The report of the run that counts, once it was handed in."""
    return Report.objects.filter(run__monitoring=claim).order_by("-pk").first()


def assigned_body(claim: MonitoringPeriod, part: str) -> Party | None:
    """The body that is charged with a part of a period, if one was assigned."""
    newest = claim.assignments.filter(part=part).select_related("body").order_by("-pk").first()
    return newest.body if newest else None


def periods_of_body(part: str, parties: Iterable[int]) -> QuerySet[MonitoringPeriod]:
    """Periods of which a part is charged to one of some bodies now, the oldest first."""
    newest = Assignment.objects.filter(monitoring=OuterRef("pk"), part=part).order_by("-pk")
    counted = claims().annotate(body=Subquery(newest.values("body")[:1]))
    return counted.filter(body__in=list(parties)).order_by("pk")


def nonconformities(claim: MonitoringPeriod) -> QuerySet[Nonconformity]:
    """What was found wrong with any report of a period, in its order."""
    return (
        Nonconformity.objects.filter(report__run__monitoring=claim)
        .select_related("report", "verifier")
        .prefetch_related("statements__party")
        .order_by("pk")
    )


def stages(claim: MonitoringPeriod) -> list[Stage]:
    """The life line of a claim, read from the journal."""
    run, report = latest_run(claim), latest_report(claim)
    reached: dict[str, datetime | None] = {
        "registered": _when("project.registered", claim.pk),
        "measured": _when("period.measured", run.pk) if run else None,
        "reported": report.submitted if report else None,
    }
    if report is not None:
        verified = report.verifications.filter(equal=True).order_by("-pk").first()
        signed = sorted(report.signatures.values_list("when", flat=True))
        reached["verified"] = verified.when if verified else None
        reached["signed"] = signed[1] if len(signed) > 1 else None
        reached["issued"] = getattr(getattr(claim, "ticket", None), "issued", None)
    return [Stage(name, label, reached.get(name)) for name, label in STAGES]


def _when(event: str, subject: int) -> datetime | None:
    found = Event.objects.filter(name=event, subject_id=subject).order_by("-pk").first()
    return found.when if found else None
