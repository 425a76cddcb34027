"""Send a report back to the measuring body with a reason."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.lasting import beside
from qingshan.apps.base.moves import advance
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.projects.examining import must_be_verifier, report_locked
from qingshan.apps.projects.models import Verification
from qingshan.core.kernel.label import Label


@verb(event="report.returned", label=Label("退回报告", "return the report"), roles=("verifier",))
def return_report(call: Call, *, report: int, verifier: int, finding: str) -> Done[Verification]:
    """Record the finding; the period may then be measured again.

    Raises
    ------
    Refused
        E-AU-02, E-MC-01 when the report does not wait for a ticket, E-PJ-02, E-PJ-05, E-PJ-06 for
        a body that may not verify, E-PJ-17 when a later report was handed in.
    """
    must_act_for(call, verifier)
    found, claim = report_locked(report)
    advance(claim, "return_report", call)
    must_be_verifier(claim, found, verifier, call.when.date())
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
