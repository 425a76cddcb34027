"""What the clock does to the log: new entries every minute, a signed head every night."""

from __future__ import annotations

from procrastinate.contrib.django import app

from qingshan.apps.base.clock import now
from qingshan.apps.log.keeping import keep_log, sign_log


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="append_log", pass_context=False)
def append_log(timestamp: int) -> None:
    """Every minute: log what was done."""
    keep_log(now())


@app.periodic(cron="20 16 * * *")
@app.task(queueing_lock="sign_log_head", pass_context=False)
def sign_log_head(timestamp: int) -> None:
    """At twenty past midnight in China (16:20 UTC), after the day was sealed: sign a head."""
    sign_log(now())
