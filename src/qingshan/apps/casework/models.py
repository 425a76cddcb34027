"""Cases, and what became of each step that an office had to take under a clock."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from qingshan.apps.base.append_only import append_only
from qingshan.apps.casework.machine import CASE, OPEN
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine


class Case(models.Model):
    """One matter before an office; what it is about is named by kind and key of an upper room.

    The clock of the present step: it began on ``since`` and is to end on ``due``, both counted in
    Chinese days. While it stands still, ``paused`` is the first day that does not count and
    ``left_days`` the working days that remain. ``due`` is empty as long as the step has no limit,
    stands still, or ends in a year whose holidays are not entered.
    """

    machine: ClassVar[Machine] = CASE

    number = models.CharField(max_length=30, unique=True)
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    party = models.ForeignKey(
        "parties.Party", null=True, on_delete=models.PROTECT, related_name="cases"
    )
    county_code = models.CharField(max_length=6, blank=True)
    subject_kind = models.CharField(max_length=60)
    subject_key = models.CharField(max_length=60)
    office = models.ForeignKey(
        "parties.Party", null=True, on_delete=models.PROTECT, related_name="+"
    )
    assignee = models.ForeignKey(
        "parties.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    opened = models.DateTimeField()
    state = models.CharField(max_length=20, default=CASE.start)
    since = models.DateField()
    limit_days = models.PositiveSmallIntegerField(null=True)
    due = models.DateField(null=True)
    paused = models.DateField(null=True)
    left_days = models.PositiveSmallIntegerField(null=True)
    paused_days = models.PositiveSmallIntegerField(default=0)
    escalated = models.DateField(null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=list(CASE.states)), name="case_state_known"
            ),
            models.UniqueConstraint(
                fields=["kind", "subject_kind", "subject_key"],
                condition=Q(state__in=list(OPEN)),
                name="case_open_once",
            ),
        )
        indexes = (
            models.Index(fields=["subject_kind", "subject_key"], name="case_subject"),
            models.Index(fields=["due", "id"], condition=Q(state__in=list(OPEN)), name="case_due"),
            models.Index(
                fields=["county_code", "due", "id"],
                condition=Q(state__in=list(OPEN)),
                name="case_county_due",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def state_label(self) -> Label:
        """The state in words."""
        return self.machine.label(self.state)


class CaseStep(models.Model):
    """A step that was taken: how long the office had for it and how long it needed."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField(max_length=20)
    office = models.ForeignKey(
        "parties.Party", null=True, on_delete=models.PROTECT, related_name="+"
    )
    started = models.DateField()
    ended = models.DateField()
    limit_days = models.PositiveSmallIntegerField(null=True)
    due = models.DateField(null=True)
    used_days = models.PositiveSmallIntegerField(null=True)
    paused_days = models.PositiveSmallIntegerField(default=0)
    late_reason = models.TextField(blank=True)

    class Meta:
        indexes = (models.Index(fields=["state", "ended"], name="case_step_ended"),)
        triggers = append_only("case_step")

    def __str__(self) -> str:
        return f"{self.case} · {self.state}"
