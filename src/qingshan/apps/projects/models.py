"""Projects, their monitoring periods, who works on them, and what was measured and verified."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func

from qingshan.apps.base.append_only import append_only
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.base.known import known
from qingshan.apps.base.lasting import Lasting
from qingshan.apps.base.models import KeptFile
from qingshan.apps.land.models import Claim, Survey
from qingshan.apps.projects.machine import MONITORING, NONCONFORMITY
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine
from qingshan.core.kernel.period import Period

LETTERS = "project_letters"
"""The function of the database that gives every letter and pair of letters of a text."""


class Project(models.Model):
    """A right holder's forest that claims removals, period after period."""

    lasting: ClassVar[Lasting] = Lasting(
        elsewhere=("county_code", "place", "tenure_number", "name")
    )

    name = models.CharField(max_length=120)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="projects")
    county_code = models.CharField(max_length=6, blank=True)
    place = models.CharField(max_length=200, blank=True)
    tenure_number = models.CharField(max_length=60, blank=True)

    class Meta:
        indexes = (
            GinIndex(Func(F("name"), function=LETTERS), name="project_letters_of_name"),
            models.Index(fields=["county_code", "id"], name="project_county"),
        )

    def __str__(self) -> str:
        return self.name


class MonitoringPeriod(models.Model):
    """A span of days whose removals on a survey's land are claimed once.

    ``options`` are those of the method that were chosen for it; a run keeps what it was made with.
    """

    machine: ClassVar[Machine] = MONITORING
    lasting: ClassVar[Lasting] = Lasting(
        acts=("state", "survey", "method", "options", "start", "end")
    )

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="periods")
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="periods")
    land_claim = models.OneToOneField(Claim, on_delete=models.PROTECT, related_name="monitoring")
    method = models.CharField(max_length=40)
    options: models.JSONField[Any, Any] = models.JSONField(default=dict)
    start = models.DateField()
    end = models.DateField()
    state = models.CharField(max_length=20, default=MONITORING.start)

    class Meta:
        constraints = (
            known("state", MONITORING.states, "monitoring_state_known"),
            models.CheckConstraint(
                condition=models.Q(end__gt=models.F("start")), name="monitoring_forward"
            ),
        )
        indexes = (
            models.Index(fields=["method", "id"], name="period_method"),
            models.Index(fields=["state", "id"], name="period_state"),
        )

    def __str__(self) -> str:
        return self.label.zh

    @property
    def label(self) -> Label:
        """The project and its days."""
        first, last = f"{self.start:%Y-%m-%d}", f"{self.period.last:%Y-%m-%d}"
        return Label(f"{self.project} {first} 至 {last}", f"{self.project} {first} to {last}")

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


class DoubtStudy(models.Model):
    """How far doubt about parameters moves a run: asked with a seed, drawn in the queue.

    ``done`` counts the draws so far; ``result`` is null until all are drawn, and stays after.
    """

    run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="doubts")
    seed = models.BigIntegerField()
    count = models.PositiveIntegerField()
    done = models.PositiveIntegerField(default=0)
    result: models.JSONField[Any, Any] = models.JSONField(null=True)
    asked = models.DateTimeField()
    told = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.run} · {self.count} × {self.seed}"


class Annex(models.Model):
    """A paper that belongs to the report; ``kind`` is a key of table ``carbon.report_annex``.

    A later one of a kind stands beside the earlier, which nobody takes away.
    """

    monitoring = models.ForeignKey(
        MonitoringPeriod, on_delete=models.PROTECT, related_name="annexes"
    )
    kind = models.CharField(max_length=20)
    file = models.ForeignKey(KeptFile, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=160)
    added = models.DateTimeField()

    class Meta:
        triggers = append_only("annex")

    def __str__(self) -> str:
        return self.name


class SamplingDesign(models.Model):
    """Where sample plots of a period are to lie: drawn from a seed, never changed.

    ``told`` holds what was asked for, ``strata`` what came of it, with the plots of each.
    """

    monitoring = models.ForeignKey(
        MonitoringPeriod, on_delete=models.PROTECT, related_name="designs"
    )
    seed = models.BigIntegerField()
    count = models.IntegerField()
    told: models.JSONField[Any, Any] = models.JSONField()
    strata: models.JSONField[Any, Any] = models.JSONField()
    digest = models.CharField(max_length=64)
    designed = models.DateTimeField()

    class Meta:
        triggers = append_only("samplingdesign")

    def __str__(self) -> str:
        return f"{self.monitoring} · {self.digest[:8]}"


