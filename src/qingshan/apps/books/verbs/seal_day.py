"""Seal a booking day: nothing more is booked into it; its digest is chained to the seal before."""

from __future__ import annotations

from datetime import date

from django.db import connection

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import reads
from qingshan.apps.books.models import Chain, Seal
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.ledger import refusals
from qingshan.core.ledger.model import booking_day, seal_digest

DOOR_LOCK = 7239001
"""The advisory lock that the door shares (``sql/post.sql``) and a sealing takes alone."""


@verb(event="day.sealed", label=Label("日终封存", "seal the day"), roles=("system", "registrar"))
def seal_day(call: Call, *, day: date) -> Done[Seal]:
    """Seal a day that is over, after all earlier days with bookings.

    Raises
    ------
    Refused
        E-LG-34 when the day is not over, E-LG-35 when an earlier day waits, E-LG-36 when it or a
        later day is sealed already.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [DOOR_LOCK])
    last = Seal.objects.order_by("-day").first()
    _check(day, booking_day(call.when), last.day if last else None)
    digests = reads.digests_of_day(day)
    previous = last.digest if last else ""
    seal = Seal.objects.create(
        day=day,
        chains=len(digests),
        digest=seal_digest(day, previous, digests),
        previous=previous,
        when=call.when,
    )
    return Done(seal, {"day": day.isoformat(), "chains": len(digests), "digest": seal.digest})


def _check(day: date, today: date, sealed: date | None) -> None:
    if day >= today:
        raise Refused.because(refusals.DAY_OPEN, f"{day}", day=day)
    if sealed is not None and day <= sealed:
        raise Refused.because(refusals.SEAL_STANDS, f"{day}", day=day, sealed=sealed)
    waiting = Chain.objects.filter(when__lt=reads.day_start(day))
    if sealed is not None:
        waiting = waiting.filter(when__gte=reads.day_end(sealed))
    first = waiting.order_by("when").first()
    if first is not None:
        earlier = booking_day(first.when)
        raise Refused.because(refusals.DAY_SKIPPED, f"{day}", day=day, earlier=earlier)
