"""Court-ordered purchases of carbon units (司法认购)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from qingshan.apps.registry.models import Retirement, Ticket
from qingshan.apps.remedies.machine import SUBSCRIPTION
from qingshan.core.kernel.machine import Machine


class Subscription(models.Model):
    """What a court ordered a party to buy and retire as substitute repair."""

    machine: ClassVar[Machine] = SUBSCRIPTION

    case_number = models.CharField(max_length=60, unique=True)
    court = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="subscriptions")
    seller = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    quantity = models.BigIntegerField()
    price_fen = models.BigIntegerField()
    amount_fen = models.BigIntegerField()
    ordered = models.DateTimeField()
    state = models.CharField(max_length=20, default=SUBSCRIPTION.start)
    retirement = models.OneToOneField(Retirement, on_delete=models.PROTECT, null=True)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=list(SUBSCRIPTION.states)),
                name="subscription_state_known",
            ),
        )

    def __str__(self) -> str:
        return self.case_number
