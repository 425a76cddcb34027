"""Listings, trades and money coming in."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from qingshan.apps.exchange.machine import LISTING, TRADE
from qingshan.core.kernel.machine import Machine


class PayIn(models.Model):
    """Money that a custody bank reports as received for a party; its reference is used once."""

    party = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    amount_fen = models.BigIntegerField()
    bank_reference = models.CharField(max_length=60, unique=True)
    when = models.DateTimeField()

    def __str__(self) -> str:
        return self.bank_reference


class Listing(models.Model):
    """Units offered at a price to anyone who may trade (挂牌点选)."""

    machine: ClassVar[Machine] = LISTING

    number = models.CharField(max_length=30, unique=True)
    asset = models.CharField(max_length=60)
    seller = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="listings")
    quantity = models.BigIntegerField()
    left = models.BigIntegerField()
    price_fen = models.BigIntegerField()
    listed = models.DateTimeField()
    expires = models.DateTimeField()
    state = models.CharField(max_length=20, default=LISTING.start)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=list(LISTING.states)), name="listing_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(left__gte=0) & models.Q(left__lte=models.F("quantity")),
                name="listing_left_within",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def hold(self) -> str:
        """The ledger's hold on the units."""
        return f"listing:{self.number}"


class Trade(models.Model):
    """A deal between two named parties, agreed first and settled in one chain."""

    machine: ClassVar[Machine] = TRADE

    number = models.CharField(max_length=30, unique=True)
    listing = models.ForeignKey(Listing, on_delete=models.PROTECT, related_name="trades")
    buyer = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="purchases")
    quantity = models.BigIntegerField()
    price_fen = models.BigIntegerField()
    amount_fen = models.BigIntegerField()
    buyer_fee_fen = models.BigIntegerField()
    seller_fee_fen = models.BigIntegerField()
    purpose = models.CharField(max_length=30)
    agreed = models.DateTimeField()
    settled = models.DateTimeField(null=True)
    state = models.CharField(max_length=20, default=TRADE.start)

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=models.Q(state__in=list(TRADE.states)), name="trade_state_known"
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def hold(self) -> str:
        """The ledger's hold on the buyer's money."""
        return f"trade:{self.number}"
