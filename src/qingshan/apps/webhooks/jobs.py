"""What the clock does: prepare calls from the journal, and send those that are due."""

from __future__ import annotations

from procrastinate.contrib.django import app

from qingshan.apps.base.clock import now
from qingshan.apps.webhooks.calling import call_due, follow


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="call_webhooks", pass_context=False)
def call_webhooks(timestamp: int) -> None:
    """Every minute: read on, then call."""
    follow()
    call_due(now())
