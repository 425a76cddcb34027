"""Addresses of programs that want to be called, the calls, and each try."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from qingshan.apps.base.append_only import append_only
from qingshan.apps.base.known import known
from qingshan.core.kernel.label import Label

CALL_STATES: dict[str, Label] = {
    "waiting": Label("待送达", "waiting"),
    "sending": Label("送达中", "being sent"),
    "delivered": Label("已送达", "delivered"),
    "dead": Label("多次失败，不再重试", "given up"),
    "ended": Label("地址已停用", "the address was ended"),
}


class Webhook(models.Model):
    """Where a party's program is called, for which topics; the secret is sealed.

    ``head`` are the first letters of the secret, by which its owner tells it from others.
    """

    user = models.ForeignKey("parties.User", on_delete=models.PROTECT, related_name="webhooks")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="webhooks")
    name = models.CharField(max_length=60)
    url = models.CharField(max_length=300)
    topics = ArrayField(models.CharField(max_length=20))
    secret_sealed = models.TextField()
    head = models.CharField(max_length=12)
    since = models.DateTimeField()
    ended = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.name


class WebhookCall(models.Model):
    """One event for one address; ``body`` are the bytes that are signed and sent, every time."""

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="calls")
    event = models.BigIntegerField()
    type = models.CharField(max_length=60)
    body = models.TextField()
    state = models.CharField(max_length=12, default="waiting")
    tries = models.PositiveSmallIntegerField(default=0)
    due = models.DateTimeField()
    began = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["webhook", "event"], name="webhook_call_once"),
            known("state", CALL_STATES, "webhook_call_state_known"),
        )
        indexes = (
            models.Index(
                fields=["due"],
                condition=Q(state__in=["waiting", "sending"]),
                name="webhook_call_due",
            ),
        )

    def __str__(self) -> str:
        return f"{self.type} · {self.event}"

    @property
    def state_label(self) -> Label:
        """The state in words."""
        return CALL_STATES[self.state]


class WebhookAttempt(models.Model):
    """One try: the status that came back, or what went wrong."""

    call = models.ForeignKey(WebhookCall, on_delete=models.PROTECT, related_name="attempts")
    when = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)
    fault = models.CharField(max_length=120, blank=True)
    took_ms = models.PositiveIntegerField(default=0)

    class Meta:
        triggers = append_only("webhook_attempt")

    def __str__(self) -> str:
        return f"{self.call} · {self.status or self.fault}"
