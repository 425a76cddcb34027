"""What was dealt for each use up to a day, so that a page need not add up every deal there was."""

from __future__ import annotations

from typing import Any

from django.db import models


class UseTotals(models.Model):
    """Deals settled before a day began and not corrected before it began, by use.

    ``sums`` names for each use the number of deals, the quantity in carbon units and the amount in
    fen. A day has one row; the newest counts, older ones show what was told then.
    """

    day = models.DateField(unique=True)
    sums: models.JSONField[Any, Any] = models.JSONField()

    def __str__(self) -> str:
        return str(self.day)
