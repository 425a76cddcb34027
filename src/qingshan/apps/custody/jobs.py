"""What the clock does with money: cases of differences that an act left to be opened or closed."""

from __future__ import annotations

from procrastinate.contrib.django import app

from qingshan.apps.base.clock import now
from qingshan.apps.custody.cases import keep_cases


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="keep_difference_cases", pass_context=False)
def keep_difference_cases(timestamp: int) -> None:
    """Every five minutes; what is kept already stays as it is."""
    keep_cases(now())
