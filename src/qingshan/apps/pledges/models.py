"""Units that stand as security for a loan."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from qingshan.apps.base.known import known
from qingshan.apps.pledges.machine import PLEDGE
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine


class Pledge(models.Model):
    """A registered pledge: the units are held for the bank until it releases them.

    ``reason`` says why the loan is in default; ``document`` is the paper by which its units
    went to the ``receiver``.
    """

    machine: ClassVar[Machine] = PLEDGE

    number = models.CharField(max_length=30, unique=True)
    asset = models.CharField(max_length=60)
    pledgor = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    pledgee = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    quantity = models.BigIntegerField()
    loan_fen = models.BigIntegerField()
    filing_number = models.CharField(max_length=60)
    until = models.DateField()
    registered = models.DateTimeField()
    defaulted = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    document = models.CharField(max_length=120, blank=True)
    receiver = models.ForeignKey(
        "parties.Party", on_delete=models.PROTECT, related_name="+", null=True
    )
    ended = models.DateTimeField(null=True)
    state = models.CharField(max_length=20, default=PLEDGE.start)

    class Meta:
        constraints = (known("state", PLEDGE.states, "pledge_state_known"),)

    def __str__(self) -> str:
        return self.number

    @property
    def state_label(self) -> Label:
        """The state in words."""
        return self.machine.label(self.state)

    @property
    def hold(self) -> str:
        """The ledger's hold on the units."""
        return f"pledge:{self.number}"
