"""How far readers of the journal have come, what people are told, how it left, and letters."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from qingshan.apps.base.append_only import append_only
from qingshan.apps.base.known import known
from qingshan.core.kernel.label import Label

DELIVERY_STATES: dict[str, Label] = {
    "waiting": Label("待发送", "waiting"),
    "sending": Label("发送中", "being sent"),
    "sent": Label("已发送", "sent"),
    "dead": Label("多次失败，不再重试", "given up"),
    "uncertain": Label("中断，是否送出不明", "broken off, perhaps sent"),
    "dropped": Label("收件人已无此渠道", "no longer to be reached there"),
}
"""A delivery that was broken off is not sent again by itself: nothing is sent twice."""


class JournalReader(models.Model):
    """Who reads the journal and how far it was read; its row lock lets one process read at once."""

    name = models.CharField(max_length=30, unique=True)
    position = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.name


class Notification(models.Model):
    """One person is told of one event; the words are made from template and facts when read.

    Without a user it goes to who wrote a comment or complaint and left an address; ``contact`` is
    its number.
    """

    event = models.BigIntegerField()
    user = models.ForeignKey("parties.User", null=True, on_delete=models.PROTECT, related_name="+")
    contact = models.CharField(max_length=30, blank=True)
    template = models.CharField(max_length=40)
    facts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    page = models.CharField(max_length=40, blank=True)
    page_parts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    when = models.DateTimeField()
    read = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["event", "user"], nulls_distinct=False, name="notification_once"
            ),
            models.CheckConstraint(
                condition=Q(user__isnull=False) | ~Q(contact=""), name="notification_to_somebody"
            ),
        )
        indexes = (
            models.Index(fields=["user", "-id"], name="notification_of"),
            models.Index(fields=["user"], condition=Q(read=None), name="notification_unread"),
        )

    def __str__(self) -> str:
        return f"{self.template} · {self.event}"


class Delivery(models.Model):
    """A notification on its way by one channel; the address is looked up when it leaves."""

    notification = models.ForeignKey(
        Notification, on_delete=models.PROTECT, related_name="deliveries"
    )
    channel = models.CharField(max_length=10)
    state = models.CharField(max_length=12, default="waiting")
    tries = models.PositiveSmallIntegerField(default=0)
    due = models.DateTimeField()
    began = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["notification", "channel"], name="delivery_once"),
            known("state", DELIVERY_STATES, "delivery_state_known"),
        )
        indexes = (
            models.Index(
                fields=["due"], condition=Q(state__in=["waiting", "sending"]), name="delivery_due"
            ),
        )

    def __str__(self) -> str:
        return f"{self.channel} · {self.pk}"

    @property
    def state_label(self) -> Label:
        """The state in words."""
        return DELIVERY_STATES[self.state]


class DeliveryAttempt(models.Model):
    """One try to deliver, and what went wrong if something did."""

    delivery = models.ForeignKey(Delivery, on_delete=models.PROTECT, related_name="attempts")
    when = models.DateTimeField()
    state = models.CharField(max_length=12)
    fault = models.CharField(max_length=200, blank=True)

    class Meta:
        triggers = append_only("delivery_attempt")

    def __str__(self) -> str:
        return f"{self.delivery} · {self.state}"


class DeliveryWish(models.Model):
    """In which language and by which channels a person wants to be told."""

    user = models.OneToOneField("parties.User", on_delete=models.PROTECT, related_name="wish")
    language = models.CharField(max_length=10, default="zh-hans")
    mail = models.BooleanField(default=True)
    sms = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.user)


class Letter(models.Model):
    """An official paper that follows from an event; the PDF is set from its content every time.

    ``about`` is the number of the ticket, case, notice or account that it is about.
    """

    event = models.BigIntegerField()
    kind = models.CharField(max_length=20)
    number = models.CharField(max_length=30, unique=True)
    about = models.CharField(max_length=40)
    dated = models.DateField()
    office = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey(
        "parties.Party", null=True, on_delete=models.PROTECT, related_name="letters"
    )
    person = models.ForeignKey(
        "parties.User", null=True, on_delete=models.PROTECT, related_name="+"
    )
    content: models.JSONField[Any, Any] = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=["event", "kind"], name="letter_once"),)
        indexes = (models.Index(fields=["about"], name="letter_about"),)
        triggers = append_only("letter")

    def __str__(self) -> str:
        return self.number
