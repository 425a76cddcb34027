"""Drafts with their papers, and what was handed in: the application and its households."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from qingshan.apps.applications.machine import DRAFT
from qingshan.apps.base.append_only import append_only
from qingshan.apps.base.known import known
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine


class Draft(models.Model):
    """An application that a person fills in for a party.

    ``answers`` holds what was told by the name of its field, nothing of other persons. ``version``
    grows with every change and ``changed`` says at which version a field last did, so that a second
    window is told where it lags behind. A draft with a ``notice`` corrects what was handed in.
    """

    machine: ClassVar[Machine] = DRAFT

    user = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="drafts")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    answers: models.JSONField[Any, Any] = models.JSONField(default=dict)
    version = models.IntegerField(default=1)
    changed: models.JSONField[Any, Any] = models.JSONField(default=dict)
    begun = models.DateTimeField()
    touched = models.DateTimeField()
    notice = models.ForeignKey(
        "casework.CorrectionNotice", null=True, on_delete=models.PROTECT, related_name="drafts"
    )
    state = models.CharField(max_length=20, default=DRAFT.start)

    class Meta:
        constraints = (
            known("state", DRAFT.states, "draft_state_known"),
            models.UniqueConstraint(
                fields=["notice", "user"],
                condition=models.Q(state="open"),
                name="draft_correction_once",
            ),
            models.CheckConstraint(
                condition=models.Q(state="open")
                | models.Q(state="submitted")
                | models.Q(answers={}),
                name="draft_erased",
            ),
        )
        indexes = (
            models.Index(fields=["user", "state"], name="draft_of_user"),
            models.Index(fields=["state", "touched"], name="draft_touched"),
        )

    def __str__(self) -> str:
        return str(self.answers.get("name") or self.party)

    @property
    def state_label(self) -> Label:
        """The state in words."""
        return self.machine.label(self.state)


class Attachment(models.Model):
    """A paper of a draft; its file is encrypted, ``facts`` say nothing personal of it."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="attachments")
    kind = models.CharField(max_length=30)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size_bytes = models.BigIntegerField()
    file = models.ForeignKey("base.KeptFile", on_delete=models.PROTECT, related_name="+")
    facts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    entered = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class Application(models.Model):
    """What was handed in, as it was handed in; ``form_digest`` is that of the form F2 as PDF."""

    number = models.CharField(max_length=30, unique=True)
    check_code = models.CharField(max_length=12)
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="application")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    monitoring = models.OneToOneField(
        "projects.MonitoringPeriod", on_delete=models.PROTECT, related_name="application"
    )
    case = models.OneToOneField(
        "casework.Case", on_delete=models.PROTECT, related_name="application"
    )
    submitted = models.DateTimeField()
    told: models.JSONField[Any, Any] = models.JSONField()
    form_digest = models.CharField(max_length=64)

    class Meta:
        triggers = append_only("application")

    def __str__(self) -> str:
        return self.number


class ApplicationCorrection(models.Model):
    """An application as it was stated again in answer to a correction notice; the newest counts."""

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="corrections"
    )
    notice = models.OneToOneField(
        "casework.CorrectionNotice", on_delete=models.PROTECT, related_name="application_correction"
    )
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="correction")
    submitted = models.DateTimeField()
    told: models.JSONField[Any, Any] = models.JSONField()
    form_digest = models.CharField(max_length=64)

    class Meta:
        triggers = append_only("application_correction")

    def __str__(self) -> str:
        return f"{self.application} · {self.notice}"


class Household(models.Model):
    """A row of the list of households as it was handed in; the person in it is encrypted.

    ``correction`` is the one that brought the row; none for the application itself.
    """

    application = models.ForeignKey(
        Application, on_delete=models.PROTECT, related_name="households"
    )
    correction = models.ForeignKey(
        ApplicationCorrection, null=True, on_delete=models.PROTECT, related_name="households"
    )
    row = models.IntegerField()
    person = models.TextField()
    area_m2 = models.BigIntegerField()
    share_basis_points = models.IntegerField()
    compartment = models.CharField(max_length=40, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["application", "correction", "row"],
                nulls_distinct=False,
                name="household_once",
            ),
            models.CheckConstraint(
                condition=models.Q(share_basis_points__gte=0), name="household_share_positive"
            ),
        )
        triggers = append_only("household")

    def __str__(self) -> str:
        return f"{self.application} · {self.row}"
