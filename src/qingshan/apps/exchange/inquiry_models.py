"""An inquiry, the holders who were asked, and what they offered (询价)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from qingshan.apps.base.known import known
from qingshan.apps.base.lasting import Lasting
from qingshan.apps.exchange.machine import INQUIRY, INVITATION, QUOTATION
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine


class Inquiry(models.Model):
    """A named buyer asks holders of a series for offers; nothing is held for it."""

    machine: ClassVar[Machine] = INQUIRY
    lasting: ClassVar[Lasting] = Lasting(elsewhere=("state",))

    number = models.CharField(max_length=30, unique=True)
    asset = models.CharField(max_length=60)
    buyer = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="inquiries")
    quantity = models.BigIntegerField()
    purpose = models.CharField(max_length=30)
    asked = models.DateTimeField()
    expires = models.DateTimeField()
    state = models.CharField(max_length=20, default=INQUIRY.start)

    class Meta:
        constraints = (known("state", INQUIRY.states, "inquiry_state_known"),)

    def __str__(self) -> str:
        return self.number

    @property
    def state_label(self) -> Label:
        """Its state in words."""
        return INQUIRY.label(self.state)

    @property
    def ticket(self) -> str:
        """The number of the ticket that is asked for."""
        return self.asset.removeprefix("ticket:")


class Invitation(models.Model):
    """A holder who was asked; with a word when nothing is offered."""

    machine: ClassVar[Machine] = INVITATION
    lasting: ClassVar[Lasting] = Lasting(elsewhere=("word", "answered", "state"))

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="invitations")
    holder = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    word = models.CharField(max_length=200, blank=True)
    answered = models.DateTimeField(null=True)
    state = models.CharField(max_length=20, default=INVITATION.start)

    class Meta:
        constraints = (
            known("state", INVITATION.states, "invitation_state_known"),
            models.UniqueConstraint(fields=["inquiry", "holder"], name="invitation_once"),
        )

    def __str__(self) -> str:
        return f"{self.inquiry} · {self.holder}"


class Quotation(models.Model):
    """What a holder offers to an inquiry; its units are held while it stands."""

    machine: ClassVar[Machine] = QUOTATION
    lasting: ClassVar[Lasting] = Lasting(elsewhere=("state",))

    number = models.CharField(max_length=30, unique=True)
    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="quotations")
    holder = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="quotations")
    quantity = models.BigIntegerField()
    price_fen = models.BigIntegerField()
    made = models.DateTimeField()
    expires = models.DateTimeField()
    state = models.CharField(max_length=20, default=QUOTATION.start)

    class Meta:
        constraints = (
            known("state", QUOTATION.states, "quotation_state_known"),
            models.UniqueConstraint(
                fields=["inquiry", "holder"],
                name="quotation_stands_once",
                condition=models.Q(state="standing"),
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def hold(self) -> str:
        """The ledger's hold on the units."""
        return f"quotation:{self.number}"

    @property
    def state_label(self) -> Label:
        """Its state in words."""
        return QUOTATION.label(self.state)
