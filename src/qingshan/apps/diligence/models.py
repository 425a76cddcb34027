"""A holder's consent that a bank looks at its units, and the sheets that were made on it."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.db import models
from django.db.models import Q

from qingshan.apps.base.append_only import append_only
from qingshan.apps.base.known import known
from qingshan.apps.base.lasting import Lasting
from qingshan.apps.base.models import KeptFile
from qingshan.apps.diligence.machine import RIGHTS_CONSENT
from qingshan.apps.pledges.models import Pledge
from qingshan.apps.registry.models import Ticket
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine


class RightsConsent(models.Model):
    """A holder lets a bank see what stands on its units of one ticket, up to a last day.

    A bank may ask for it (``asked``); a holder may grant it without being asked. ``reason`` is why
    it was declined.
    """

    machine: ClassVar[Machine] = RIGHTS_CONSENT
    lasting: ClassVar[Lasting] = Lasting(acts=("state", "granted", "until", "reason", "ended"))

    number = models.CharField(max_length=30, unique=True)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    bank = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    asked = models.DateTimeField(null=True)
    granted = models.DateTimeField(null=True)
    until = models.DateField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    ended = models.DateTimeField(null=True)
    state = models.CharField(max_length=20, default=RIGHTS_CONSENT.start)

    class Meta:
        constraints = (
            known("state", RIGHTS_CONSENT.states, "rights_consent_state_known"),
            models.UniqueConstraint(
                fields=["ticket", "holder", "bank"],
                condition=Q(state="asked"),
                name="rights_consent_asked_once",
            ),
            models.CheckConstraint(
                condition=~Q(state="granted") | Q(until__isnull=False),
                name="rights_consent_has_a_last_day",
            ),
        )

    def __str__(self) -> str:
        return self.number

    @property
    def state_label(self) -> Label:
        """The state in words."""
        return self.machine.label(self.state)

    def holds_on(self, day: date) -> bool:
        """Whether a sheet may be made on it on a day."""
        return self.state == "granted" and self.until is not None and day <= self.until


class RightsCheck(models.Model):
    """A rights check sheet (权利核查单): what stood in the register at one moment, and whence.

    It was made on a consent or on the bank's own pledge. ``content`` holds sections of lines; both
    papers say the same, one in each language.
    """

    number = models.CharField(max_length=30, unique=True)
    ticket = models.ForeignKey(Ticket, on_delete=models.PROTECT, related_name="+")
    holder = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    bank = models.ForeignKey("parties.Party", on_delete=models.PROTECT, related_name="+")
    consent = models.ForeignKey(
        RightsConsent, null=True, on_delete=models.PROTECT, related_name="checks"
    )
    pledge = models.ForeignKey(Pledge, null=True, on_delete=models.PROTECT, related_name="+")
    quantity = models.BigIntegerField()
    available = models.BigIntegerField()
    content: models.JSONField[Any, Any] = models.JSONField()
    check_code = models.CharField(max_length=20)
    paper_zh = models.ForeignKey(KeptFile, on_delete=models.PROTECT, related_name="+")
    paper_en = models.ForeignKey(KeptFile, on_delete=models.PROTECT, related_name="+")
    when = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(consent__isnull=False, pledge=None)
                | Q(consent=None, pledge__isnull=False),
                name="rights_check_on_one_ground",
            ),
        )
        triggers = append_only("rights_check")

    def __str__(self) -> str:
        return self.number
