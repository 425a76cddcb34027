"""What the clock does to cases: terms that ran out are reported or lapse, unknown ones are set."""

from __future__ import annotations

from datetime import datetime

from procrastinate.contrib.django import app

from qingshan.apps.base.call import SYSTEM, Call
from qingshan.apps.base.clock import now
from qingshan.apps.casework.reads import lapsing, overdue, without_due_day
from qingshan.apps.casework.verbs.escalate_case import escalate_case
from qingshan.apps.casework.verbs.lapse_case import lapse_case
from qingshan.apps.casework.verbs.set_due_day import set_due_day


@app.periodic(cron="30 16 * * *")
@app.task(queueing_lock="watch_cases", pass_context=False)
def watch_cases(timestamp: int) -> None:
    """At half past midnight in China (16:30 UTC): look after every clock."""
    watch(now())


def watch(moment: datetime) -> None:
    """Lapse, report and set what is due on the day of the moment; a second run changes nothing."""
    today = moment.date()

    def call(name: str, case: int) -> Call:
        return Call(SYSTEM, moment, f"watch/{name}/{today}/{case}")

    for case in lapsing(today):
        lapse_case(call("lapse", case), case=case)
    for case in overdue(today):
        escalate_case(call("escalate", case), case=case)
    for case in without_due_day():
        set_due_day(call("due", case), case=case)
