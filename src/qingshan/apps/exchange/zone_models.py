"""What a buyer in a zone declared, and the retirement that came of it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from qingshan.apps.base.lasting import Lasting


class ZonePurchase(models.Model):
    """A deal in a zone: for whom and for what the units are retired when it is settled."""

    lasting: ClassVar[Lasting] = Lasting(elsewhere=("retirement",))

    trade = models.OneToOneField(
        "exchange.Trade", on_delete=models.PROTECT, related_name="zone_purchase"
    )
    ruling = models.CharField(max_length=60, blank=True)
    beneficiary = models.CharField(max_length=120)
    subject = models.CharField(max_length=120)
    retirement = models.OneToOneField(
        "registry.Retirement", on_delete=models.PROTECT, related_name="+", null=True
    )

    def __str__(self) -> str:
        return str(self.trade)

    @property
    def statement(self) -> str:
        """What the certificate says that the units were retired for."""
        return f"{self.ruling} {self.subject}".strip()
