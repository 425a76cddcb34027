"""How far monitoring periods have come and when: the stages of many at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from qingshan.apps.base.models import Event
from qingshan.apps.projects.models import MonitoringPeriod, Report, Run, Verification
from qingshan.apps.registry.models import Signature, Ticket

Days = dict[str, datetime]


def days_of(claims: Iterable[MonitoringPeriod]) -> dict[int, Days]:
    """When each period reached its stages, by its key; a stage that lies ahead is left out."""
    keys = [claim.pk for claim in claims]
    days: dict[int, Days] = defaultdict(dict)
    for key, when in _events("project.registered", keys):
        days[key]["registered"] = when
    runs = dict(
        Run.objects.filter(monitoring__in=keys)
        .order_by("monitoring", "-pk")
        .distinct("monitoring")
        .values_list("pk", "monitoring")
    )
    for run, when in _events("period.measured", runs):
        days[runs[run]]["measured"] = when
    reports: dict[int, int] = {}
    newest = Report.objects.filter(run__monitoring__in=keys).order_by("run__monitoring", "-pk")
    for report, claim, when in newest.distinct("run__monitoring").values_list(
        "pk", "run__monitoring", "submitted"
    ):
        reports[report] = claim
        days[claim]["reported"] = when
    equal = Verification.objects.filter(report__in=reports, equal=True).order_by("pk")
    for report, when in equal.values_list("report", "when"):
        days[reports[report]]["verified"] = when
    turned: dict[int, list[datetime]] = defaultdict(list)
    signatures = Signature.objects.filter(report__in=reports).order_by("when")
    for report, when in signatures.values_list("report", "when"):
        turned[report].append(when)
    for report, whens in turned.items():
        if len(whens) > 1:
            days[reports[report]]["signed"] = whens[1]
    issued = Ticket.objects.filter(monitoring__in=keys).values_list("monitoring", "issued")
    for claim, when in issued:
        days[claim]["issued"] = when
    return days


def _events(name: str, subjects: Iterable[int]) -> list[tuple[int, datetime]]:
    """When some subjects left an event, the latest last."""
    subject = {"project.registered": MonitoringPeriod, "period.measured": Run}[name]
    found = Event.objects.filter(
        subject=subject._meta.label, subject_id__in=list(subjects), name=name
    )
    return list(found.order_by("pk").values_list("subject_id", "when"))
