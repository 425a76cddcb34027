"""What the clock does in the portal: shared reports and counts of visits end."""

from __future__ import annotations

from procrastinate.contrib.django import app

from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.base.clock import now
from qingshan.apps.portal.reads import due_reports
from qingshan.apps.portal.verbs.expire_report import expire_report
from qingshan.apps.portal.visits import forget_visits


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="expire_reports", pass_context=False)
def expire_reports(timestamp: int) -> None:
    """Every ten minutes: erase what is over; a link that is over is closed at once anyway."""
    moment = now()
    forget_visits(moment)
    for key in due_reports(moment):
        expire_report(Call(SYSTEM, moment, f"expire_report/{key}"), report=key)
