"""Seal every past day that has bookings and no seal yet."""

from __future__ import annotations

from datetime import datetime

from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.books import reads
from qingshan.apps.books.models import Chain, Seal
from qingshan.apps.books.verbs.seal_day import seal_day
from qingshan.core.ledger.model import booking_day


def seal_past_days(now: datetime) -> list[Seal]:
    """Seal day after day up to yesterday; what is sealed already is left alone."""
    last = Seal.objects.order_by("-day").first()
    waiting = Chain.objects.filter(when__lt=reads.day_start(booking_day(now)))
    if last is not None:
        waiting = waiting.filter(when__gte=reads.day_end(last.day))
    days = sorted({booking_day(when) for when in waiting.values_list("when", flat=True)})
    return [seal_day(Call(SYSTEM, now, f"seal/{day}"), day=day) for day in days]
