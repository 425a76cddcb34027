"""Units that stand as security for a loan, and how both sides agree to set them free."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from qingshan.apps.base.known import known
from qingshan.apps.base.lasting import Lasting
from qingshan.apps.pledges.machine import PLEDGE, PLEDGE_RELEASE
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine


class Pledge(models.Model):
    """A registered pledge: the units are held for the bank until both sides release them.

    ``reason`` says why the loan is in default; ``document`` is the paper by which its units
    went to the ``receiver``.
    """

    machine: ClassVar[Machine] = PLEDGE
    lasting: ClassVar[Lasting] = Lasting(
        acts=("state", "reason", "defaulted", "document", "receiver", "ended")
    )

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


class PledgeRelease(models.Model):
    """One side would end the pledge; the units are free when the other side says so, too.

    ``proposed_by`` is the person, so that nobody answers for the other side what was proposed by
    the same hand; ``reason`` is why the other side declined.
    """

    machine: ClassVar[Machine] = PLEDGE_RELEASE
    lasting: ClassVar[Lasting] = Lasting(acts=("state", "answered", "reason"))

    pledge = models.ForeignKey(Pledge, on_delete=models.PROTECT, related_name="releases")
    proposer = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    counterparty = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    proposed_by = models.CharField(max_length=60)
    proposed = models.DateTimeField()
    answered = models.DateTimeField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    state = models.CharField(max_length=20, default=PLEDGE_RELEASE.start)

    class Meta:
        constraints = (
            known("state", PLEDGE_RELEASE.states, "pledge_release_state_known"),
            models.UniqueConstraint(
                fields=["pledge"],
                condition=models.Q(state="proposed"),
                name="pledge_release_one_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return self.pledge.number

    @property
    def state_label(self) -> Label:
        """The state in words."""
        return self.machine.label(self.state)
