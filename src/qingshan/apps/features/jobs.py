"""What the clock does here: the dump of each day."""

from __future__ import annotations

from procrastinate.contrib.django import app

from qingshan.apps.base.clock import now
from qingshan.apps.features.dumping import forget_dumps, write_dump


@app.periodic(cron="40 16 * * *")
@app.task(queueing_lock="write_dump", pass_context=False)
def dump_register(timestamp: int) -> None:
    """At twenty to one in China (16:40 UTC), after the log's head was signed: write the dump."""
    moment = now()
    write_dump(moment)
    forget_dumps(moment.date())
