"""Projects, the monitoring periods they claim, and what was measured, reported and verified."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from qingshan.apps.base.append_only import append_only
from qingshan.apps.base.models import KeptFile
from qingshan.apps.land.models import Claim, Survey
from qingshan.apps.projects.machine import MONITORING
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine
from qingshan.core.kernel.period import Period


class Project(models.Model):
    """A right holder's forest that claims removals, period after period."""

    name = models.CharField(max_length=120)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="projects")
    county_code = models.CharField(max_length=6, blank=True)
    place = models.CharField(max_length=200, blank=True)
    tenure_number = models.CharField(max_length=60, blank=True)

    def __str__(self) -> str:
        return self.name


class MonitoringPeriod(models.Model):
    """A span of days whose removals on a survey's land are claimed once."""

    machine: ClassVar[Machine] = MONITORING

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="periods")
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="periods")
    land_claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="monitoring")
    method = models.CharField(max_length=40)
    start = models.DateField()
    end = models.DateField()
    state = models.CharField(max_length=20, default=MONITORING.start)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=list(MONITORING.states)),
                name="monitoring_state_known",
            ),
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="monitoring_forward"
            ),
        )

    def __str__(self) -> str:
        return f"{self.project} {self.start:%Y-%m-%d} 至 {self.period.last:%Y-%m-%d}"

    @property
    def period(self) -> Period:
        """The days claimed, half-open."""
        return Period(self.start, self.end)

    @property
    def state_label(self) -> Label:
        """The state in words."""
        return self.machine.label(self.state)


class Run(models.Model):
    """One measurement with its digests; never changed, a new one is made instead."""

    monitoring = models.ForeignKey(MonitoringPeriod, on_delete=models.PROTECT, related_name="runs")
    measurer = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    as_of = models.DateField()
    removal = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    result = models.ForeignKey(KeptFile, on_delete=models.PROTECT, related_name="+")
    record: models.JSONField[Any, Any] = models.JSONField()

    class Meta:
        triggers = append_only("run")

    def __str__(self) -> str:
        return f"{self.monitoring} · {self.digest[:8]}"


class Report(models.Model):
    """What the measuring body hands in about a run; its digest is what is later co-signed."""

    run = models.OneToOneField(Run, on_delete=models.PROTECT, related_name="report")
    digest = models.CharField(max_length=64)
    document: models.JSONField[Any, Any] = models.JSONField()
    submitted = models.DateTimeField()

    class Meta:
        triggers = append_only("report")

    def __str__(self) -> str:
        return f"监测报告 {self.pk}"


class Verification(models.Model):
    """The finding of a verifying body: the run replayed, digest against digest."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="verifications")
    verifier = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    replay_digest = models.CharField(max_length=64)
    equal = models.BooleanField()
    finding = models.TextField()
    when = models.DateTimeField()

    class Meta:
        triggers = append_only("verification")

    def __str__(self) -> str:
        return f"核查意见 {self.pk}"
