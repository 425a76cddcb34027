"""Deals that were delivered together: one act of clearing, deal by deal."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from qingshan.apps.base.lasting import Lasting


class SettlementRound(models.Model):
    """What one act of joint delivery brought: how many deals, for how much money altogether.

    Which deals they were, and which could not be delivered and why, stands in its event.
    """

    lasting: ClassVar[Lasting] = Lasting()

    number = models.CharField(max_length=30, unique=True)
    made = models.DateTimeField()
    deals = models.IntegerField()
    amount_fen = models.BigIntegerField()

    def __str__(self) -> str:
        return self.number