class FieldSurvey(models.Model):
    """Lists of sample plots and trees as handed in for a period, with what was found in them.

    ``estimate`` is the answer of the route over plots, null where the lists do not give one.
    """

    monitoring = models.ForeignKey(
        MonitoringPeriod, on_delete=models.PROTECT, related_name="field_surveys"
    )
    measurer = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    trees = models.ForeignKey(KeptFile, on_delete=models.PROTECT, related_name="+")
    plots = models.ForeignKey(KeptFile, on_delete=models.PROTECT, null=True, related_name="+")
    earlier = models.ForeignKey(KeptFile, on_delete=models.PROTECT, null=True, related_name="+")
    earlier_plots = models.ForeignKey(
        KeptFile, on_delete=models.PROTECT, null=True, related_name="+"
    )
    photos = models.ForeignKey(KeptFile, on_delete=models.PROTECT, null=True, related_name="+")
    marked = models.ForeignKey(KeptFile, on_delete=models.PROTECT, null=True, related_name="+")
    verdict = models.CharField(max_length=10)
    findings: models.JSONField[Any, Any] = models.JSONField()
    estimate: models.JSONField[Any, Any] = models.JSONField(null=True)
    handed = models.DateTimeField()

    class Meta:
        triggers = append_only("fieldsurvey")

    def __str__(self) -> str:
        return f"{self.monitoring} · {self.handed.astimezone(SHANGHAI):%Y-%m-%d}"


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
    quantity = models.BigIntegerField(null=True)
    commitment = models.TextField(blank=True)
    when = models.DateTimeField()

    class Meta:
        triggers = append_only("verification")

    def __str__(self) -> str:
        return f"核查意见 {self.pk}"


PARTS: dict[str, Label] = {
    "measuring": Label("计量监测", "measuring"),
    "verifying": Label("核查", "verifying"),
}
"""What a body may be assigned to do for a period."""

SEVERITIES: dict[str, Label] = {
    "major": Label("严重不符合", "major"),
    "minor": Label("一般不符合", "minor"),
    "observation": Label("观察项", "observation"),
}

TIES: dict[str, Label] = {
    "employment": Label("任职或聘用", "employment"),
    "service": Label("技术服务或咨询", "service or advice"),
    "holding": Label("股权或控制关系", "shareholding or control"),
    "kinship": Label("近亲属", "kinship"),
    "other": Label("其他利害关系", "another tie"),
}


class Assignment(models.Model):
    """A body was charged with a part of a period; the newest row of a part counts."""

    monitoring = models.ForeignKey(
        MonitoringPeriod, on_delete=models.PROTECT, related_name="assignments"
    )
    part = models.CharField(max_length=10)
    body = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    when = models.DateTimeField()

    class Meta:
        constraints = (known("part", PARTS, "assignment_part_known"),)
        triggers = append_only("assignment")

    def __str__(self) -> str:
        return f"{self.monitoring} · {PARTS[self.part]} · {self.body}"


class Tie(models.Model):
    """A declared interest between two parties, up to the last day on which it held."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=12)
    until = models.DateField(null=True)
    note = models.CharField(max_length=200, blank=True)
    declared = models.DateTimeField()

    class Meta:
        constraints = (
            known("kind", TIES, "tie_kind_known"),
            models.CheckConstraint(
                condition=~models.Q(party=models.F("other")), name="tie_between_two"
            ),
        )
        triggers = append_only("tie")

    def __str__(self) -> str:
        return f"{self.party} — {self.other}（{TIES[self.kind]}）"

    @property
    def kind_label(self) -> Label:
        """The kind in words."""
        return TIES[self.kind]


class Nonconformity(models.Model):
    """What the verifying body found wrong with a report, at a figure, a section or a place."""

    machine: ClassVar[Machine] = NONCONFORMITY
    lasting: ClassVar[Lasting] = Lasting(acts=("state",))

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="nonconformities")
    number = models.PositiveIntegerField()
    verifier = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    severity = models.CharField(max_length=12)
    anchor = models.CharField(max_length=200, blank=True)
    raised = models.DateTimeField()
    state = models.CharField(max_length=10, default=NONCONFORMITY.start)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["report", "number"], name="nonconformity_once"),
            known("state", NONCONFORMITY.states, "nonconformity_state_known"),
            known("severity", SEVERITIES, "nonconformity_severity_known"),
        )

    def __str__(self) -> str:
        return f"不符合项 {self.report_id}-{self.number}"

    @property
    def state_label(self) -> Label:
        """The state in words."""
        return self.machine.label(self.state)

    @property
    def severity_label(self) -> Label:
        """How grave it is, in words."""
        return SEVERITIES[self.severity]


class Statement(models.Model):
    """One turn in the exchange about a nonconformity; nothing that was said is changed."""

    nonconformity = models.ForeignKey(
        Nonconformity, on_delete=models.PROTECT, related_name="statements"
    )
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=40)
    text = models.TextField()
    when = models.DateTimeField()

    class Meta:
        triggers = append_only("statement")

    def __str__(self) -> str:
        return f"{self.nonconformity} · {self.party}"
