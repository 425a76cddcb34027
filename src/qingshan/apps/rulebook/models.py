"""What the exchange announced of its rules."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, ClassVar

from django.db import models

from qingshan.apps.base.known import known
from qingshan.apps.base.lasting import Lasting
from qingshan.apps.rulebook.machine import RULE_NOTICE
from qingshan.core.kernel.machine import Machine


class RuleNotice(models.Model):
    """A paper by which rules have other values from a day on; of one rule the later day counts.

    ``changes`` are pairs of the name of a row of ``market.exchange`` and its value as the table
    writes it, in the unit that the row has.
    """

    machine: ClassVar[Machine] = RULE_NOTICE
    lasting: ClassVar[Lasting] = Lasting(acts=("state",))

    number = models.CharField(max_length=30, unique=True)
    document = models.CharField(max_length=120)
    issued = models.DateField()
    valid_from = models.DateField()
    reason = models.CharField(max_length=200)
    changes: models.JSONField[Any, Any] = models.JSONField()
    state = models.CharField(max_length=20, default=RULE_NOTICE.start)
    made = models.DateTimeField()

    class Meta:
        constraints = (known("state", RULE_NOTICE.states, "rule_notice_state_known"),)

    def __str__(self) -> str:
        return self.number

    def may_be_withdrawn(self, day: date) -> bool:
        """Whether a whole day lies before it, in which every process hears of it."""
        return self.state == RULE_NOTICE.start and day + timedelta(days=1) < self.valid_from
