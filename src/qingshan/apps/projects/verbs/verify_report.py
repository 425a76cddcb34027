"""Verify a report: replay the run from the files that were handed in, digest against digest."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.projects.independence import refuse_conflict
from qingshan.apps.projects.measuring import replayed
from qingshan.apps.projects.models import MonitoringPeriod, Report, Verification
from qingshan.apps.projects.refusals import REPLAY_DIFFERS
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label


@verb(event="report.verified", label=Label("核查复算", "verify by replay"), roles=("verifier",))
def verify_report(
    call: Call, *, report: int, verifier: int, finding: str = ""
) -> Done[Verification]:
    """Replay and find equal.

    Raises
    ------
    Refused
        E-PJ-01 with the parts that differ, E-PJ-02 when the verifier has another part in it.
    """
    must_act_for(call, verifier)
    found = Report.objects.select_related("run__monitoring__project").get(pk=report)
    claim = locked(MonitoringPeriod, found.run.monitoring_id)
    advance(claim, "verify_report", call)
    refuse_conflict(verifier, claim.project.party_id, found.run.measurer_id)
    again = replayed(found.run)
    if not again.is_equal:
        raise Refused.because(REPLAY_DIFFERS, str(claim), parts=", ".join(again.differs))
    verification = Verification.objects.create(
        report=found,
        verifier_id=verifier,
        replay_digest=again.run.digest,
        equal=True,
        finding=finding or "复算一致",
        when=call.when,
    )
    claim.save(update_fields=["state"])
    return Done(verification, {"digest": again.run.digest, "removal": again.run.removal})
