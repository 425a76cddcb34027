"""Correct what a project states, before a report on it is handed in."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.land.claims import change_method, correct_claim
from qingshan.apps.land.models import Survey
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.projects.claims import chief_county, past_period, refuse_double_claims
from qingshan.apps.projects.models import MonitoringPeriod
from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.options import settle
from qingshan.core.kernel.label import Label


@verb(
    event="project.corrected", label=Label("更正立项", "correct the project"), roles=("applicant",)
)
def correct_project(  # noqa: PLR0913  the fields of form F2
    call: Call,
    *,
    monitoring: int,
    survey: int,
    name: str,
    method: str,
    start: date,
    end: date,
    place: str = "",
    tenure_number: str = "",
    options: Mapping[str, Any] | None = None,
) -> Done[MonitoringPeriod]:
    """State a project and its period anew; what was measured before is kept and counts no longer.

    Raises
    ------
    Refused
        E-AU-02 for a foreign project, E-MC-01 once the report was handed in, E-EL-11 double claim,
        E-EL-12 a period still running, E-CA-01 and E-CA-02 for method and options.
    """
    claim = locked(MonitoringPeriod, monitoring)
    land = Survey.objects.get(pk=survey)
    must_act_for(call, claim.project.party_id)
    must_act_for(call, land.party_id)
    advance(claim, "correct_project", call)
    settle(find_method(method).spec, options or {})
    period = past_period(start, end, name=name, today=call.when.date())
    before = claim.survey_id
    _restate(claim, land, name=name, place=place, tenure_number=tenure_number)
    claim.survey, claim.method, claim.options = land, method, dict(options or {})
    claim.start, claim.end = start, end
    key = claim.land_claim_id
    correct_claim(key, land, title=name, period=period, tenure=tenure_number, call=call)
    change_method(key, method, call)
    claim.land_claim.refresh_from_db()
    claim.save()
    refuse_double_claims(claim, as_of=call.when.date())
    facts = {"survey": survey, "before": before, "method": method}
    return Done(claim, facts | {"start": start.isoformat(), "end": end.isoformat()})


def _restate(claim: MonitoringPeriod, land: Survey, **told: str) -> None:
    """Name, place and certificate of the project, and the county in which its land lies."""
    project = claim.project
    for name, value in told.items():
        setattr(project, name, value)
    project.county_code = chief_county(land)
    project.save(update_fields=["county_code", *told])
