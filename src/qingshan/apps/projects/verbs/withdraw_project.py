"""Give up a claimed period before its report is handed in, so that the land is free again."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.land.claims import settle_claim
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.projects.models import MonitoringPeriod
from qingshan.core.kernel.label import Label


@verb(
    event="project.withdrawn",
    label=Label("撤回立项", "withdraw the project"),
    roles=("applicant",),
)
def withdraw_project(call: Call, *, monitoring: int, reason: str) -> Done[MonitoringPeriod]:
    """Withdraw the period; its record stays, its claim to the land lapses today.

    Raises
    ------
    Refused
        E-AU-02 for a foreign project, E-MC-01 once the report was handed in.
    """
    claim = locked(MonitoringPeriod, monitoring)
    must_act_for(call, claim.project.party_id)
    advance(claim, "withdraw_project", call)
    settle_claim(claim.land_claim_id, "withdraw_project", call)
    claim.save(update_fields=["state"])
    return Done(claim, {"reason": reason})
