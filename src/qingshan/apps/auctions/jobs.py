"""What the clock does with auctions: proposals lapse, openings begin, results come about."""

from __future__ import annotations

from datetime import datetime

from procrastinate.contrib.django import app

from qingshan.apps.auctions.reads import auctions_to_call, auctions_to_clear, auctions_to_lapse
from qingshan.apps.auctions.verbs.call_to_open import call_to_open
from qingshan.apps.auctions.verbs.clear_auction import clear_auction
from qingshan.apps.auctions.verbs.lapse_auction import lapse_auction
from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.base.clock import now
from qingshan.core.kernel.errors import Refused


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="serve_auctions", pass_context=False)
def serve_auctions(timestamp: int) -> None:
    """Every five minutes."""
    serve_due(now())


def serve_due(moment: datetime) -> None:
    """Serve what is due at a moment; an auction that is halted or frozen stays for the operator."""
    for key in auctions_to_lapse(moment):
        lapse_auction(Call(SYSTEM, moment, f"lapse-auction/{key}"), auction=key)
    for key in auctions_to_call(moment):
        call_to_open(Call(SYSTEM, moment, f"call-auction/{key}"), auction=key)
    for found in auctions_to_clear(moment):
        try:
            clear_auction(Call(SYSTEM, moment, f"clear-auction/{found.pk}"), auction=found.pk)
        except Refused:
            # What keeps it from its result stands on the operator's page until it is gone.
            continue
