"""What the clock does in this room: each night all rooms are held against the ledger."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from itertools import chain

from django.db import connection, transaction
from procrastinate.contrib.django import app

from qingshan.apps.agreement.comparing import counts, mismatches, unlike_rows
from qingshan.apps.agreement.models import Agreement
from qingshan.apps.agreement.verbs.note_agreement import note_agreement
from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.base.clock import now


@app.periodic(cron="25 16 * * *")
@app.task(queueing_lock="compare_all", pass_context=False)
def compare_all(timestamp: int) -> None:
    """At twenty-five past midnight in China (16:25 UTC)."""
    look(now())


def look(moment: datetime) -> Agreement:
    """Compare everything as of one moment of the database, and note what was found."""
    with transaction.atomic():
        # Within a longer transaction its level is that one's business.
        if len(connection.savepoint_ids) == 0:
            connection.cursor().execute("set transaction isolation level repeatable read")
        told = counts()
        found = [asdict(each) for each in chain(mismatches(), unlike_rows())]
    call = Call(SYSTEM, moment, f"agreement/{moment.isoformat()}")
    return note_agreement(call, counts=told, mismatches=found)
