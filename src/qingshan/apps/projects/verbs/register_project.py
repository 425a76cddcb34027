"""Open a project on the land of an accepted survey and claim a monitoring period."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.land.claims import enter_claim
from qingshan.apps.land.models import Survey
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.projects.claims import chief_county, past_period, refuse_double_claims
from qingshan.apps.projects.models import MonitoringPeriod, Project
from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.options import settle
from qingshan.core.kernel.label import Label


@verb(
    event="project.registered",
    label=Label("项目立项", "register a project"),
    roles=("applicant",),
)
def register_project(  # noqa: PLR0913  the fields of form F2
    call: Call,
    *,
    survey: int,
    name: str,
    method: str,
    start: date,
    end: date,
    place: str = "",
    tenure_number: str = "",
    options: Mapping[str, Any] | None = None,
) -> Done[MonitoringPeriod]:
    """Register the project and its first period; the land may not be claimed for the same days.

    Raises
    ------
    Refused
        E-EL-11 double claim, E-EL-12 a period still running, E-CA-01 unknown method, E-CA-02
        options that the method does not take.
    """
    land = Survey.objects.get(pk=survey)
    must_act_for(call, land.party_id)
    settle(find_method(method).spec, options or {})
    period = past_period(start, end, name=name, today=call.when.date())
    project = Project.objects.create(
        name=name,
        party_id=land.party_id,
        county_code=chief_county(land),
        place=place,
        tenure_number=tenure_number,
    )
    land_claim = enter_claim(
        land, title=name, method=method, period=period, tenure=tenure_number, call=call
    )
    claim = MonitoringPeriod.objects.create(
        project=project,
        survey=land,
        land_claim=land_claim,
        method=method,
        options=dict(options or {}),
        start=start,
        end=end,
    )
    refuse_double_claims(claim, as_of=call.when.date())
    return Done(
        claim,
        {"survey": survey, "method": method, "start": start.isoformat(), "end": end.isoformat()},
    )
