"""What a night's comparison found."""

from __future__ import annotations

from django.db import models

from qingshan.core.kernel.label import Label


class Agreement(models.Model):
    """One comparison of all rooms with the ledger.

    ``counts`` says what was compared; ``mismatches`` holds for each difference what differs, of
    which series or account, what the rooms tell and what the ledger tells.
    """

    day = models.DateField(unique=True)
    looked = models.DateTimeField()
    counts = models.JSONField()
    mismatches = models.JSONField()

    def __str__(self) -> str:
        return self.day.isoformat()

    @property
    def agrees(self) -> bool:
        """Whether nothing differed."""
        return not self.mismatches

    @property
    def label(self) -> Label:
        """The same in words."""
        if self.agrees:
            return Label("一致", "all agree")
        count = len(self.mismatches)
        return Label(f"{count} 项不一致", f"{count} differ")
