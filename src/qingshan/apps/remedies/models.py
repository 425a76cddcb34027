"""Court-ordered purchases of carbon units (司法认购), and freezes by courts (司法冻结)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from qingshan.apps.base.known import known
from qingshan.apps.base.lasting import Lasting
from qingshan.apps.registry.models import Retirement, Ticket
from qingshan.apps.remedies.machine import JUDICIAL_HOLD, SUBSCRIPTION
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine

PARTLY = Label("部分冻结、部分轮候", "frozen in part, the rest waiting")


class Subscription(models.Model):
    """What a court ordered a party to buy and retire as substitute repair."""

    machine: ClassVar[Machine] = SUBSCRIPTION
    lasting: ClassVar[Lasting] = Lasting(acts=("state", "retirement"))

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
        constraints = (known("state", SUBSCRIPTION.states, "subscription_state_known"),)

    def __str__(self) -> str:
        return self.case_number

    @property
    def state_label(self) -> Label:
        """The state in words."""
        return self.machine.label(self.state)


class JudicialHold(models.Model):
    """Units of a holder that a court had frozen, by ruling and assistance notice.

    ``held`` is what the ledger holds by it, in ``pieces`` holds; what is missing waits in the
    queue. The term runs from the first unit frozen.
    """

    machine: ClassVar[Machine] = JUDICIAL_HOLD
    lasting: ClassVar[Lasting] = Lasting(
        acts=("held", "pieces", "since", "until", "state", "ground")
    )

    number = models.CharField(max_length=30, unique=True)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="court_holds")
    holder = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    court = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    case_number = models.CharField(max_length=60)
    ruling_number = models.CharField(max_length=60)
    notice_number = models.CharField(max_length=60)
    officers = models.CharField(max_length=60)
    quantity = models.BigIntegerField()
    held = models.BigIntegerField(default=0)
    pieces = models.IntegerField(default=0)
    term_months = models.IntegerField()
    requested = models.DateTimeField()
    since = models.DateField(null=True)
    until = models.DateField(null=True)
    state = models.CharField(max_length=20, default=JUDICIAL_HOLD.start)
    ground = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = (
            known("state", JUDICIAL_HOLD.states, "judicial_hold_state_known"),
            models.CheckConstraint(
                condition=models.Q(held__gte=0) & models.Q(held__lte=models.F("quantity")),
                name="judicial_hold_held_within",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def missing(self) -> int:
        """What still waits in the queue, in carbon units."""
        return self.quantity - self.held

    @property
    def state_label(self) -> Label:
        """The state in words; one that waits may be frozen in part."""
        if self.state == "queued" and self.held:
            return PARTLY
        return self.machine.label(self.state)

    def piece(self, place: int) -> str:
        """The key of one of its holds in the ledger, from 1."""
        return f"court:{self.number}:{place}"
