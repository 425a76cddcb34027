"""Choose the method of a period and its options, until its report is handed in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.land.claims import change_method
from qingshan.apps.projects.access import refuse_stranger
from qingshan.apps.projects.claims import refuse_double_claims
from qingshan.apps.projects.measuring import compartments_of
from qingshan.apps.projects.models import MonitoringPeriod
from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.options import settle
from qingshan.core.kernel.label import Label


@verb(
    event="method.chosen",
    label=Label("选定方法学", "choose the method"),
    roles=("applicant", "measurer"),
)
def choose_method(
    call: Call, *, monitoring: int, method: str, options: Mapping[str, Any]
) -> Done[MonitoringPeriod]:
    """Measure by this method from now on; a run by another one no longer counts.

    Raises
    ------
    Refused
        E-AU-02 for a stranger, E-MC-01 once reported, E-CA-01 and E-CA-02 for method and options,
        E-EL-11 where the pools of the method are claimed already, and whatever the survey lacks.
    """
    claim = locked(MonitoringPeriod, monitoring)
    refuse_stranger(call, claim)
    advance(claim, "choose_method", call)
    settle(find_method(method).spec, options)
    before, claim.method, claim.options = claim.method, method, dict(options)
    compartments_of(claim, call.when.date(), options)
    if method != before:
        change_method(claim.land_claim_id, method, call)
        claim.land_claim.refresh_from_db()
        refuse_double_claims(claim, as_of=call.when.date())
    claim.save(update_fields=["state", "method", "options"])
    return Done(claim, {"method": method, "before": before, "options": dict(options)})
