"""Where claims stand and how long their stages took."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, OuterRef, Q, QuerySet, Subquery, TextField

from qingshan.apps.base.fixed import Fixed
from qingshan.apps.base.models import Event
from qingshan.apps.parties.models import Party
from qingshan.apps.projects.models import (
    LETTERS,
    Assignment,
    MonitoringPeriod,
    Nonconformity,
    Project,
    Report,
    Run,
    Verification,
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


def projects_called(words: str) -> QuerySet[Project]:
    """Projects whose names hold some words: candidates by their letters, then looked at."""
    letters = Func(F("name"), function=LETTERS, output_field=ArrayField(TextField()))
    wanted = words.casefold()
    parts = sorted({wanted[at : at + 2] for at in range(max(len(wanted) - 1, 1))})
    named = Project.objects.alias(letters=letters).filter(Q(("letters__contains", parts)))
    return named.filter(name__icontains=words)


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


def stages(claim: MonitoringPeriod, report: Report | None = None) -> list[Stage]:
    """The life line of a claim, read from the journal; ``report`` where it is known to count."""
    run = latest_run(claim) if report is None else report.run
    report = latest_report(claim) if report is None else report
    reached: dict[str, datetime | None] = {
        _EVENTS[name]: when for name, when in _REACHED.rows(claim.pk, run.pk if run else 0)
    }
    found = sorted(report.verifications.all(), key=lambda one: one.pk) if report else []
    # The verifying body may send a report back, also after its conclusion.
    if report is not None and (not found or found[-1].equal):
        reached["reported"] = report.submitted
        reached["verified"] = found[-1].when if found else None
        signed = sorted(signature.when for signature in report.signatures.all())
        reached["signed"] = signed[1] if len(signed) > 1 else None
        reached["issued"] = getattr(getattr(claim, "ticket", None), "issued", None)
    return [Stage(name, label, reached.get(name)) for name, label in STAGES]


def equal_verification(report: Report) -> Verification | None:
    """The finding that a report was replayed to the last digit; the newest counts."""
    equal = [found for found in report.verifications.all() if found.equal]
    return max(equal, key=lambda found: found.pk, default=None)


def verifications_of(report: int) -> list[Verification]:
    """What verifiers found of a report, each with its verifier, in order."""
    found: list[Verification] = _VERIFICATIONS.objects(report)
    return found


def _verifications(report: int) -> QuerySet[Verification]:
    return Verification.objects.filter(report=report).select_related("verifier").order_by("pk")


_VERIFICATIONS = Fixed(_verifications, int)


_EVENTS = {"project.registered": "registered", "period.measured": "measured"}
"""Acts by which stages are reached that only the journal tells."""


def _reached(claim: int, run: int) -> QuerySet[Event, tuple[Any, ...]]:
    """When a period was registered and when its run was made, by an index of subjects."""
    registered, measured = _EVENTS
    begun = Q(subject=MonitoringPeriod._meta.label, subject_id=claim, name=registered)
    done = Q(subject=Run._meta.label, subject_id=run, name=measured)
    return Event.objects.filter(begun | done).order_by("pk").values_list("name", "when")


_REACHED = Fixed(_reached, int, int)
