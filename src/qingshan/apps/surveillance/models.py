"""What stood out, what the exchange asked about it, and whom it warned."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from qingshan.apps.base.append_only import append_only
from qingshan.apps.base.known import known
from qingshan.apps.base.lasting import Lasting
from qingshan.apps.base.models import KeptFile
from qingshan.apps.surveillance.kinds import KINDS, OUTCOMES
from qingshan.apps.surveillance.machine import ALERT, CLARIFICATION
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine


class Alert(models.Model):
    """Deals or orders that reached a mark of ``market.watch`` (监控提示); nobody is wrong by that.

    ``party`` and ``other`` are the two sides, ``other`` is None where only one acted; ``since`` is
    the first day that was looked at, ``newest`` the last deal or act that counted, and ``facts``
    are the figures as they were then.
    """

    machine: ClassVar[Machine] = ALERT
    lasting: ClassVar[Lasting] = Lasting(acts=("state", "closed", "outcome", "finding"))

    number = models.CharField(max_length=30, unique=True)
    kind = models.CharField(max_length=20)
    asset = models.CharField(max_length=60)
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", null=True
    )
    since = models.DateField()
    newest = models.DateTimeField()
    facts: models.JSONField[Any, Any] = models.JSONField()
    noted = models.DateTimeField()
    closed = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=20, blank=True)
    finding = models.CharField(max_length=300, blank=True)
    state = models.CharField(max_length=20, default=ALERT.start)

    class Meta:
        constraints = (
            known("state", ALERT.states, "alert_state_known"),
            known("kind", KINDS, "alert_kind_known"),
            known("outcome", ["", *OUTCOMES], "alert_outcome_known"),
            models.UniqueConstraint(
                fields=["kind", "asset", "party", "other"],
                condition=Q(state="open"),
                nulls_distinct=False,
                name="alert_open_once",
            ),
        )
        indexes = (models.Index(fields=["state", "-id"], name="alert_by_state"),)

    def __str__(self) -> str:
        return self.number

    @property
    def ticket(self) -> str:
        """The number of the ticket that was dealt in."""
        return self.asset.removeprefix("ticket:")

    @property
    def kind_label(self) -> Label:
        """What stood out, in words."""
        return KINDS[self.kind]

    @property
    def state_label(self) -> Label:
        """Its state, and once it is closed how it ended."""
        return OUTCOMES[self.outcome] if self.outcome else ALERT.label(self.state)

    @property
    def subject(self) -> tuple[str, str, int, int | None]:
        """What it is about, as a pattern tells it."""
        return self.kind, self.asset, self.party_id, self.other_id

    @property
    def sides(self) -> tuple[int, ...]:
        """The keys of the parties that it is about."""
        return tuple(key for key in (self.party_id, self.other_id) if key is not None)


class Clarification(models.Model):
    """What a side of an alert was asked, and what it said (情况说明); ``due`` is its last day."""

    machine: ClassVar[Machine] = CLARIFICATION
    lasting: ClassVar[Lasting] = Lasting(acts=("state", "text", "attachment", "given"))

    number = models.CharField(max_length=30, unique=True)
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="clarifications")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    question = models.CharField(max_length=300)
    asked = models.DateTimeField()
    due = models.DateField()
    text = models.CharField(max_length=1000, blank=True)
    attachment = models.ForeignKey(KeptFile, null=True, on_delete=models.PROTECT, related_name="+")
    given = models.DateTimeField(null=True)
    state = models.CharField(max_length=20, default=CLARIFICATION.start)

    class Meta:
        constraints = (
            known("state", CLARIFICATION.states, "clarification_state_known"),
            models.UniqueConstraint(
                fields=["alert", "party"],
                condition=Q(state="asked"),
                name="clarification_asked_once",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def state_label(self) -> Label:
        """Its state in words."""
        return CLARIFICATION.label(self.state)


class WrittenWarning(models.Model):
    """The exchange warns a side of an alert (书面警示), which nobody else but auditors sees."""

    number = models.CharField(max_length=30, unique=True)
    alert = models.ForeignKey(Alert, on_delete=models.PROTECT, related_name="warnings")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    text = models.CharField(max_length=500)
    when = models.DateTimeField()

    class Meta:
        triggers = append_only("written_warning")

    def __str__(self) -> str:
        return self.number
