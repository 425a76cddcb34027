"""Hand in the monitoring report of the latest run."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.lasting import beside
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.projects.assigned import must_be_assigned, must_be_charged
from qingshan.apps.projects.measuring import stored_run
from qingshan.apps.projects.models import MonitoringPeriod, Report
from qingshan.apps.projects.papers import Telling, report_of
from qingshan.apps.projects.refusals import NO_RUN
from qingshan.core.carbon.report import report as report_on
from qingshan.core.carbon.reporting.proofread import hindrances
from qingshan.core.kernel.digest import digest_of
from qingshan.core.kernel.errors import Refused, refuse_all
from qingshan.core.kernel.label import Label


@verb(event="report.submitted", label=Label("报送报告", "submit the report"), roles=("measurer",))
def submit_report(call: Call, *, monitoring: int) -> Done[Report]:
    """Make the report of the newest run; its digest is what the departments will sign.

    Raises
    ------
    Refused
        E-PJ-03 without a run, E-PJ-05 when another body was charged since it was made, E-PJ-15 when
        none is and experts will review; E-RP codes, all at once, for what proof-reading finds to
        hinder.
    """
    claim = locked(MonitoringPeriod, monitoring)
    advance(claim, "submit_report", call)
    kept = claim.runs.order_by("-pk").first()
    if kept is None:
        raise Refused.because(NO_RUN, str(claim))
    must_act_for(call, kept.measurer_id)
    must_be_assigned(claim, "measuring", kept.measurer_id)
    must_be_charged(claim, "measuring", call.when.date())
    refuse_all(hindrances(report_of(kept, Telling("zh", call.when.date())).findings))
    written = report_on(stored_run(kept))
    document = {language: written.as_dict(language) for language in ("zh", "en")}
    digest = digest_of({"run": kept.digest, "result": kept.result.digest, "claim": claim.pk})
    report = Report.objects.create(run=kept, digest=digest, document=document, submitted=call.when)
    claim.save(update_fields=["state"])
    facts = {"run": kept.digest, "removal": kept.removal}
    return Done(report, {**facts, **beside(claim)})
