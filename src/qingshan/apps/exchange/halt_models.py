"""Trading that is suspended (暂停交易)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from qingshan.apps.base.known import known
from qingshan.apps.base.lasting import Lasting
from qingshan.apps.exchange.machine import HALT
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine

HALT_SCOPES: dict[str, Label] = {
    "market": Label("全市场", "the whole market"),
    "asset": Label("一个品种", "one series"),
    "party": Label("一个交易参与人", "one party"),
}


class Halt(models.Model):
    """Trading is suspended: of the market, of a series, or of a party."""

    machine: ClassVar[Machine] = HALT
    lasting: ClassVar[Lasting] = Lasting(acts=("state", "until"))

    number = models.CharField(max_length=30, unique=True)
    scope = models.CharField(max_length=10)
    asset = models.CharField(max_length=60, blank=True)
    party = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="halts", null=True
    )
    reason = models.CharField(max_length=200)
    document = models.CharField(max_length=120, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)
    state = models.CharField(max_length=20, default=HALT.start)

    class Meta:
        constraints = (
            known("state", HALT.states, "halt_state_known"),
            models.CheckConstraint(
                condition=models.Q(scope="market", asset="", party=None)
                | (models.Q(scope="asset", party=None) & ~models.Q(asset=""))
                | models.Q(scope="party", asset="", party__isnull=False),
                name="halt_names_its_subject",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def scope_label(self) -> Label:
        """What is halted, in words."""
        if self.party is not None:
            return Label(self.party.name, self.party.name_en or self.party.name)
        ticket = self.asset.removeprefix("ticket:")
        return Label(ticket, ticket) if ticket else HALT_SCOPES[self.scope]
