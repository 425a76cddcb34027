"""What the clock does to applications: drafts that nobody touches end."""

from __future__ import annotations

from procrastinate.contrib.django import app

from qingshan.apps.applications.reads import overdue_drafts
from qingshan.apps.applications.verbs.expire_draft import expire_draft
from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.base.clock import now


@app.periodic(cron="20 2 * * *")
@app.task(queueing_lock="expire_drafts", pass_context=False)
def expire_drafts(timestamp: int) -> None:
    """Every night: erase the drafts whose term is over."""
    moment = now()
    for key in overdue_drafts(moment):
        expire_draft(Call(SYSTEM, moment, f"expire_draft/{key}"), draft=key)
