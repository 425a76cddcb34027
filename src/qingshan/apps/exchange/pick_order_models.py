"""Several listings that a buyer takes in one order (摘牌单)."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from qingshan.apps.base.lasting import Lasting
from qingshan.core.market.charge import Charge


class PickOrder(models.Model):
    """What one order brought: its deals (``trades``), and what all of them cost together."""

    lasting: ClassVar[Lasting] = Lasting()

    number = models.CharField(max_length=30, unique=True)
    buyer = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="pick_orders")
    deals = models.IntegerField()
    quantity = models.BigIntegerField()
    amount_fen = models.BigIntegerField()
    buyer_fee_fen = models.BigIntegerField()
    purpose = models.CharField(max_length=30)
    made = models.DateTimeField()

    def __str__(self) -> str:
        return self.number

    @property
    def charge(self) -> Charge:
        """What was held for it: all amounts and the buyer's fees."""
        return Charge(self.amount_fen, self.buyer_fee_fen)
