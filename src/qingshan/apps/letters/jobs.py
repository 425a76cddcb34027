"""What the clock does: read on in the journal, draw up letters, send what is due."""

from __future__ import annotations

from datetime import datetime

from procrastinate.contrib.django import app

from qingshan.apps.base.clock import now
from qingshan.apps.base.models import Event
from qingshan.apps.letters.drawing_up import draw_up
from qingshan.apps.letters.reading import read_on
from qingshan.apps.letters.sending import send_due
from qingshan.apps.letters.telling import READER, tell


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="read_journal", pass_context=False)
def read_journal(timestamp: int) -> None:
    """Every minute: letters and notifications of what was done."""
    follow(now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="send_deliveries", pass_context=False)
def send_deliveries(timestamp: int) -> None:
    """Every minute: mail and short messages that are due."""
    send_due(now())


def follow(when: datetime) -> int:
    """Read on to the end of the journal; the number of events read."""

    def handle(event: Event) -> None:
        draw_up(event)
        tell(event, when)

    return read_on(READER, handle)
