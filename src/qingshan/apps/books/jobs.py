"""What the clock does in the ledger: each night the day before is sealed."""

from __future__ import annotations

from procrastinate.contrib.django import app

from qingshan.apps.base.clock import now
from qingshan.apps.books.sealing import seal_past_days


@app.periodic(cron="10 16 * * *")
@app.task(queueing_lock="seal_days", pass_context=False)
def seal_days(timestamp: int) -> None:
    """At ten past midnight in China (16:10 UTC): seal every day that is over."""
    seal_past_days(now())
