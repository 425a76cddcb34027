"""What the clock does with freezes: they lapse at their end, and the queue moves up."""

from __future__ import annotations

from datetime import datetime

from procrastinate.contrib.django import app

from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.base.clock import now
from qingshan.apps.remedies.reads import lapsed_holds, promotable_holds
from qingshan.apps.remedies.verbs.lapse_hold import lapse_hold
from qingshan.apps.remedies.verbs.promote_hold import promote_hold


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="serve_holds", pass_context=False)
def serve_holds(timestamp: int) -> None:
    """Every five minutes: end what is over, then freeze what became free for those who wait."""
    serve_due(now())


def serve_due(moment: datetime) -> None:
    """End what is over at a moment, then freeze what became free for those who wait."""
    for key in lapsed_holds(moment.date()):
        lapse_hold(Call(SYSTEM, moment, f"lapse/{key}"), hold=key)
    for key in promotable_holds():
        promote_hold(Call(SYSTEM, moment, f"promote/{key}/{moment:%Y%m%d%H%M%S}"), hold=key)
