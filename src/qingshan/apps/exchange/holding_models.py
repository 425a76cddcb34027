"""A party that holds so much of a series that it has to say why (大户报告)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from qingshan.apps.base.known import known
from qingshan.apps.base.lasting import Lasting
from qingshan.apps.exchange.machine import LARGE_HOLDING
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine


class LargeHolding(models.Model):
    """Noted on the evening of the day on which a holding reached the mark; reported by its holder.

    ``circulating`` is what all parties held together when it was noted. ``due`` is the last day of
    the report.
    """

    machine: ClassVar[Machine] = LARGE_HOLDING
    lasting: ClassVar[Lasting] = Lasting(acts=("state", "reason", "intent", "reported", "ended"))

    number = models.CharField(max_length=30, unique=True)
    asset = models.CharField(max_length=60)
    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="large_holdings"
    )
    quantity = models.BigIntegerField()
    circulating = models.BigIntegerField()
    noted = models.DateTimeField()
    due = models.DateField()
    reason = models.CharField(max_length=200, blank=True)
    intent = models.CharField(max_length=200, blank=True)
    reported = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    state = models.CharField(max_length=20, default=LARGE_HOLDING.start)

    class Meta:
        constraints = (
            known("state", LARGE_HOLDING.states, "large_holding_state_known"),
            models.UniqueConstraint(
                fields=["asset", "party"],
                name="large_holding_once",
                condition=~models.Q(state="ended"),
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def ticket(self) -> str:
        """The number of the ticket that is held."""
        return self.asset.removeprefix("ticket:")

    @property
    def state_label(self) -> Label:
        """Its state in words."""
        return LARGE_HOLDING.label(self.state)
