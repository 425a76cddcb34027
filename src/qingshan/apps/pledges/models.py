"""Units that stand as security for a loan, and how both sides agree to set them free."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from qingshan.apps.base.known import known
from qingshan.apps.base.lasting import Lasting
from qingshan.apps.pledges.machine import PLEDGE, PLEDGE_RELEASE
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine

GROUNDS: dict[str, Label] = {
    "judgment": Label("生效法律文书", "a judgment or ruling in force"),
    "repaid": Label(
        "债务已清偿或者提存，质权人逾期不答复",
        "the debt is paid or deposited, and the pledgee does not answer",
    ),
    "waived": Label(
        "质权人放弃质权，出质人逾期不答复",
        "the pledgee waives the pledge, and the pledgor does not answer",
    ),
}
"""On which grounds the register ends a pledge without the word of both sides (Civil Code, 393)."""


class Pledge(models.Model):
    """A registered pledge: the units are held for the bank until both sides release them.

    ``reason`` says why the loan is in default; ``document`` is the paper by which its units
    went to the ``receiver``, or by which the register ended it on a ``ground``.
    """

    machine: ClassVar[Machine] = PLEDGE
    lasting: ClassVar[Lasting] = Lasting(
        acts=("state", "reason", "defaulted", "document", "receiver", "ground", "ended")
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
    ground = models.CharField(max_length=12, blank=True)
    ended = models.DateTimeField(null=True)
    state = models.CharField(max_length=20, default=PLEDGE.start)

    class Meta:
        constraints = (
            known("state", PLEDGE.states, "pledge_state_known"),
            known("ground", ["", *GROUNDS], "pledge_ground_known"),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def state_label(self) -> Label:
        """The state in words."""
        return self.machine.label(self.state)

    @property
    def ground_label(self) -> Label:
        """On which ground the register ended it, in words."""
        return GROUNDS[self.ground]

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
