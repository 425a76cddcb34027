"""What every act leaves behind: events, kept files, counters of numbers."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models

from qingshan.apps.base.append_only import append_only
from qingshan.apps.base.lasting import Lasting


class Event(models.Model):
    """One act of one verb, never changed and never deleted."""

    name = models.CharField(max_length=60)
    verb = models.CharField(max_length=60)
    actor = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    content = models.CharField(max_length=64)
    subject = models.CharField(max_length=60)
    subject_id = models.BigIntegerField()
    when = models.DateTimeField()
    note = models.TextField(blank=True)
    facts: models.JSONField[Any, Any] = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    transaction = models.BigIntegerField(
        db_default=models.expressions.RawSQL("(pg_current_xact_id()::text)::bigint", [])
    )

    class Meta:
        indexes = (
            models.Index(fields=["subject", "subject_id"]),
            models.Index(fields=["name", "when"]),
        )
        constraints = (models.UniqueConstraint(fields=["actor", "verb", "key"], name="event_once"),)
        triggers = append_only("event")


class KeptFile(models.Model):
    """A file in the data folder, named by the digest of its bytes."""

    lasting: ClassVar[Lasting] = Lasting()

    digest = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size_bytes = models.BigIntegerField()


class EnteredHolidays(models.Model):
    """A notice of holidays for a year, or one that amends it; the newest of a year counts.

    ``days`` are all of the year: read out of ``text``, and those of what it ``amends`` of which it
    does not speak; each is day, free or worked, holiday.
    """

    year = models.IntegerField()
    document = models.CharField(max_length=60)
    amends = models.TextField(default="")
    issued = models.DateField()
    text = models.TextField()
    days: models.JSONField[Any, Any] = models.JSONField()
    entered = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=["year", "-id"], name="entered_holidays_of"),)
        triggers = append_only("entered_holidays")

    def __str__(self) -> str:
        return f"{self.year} {self.document}"


class Counter(models.Model):
    """The last number given in a series and year; its row lock makes numbers gapless."""

    series = models.CharField(max_length=20)
    year = models.IntegerField()
    last = models.BigIntegerField(default=0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["series", "year"], name="counter_once"),)
