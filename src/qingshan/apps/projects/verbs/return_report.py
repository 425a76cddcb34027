"""Send a report back to the measuring body with a reason."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.lasting import beside
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.projects.assigned import must_be_assigned
from qingshan.apps.projects.independence import MEASURER, OWNER, refuse_conflict
from qingshan.apps.projects.models import MonitoringPeriod, Report, Verification
from qingshan.core.kernel.label import Label


@verb(event="report.returned", label=Label("退回报告", "return the report"), roles=("verifier",))
def return_report(call: Call, *, report: int, verifier: int, finding: str) -> Done[Verification]:
    """Record the finding; the period may then be measured again."""
    must_act_for(call, verifier)
    found = Report.objects.select_related("run__monitoring__project").get(pk=report)
    claim = locked(MonitoringPeriod, found.run.monitoring_id)
    advance(claim, "return_report", call)
    must_be_assigned(claim, "verifying", verifier)
    others = {claim.project.party_id: OWNER, found.run.measurer_id: MEASURER}
    refuse_conflict(verifier, others, as_of=call.when.date())
    verification = Verification.objects.create(
        report=found,
        verifier_id=verifier,
        replay_digest="",
        equal=False,
        finding=finding,
        when=call.when,
    )
    claim.save(update_fields=["state"])
    return Done(verification, {"finding": finding, **beside(claim)})
