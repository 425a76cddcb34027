"""Cases, the steps that offices took under a clock, and the papers that went to and fro."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from qingshan.apps.base.append_only import append_only
from qingshan.apps.base.known import known
from qingshan.apps.base.lasting import Lasting
from qingshan.apps.base.models import KeptFile
from qingshan.apps.casework.machine import CASE, OPEN, STEPS
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine


class Case(models.Model):
    """One matter before an office; what it is about is named by kind and key of an upper room.

    The clock of the present step: it began on ``since`` and is to end on ``due``, both counted in
    Chinese days. While it stands still, ``paused`` is the first day that does not count;
    ``paused_days`` are the working days of pauses that are over. ``due`` is empty as long as the
    step has no limit, stands still, or ends in a year whose holidays are not entered.
    """

    machine: ClassVar[Machine] = CASE
    lasting: ClassVar[Lasting] = Lasting(
        elsewhere=(
            "office",
            "assignee",
            "state",
            "since",
            "limit_days",
            "due",
            "paused",
            "paused_days",
            "escalated",
            "title",
            "county_code",
            "party",
        )
    )

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
    paused_days = models.PositiveSmallIntegerField(default=0)
    escalated = models.DateField(null=True)

    class Meta:
        constraints = (
            known("state", CASE.states, "case_state_known"),
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

    @property
    def opened_on(self) -> date:
        """The day under whose check list and settings the case is handled throughout."""
        return timezone.localtime(self.opened).date()


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

    @property
    def label(self) -> Label:
        """What was done in the step."""
        return STEPS[self.state]


VERDICTS = {
    "good": Label("合格", "in order"),
    "problem": Label("问题", "problem"),
    "not_applicable": Label("不适用", "not applicable"),
}


class CheckAnswer(models.Model):
    """What a reviewer found on one item of the check list; a later answer is a new version.

    Two people who answer the same item from the same version collide: the second is refused.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="answers")
    item = models.CharField(max_length=40)
    version = models.PositiveIntegerField()
    verdict = models.CharField(max_length=20)
    text = models.TextField(blank=True)
    reviewer = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    when = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["case", "item", "version"], name="check_answer_once"),
            known("verdict", VERDICTS, "check_answer_verdict_known"),
        )
        triggers = append_only("check_answer")

    def __str__(self) -> str:
        return f"{self.case} · {self.item} · {self.version}"

    @property
    def verdict_label(self) -> Label:
        """The verdict in words."""
        return VERDICTS[self.verdict]


class CorrectionNotice(models.Model):
    """The one-time notice of everything that an applicant has to correct or supplement."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notices")
    number = models.CharField(max_length=30, unique=True)
    dated = models.DateField()
    due = models.DateField(null=True)
    new_facts = models.TextField(blank=True)

    class Meta:
        triggers = append_only("correction_notice")

    def __str__(self) -> str:
        return self.number


class CorrectionItem(models.Model):
    """One thing to correct; ``item`` names the line of the check list that it came from."""

    notice = models.ForeignKey(CorrectionNotice, on_delete=models.PROTECT, related_name="items")
    place = models.PositiveSmallIntegerField()
    item = models.CharField(max_length=40)
    demand = models.TextField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["notice", "place"], name="correction_item_once"),
        )
        triggers = append_only("correction_item")

    def __str__(self) -> str:
        return f"{self.notice} · {self.place}"


class CorrectionAnswer(models.Model):
    """What an applicant answers to one item: a text, a file, or both."""

    item = models.OneToOneField(CorrectionItem, on_delete=models.PROTECT, related_name="answer")
    text = models.TextField(blank=True)
    file = models.ForeignKey(KeptFile, null=True, on_delete=models.PROTECT, related_name="+")
    when = models.DateTimeField()

    class Meta:
        triggers = append_only("correction_answer")

    def __str__(self) -> str:
        return f"{self.item} · 答复"


class FieldCheck(models.Model):
    """A visit to the land; the clock of the case stands still until its result is entered."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="field_checks")
    checker = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    task = models.TextField()
    assigned = models.DateField()
    recorded = models.DateField(null=True)
    holds = models.BooleanField(null=True)
    finding = models.TextField(blank=True)
    photos = models.ManyToManyField(KeptFile, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case"], condition=Q(recorded__isnull=True), name="field_check_one_open"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case} · 现场核查"


class OwnershipOpinion(models.Model):
    """What the natural-resources office says of the title to the land, under a limit of its own."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="opinions")
    asked = models.DateField()
    due = models.DateField(null=True)
    office = models.ForeignKey(
        "parties.Party", null=True, on_delete=models.PROTECT, related_name="+"
    )
    given = models.DateField(null=True)
    holds = models.BooleanField(null=True)
    text = models.TextField(blank=True)
    late_reason = models.TextField(blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["case"], condition=Q(given__isnull=True), name="ownership_opinion_one_open"
            ),
        )

    def __str__(self) -> str:
        return f"{self.case} · 权属意见"


class Recusal(models.Model):
    """Somebody who keeps out of a case, and why."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="recusals")
    user = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="+")
    reason = models.TextField()
    when = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["case", "user"], name="recusal_once"),)
        triggers = append_only("recusal")

    def __str__(self) -> str:
        return f"{self.case} · {self.user}"


class CaseLetter(models.Model):
    """A paper that an office sent or kept; its content is what the PDF is set from, every time."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="letters")
    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=30, unique=True)
    dated = models.DateField()
    office = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    content: models.JSONField[Any, Any] = models.JSONField()

    class Meta:
        triggers = append_only("case_letter")

    def __str__(self) -> str:
        return self.number
