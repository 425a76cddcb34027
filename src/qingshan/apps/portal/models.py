"""What the portal keeps of a visitor: a report shared on purpose, and for minutes a count."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from qingshan.apps.base.known import known
from qingshan.apps.portal.machine import SHARED_REPORT
from qingshan.core.kernel.machine import Machine


class SharedReport(models.Model):
    """A pre-check report behind a secret link, for some days.

    Token and key are kept as digests: who reads the database learns no link. What is over or
    withdrawn keeps its dates and loses its contents.
    """

    machine: ClassVar[Machine] = SHARED_REPORT

    token_digest = models.CharField(max_length=64, unique=True)
    key_digest = models.CharField(max_length=64)
    contents = models.TextField(blank=True)
    shared = models.DateTimeField()
    expires = models.DateTimeField()
    state = models.CharField(max_length=20, default=SHARED_REPORT.start)

    class Meta:
        indexes = (models.Index(fields=["state", "expires"]),)
        constraints = (
            known("state", SHARED_REPORT.states, "shared_report_state_known"),
            models.CheckConstraint(
                condition=models.Q(state="shared") ^ models.Q(contents=""),
                name="shared_report_erased",
            ),
        )

    def __str__(self) -> str:
        return f"{self.pk}"


class VisitCount(models.Model):
    """How often somebody asked for heavy work within a window; erased when the window ends.

    ``visitor`` is a keyed digest of address and window: two windows cannot be told to be of one.
    """

    visitor = models.CharField(max_length=64, primary_key=True)
    count = models.IntegerField()
    ends = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count}"
