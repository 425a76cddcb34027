"""Lay a report open to the public (公示)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import must_be_in
from qingshan.apps.base.numbering import next_number
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.base.workdays import last_of_workdays
from qingshan.apps.notices.models import Notice
from qingshan.apps.notices.refusals import DAYS_WRONG, NOTICED_ALREADY, REPORT_SUPERSEDED
from qingshan.apps.notices.rules import least_days, most_days
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.projects.models import MonitoringPeriod, Report
from qingshan.apps.projects.reads import latest_report
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label

SERIES = "GS"
LABEL = Label("公示报告", "lay a report open")
OPEN_FOR = ("reported", "verified")


@verb(event="notice.opened", label=LABEL, roles=("applicant", "registrar"))
def open_notice(call: Call, *, report: int, days: int | None = None) -> Done[Notice]:
    """Lay it open for ``days`` working days, the day of the act counted if it is one.

    Raises
    ------
    Refused
        E-AU-02 for a foreign project, E-MC-01 when no report waits; E-NT-01 another report counts,
        E-NT-02 it is under notice, E-NT-03 too few or too many days, all at once.
    """
    found = Report.objects.select_related("run__monitoring__project").get(pk=report)
    claim = locked(MonitoringPeriod, found.run.monitoring_id)
    if not call.actor.may("registrar"):
        must_act_for(call, claim.project.party_id)
    must_be_in(claim, OPEN_FOR, LABEL)
    today = call.when.date()
    least, most = least_days(today), most_days(today)
    asked = least if days is None else days
    wrong = []
    if latest_report(claim) != found:
        wrong.append(Refusal(REPORT_SUPERSEDED, str(claim)))
    if (standing := Notice.objects.filter(report=found).first()) is not None:
        wrong.append(Refusal(NOTICED_ALREADY, str(claim), {"number": standing.number}))
    if not least <= asked <= most:
        facts = {"days": asked, "least": least, "most": most}
        wrong.append(Refusal(DAYS_WRONG, str(claim), facts))
    refuse_all(wrong)
    notice = Notice.objects.create(
        number=next_number(SERIES, today.year),
        report=found,
        digest=found.digest,
        days=asked,
        first_day=today,
        last_day=last_of_workdays(today, asked),
        opened=call.when,
    )
    return Done(notice, {"number": notice.number, "days": asked, "digest": found.digest})
