"""Measure a monitoring period by its method and keep the run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from qingshan.apps.base.call import Call
from qingshan.apps.base.lasting import beside
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.projects.assigned import must_be_assigned, must_be_charged
from qingshan.apps.projects.independence import OWNER, refuse_conflict
from qingshan.apps.projects.measuring import measured, store_run
from qingshan.apps.projects.models import MonitoringPeriod, Run
from qingshan.apps.projects.overriding import override_facts, refuse_foreign_override
from qingshan.apps.projects.stages import must_be_taken_on
from qingshan.core.kernel.label import Label


@verb(event="period.measured", label=Label("计量", "measure"), roles=("measurer",))
def measure_period(
    call: Call,
    *,
    monitoring: int,
    measurer: int,
    as_of: date,
    options: Mapping[str, Any] | None = None,
) -> Done[Run]:
    """Keep one run; a period may be measured again until it is reported.

    Without ``options`` those that were chosen for the period hold.

    Raises
    ------
    Refused
        E-CW-03 as long as no office has accepted the case, E-PJ-02 for the owner's own body,
        E-PJ-05 when another body is charged, E-PJ-15 when none is and experts will review,
        E-PJ-14 for low confidence passed in another's name, and whatever reading and measuring
        refuse.
    """
    must_act_for(call, measurer)
    claim = locked(MonitoringPeriod, monitoring)
    advance(claim, "measure_period", call)
    must_be_taken_on(claim, call.when.date())
    must_be_assigned(claim, "measuring", measurer)
    refuse_conflict(measurer, {claim.project.party_id: OWNER}, as_of=call.when.date())
    must_be_charged(claim, "measuring", call.when.date())
    chosen = claim.options if options is None else options
    refuse_foreign_override(call, measurer, chosen)
    run = measured(claim, as_of, chosen)
    kept = Run.objects.create(
        monitoring=claim,
        measurer_id=measurer,
        as_of=as_of,
        removal=run.removal,
        digest=run.digest,
        result=store_run(run),
        record=run.as_dict(),
    )
    claim.save(update_fields=["state"])
    facts = {"removal": run.removal, "digest": run.digest, "as_of": as_of.isoformat()}
    return Done(kept, {**facts, **override_facts(chosen), **beside(claim)})
