"""What the clock does in this room: it looks at the market while it is dealt in."""

from __future__ import annotations

from datetime import datetime, timedelta

from procrastinate.contrib.django import app

from qingshan.apps.base.clock import now
from qingshan.apps.surveillance.watching import watch
from qingshan.core.ledger.model import booking_day

EVERY = timedelta(minutes=10)


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="watch_market", pass_context=False)
def watch_market(timestamp: int) -> None:
    """Every ten minutes."""
    watch_until(now())


def watch_until(moment: datetime) -> None:
    """Look at the day of a moment, and just after midnight at the end of the day before."""
    for day in sorted({booking_day(moment - 2 * EVERY), booking_day(moment)}):
        watch(day, moment)
