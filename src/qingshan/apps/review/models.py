"""Experts, the panels drawn from them, and what a panel asked, voted and signed."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from qingshan.apps.base.append_only import append_only
from qingshan.apps.base.known import known
from qingshan.apps.base.lasting import Lasting
from qingshan.apps.base.models import KeptFile
from qingshan.apps.projects.models import Report
from qingshan.apps.review.machine import EXPERT, PANEL, SEAT
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine

FIELDS: dict[str, Label] = {
    "carbon": Label("林业碳汇计量", "forest carbon measuring"),
    "inventory": Label("森林资源调查", "forest inventory"),
    "remote_sensing": Label("遥感与地理信息", "remote sensing and geodata"),
    "ecology": Label("生态与环境", "ecology and environment"),
    "law": Label("林权与法律", "forest title and law"),
    "accounting": Label("财务与审计", "accounting and audit"),
}
"""What experts are entered for."""

RESULTS: dict[str, Label] = {
    "recommended": Label("通过", "recommended"),
    "declined": Label("不通过", "declined"),
}


class PoolExpert(models.Model):
    """A person in the pool; ``unit_code`` is the credit code of the employer."""

    machine: ClassVar[Machine] = EXPERT
    lasting: ClassVar[Lasting] = Lasting(acts=("state",))

    number = models.CharField(max_length=30, unique=True)
    party = models.OneToOneField(
        "parties.Party", on_delete=models.PROTECT, related_name="pool_expert"
    )
    fields: models.JSONField[Any, Any] = models.JSONField()
    unit = models.CharField(max_length=120)
    unit_code = models.CharField(max_length=18, blank=True)
    entered = models.DateTimeField()
    state = models.CharField(max_length=10, default=EXPERT.start)

    class Meta:
        constraints = (known("state", EXPERT.states, "pool_expert_state_known"),)

    def __str__(self) -> str:
        return self.number

    @property
    def state_label(self) -> Label:
        """The state in words."""
        return self.machine.label(self.state)

    @property
    def field_labels(self) -> list[Label]:
        """The fields in words."""
        return [FIELDS[name] for name in self.fields]


class Panel(models.Model):
    """Experts who decide on one report; ``digest`` is that of the report they read."""

    machine: ClassVar[Machine] = PANEL
    lasting: ClassVar[Lasting] = Lasting(acts=("state", "result", "closed", "minutes"))

    number = models.CharField(max_length=30, unique=True)
    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="panels")
    digest = models.CharField(max_length=64)
    size = models.PositiveSmallIntegerField()
    drawn = models.DateTimeField()
    closed = models.DateTimeField(null=True)
    result = models.CharField(max_length=12, blank=True)
    minutes = models.ForeignKey(KeptFile, null=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, default=PANEL.start)

    class Meta:
        constraints = (
            known("state", PANEL.states, "panel_state_known"),
            known("result", ["", *RESULTS], "panel_result_known"),
            models.UniqueConstraint(
                fields=["report"], condition=~models.Q(state="void"), name="panel_of_report_once"
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def state_label(self) -> Label:
        """The state in words."""
        return self.machine.label(self.state)

    @property
    def result_label(self) -> Label:
        """What the vote came to, in words; empty before it."""
        return RESULTS.get(self.result, Label("", ""))


class Draw(models.Model):
    """One draw, with all that is needed to repeat it: the public text, the pool, the chosen."""

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="draws")
    round = models.PositiveSmallIntegerField()
    source = models.TextField()
    seed = models.CharField(max_length=64)
    pool: models.JSONField[Any, Any] = models.JSONField()
    excluded: models.JSONField[Any, Any] = models.JSONField()
    chosen: models.JSONField[Any, Any] = models.JSONField()
    when = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["panel", "round"], name="draw_once"),)
        triggers = append_only("draw")

    def __str__(self) -> str:
        return f"{self.panel} · {self.round}"


class Seat(models.Model):
    """A place on a panel and the expert who was drawn for it."""

    machine: ClassVar[Machine] = SEAT
    lasting: ClassVar[Lasting] = Lasting(acts=("state", "declared", "reason"))

    panel = models.ForeignKey(Panel, on_delete=models.PROTECT, related_name="seats")
    expert = models.ForeignKey(PoolExpert, on_delete=models.PROTECT, related_name="seats")
    place = models.PositiveSmallIntegerField()
    declared = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    state = models.CharField(max_length=10, default=SEAT.start)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["panel", "expert"], name="seat_once"),
            known("state", SEAT.states, "seat_state_known"),
        )

    def __str__(self) -> str:
        return f"{self.panel} · {self.expert}"

    @property
    def state_label(self) -> Label:
        """The state in words."""
        return self.machine.label(self.state)


class PanelQuestion(models.Model):
    """What a member asks about a figure, a section or a place; all members see it."""

    seat = models.ForeignKey(Seat, on_delete=models.PROTECT, related_name="questions")
    anchor = models.CharField(max_length=200, blank=True)
    text = models.TextField()
    asked = models.DateTimeField()

    class Meta:
        triggers = append_only("panel_question")

    def __str__(self) -> str:
        return f"{self.seat.panel} · 提问 {self.pk}"


class PanelReply(models.Model):
    """The answer to a question by one of those concerned."""

    question = models.OneToOneField(PanelQuestion, on_delete=models.PROTECT, related_name="reply")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    text = models.TextField()
    when = models.DateTimeField()

    class Meta:
        triggers = append_only("panel_reply")

    def __str__(self) -> str:
        return f"{self.question} · {self.party}"


class Vote(models.Model):
    """One member's checklist and vote; hidden from everybody else until the panel is closed."""

    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="vote")
    in_favour = models.BooleanField()
    scores: models.JSONField[Any, Any] = models.JSONField()
    total = models.PositiveSmallIntegerField()
    opinion = models.TextField()
    when = models.DateTimeField()

    class Meta:
        triggers = append_only("vote")

    def __str__(self) -> str:
        return f"{self.seat}"


class MinutesSignature(models.Model):
    """A member puts the own name under the minutes, by their digest."""

    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, related_name="signature")
    digest = models.CharField(max_length=64)
    when = models.DateTimeField()

    class Meta:
        triggers = append_only("minutes_signature")

    def __str__(self) -> str:
        return f"{self.seat}"
