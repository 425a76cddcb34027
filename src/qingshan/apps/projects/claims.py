"""One plot and time is claimed once: the check that registration and issue both make."""

from __future__ import annotations

from datetime import date

from django.db import connection

from qingshan.apps.land.models import SQUARE_METRE_PER_MU
from qingshan.apps.land.reads import shared_area_m2
from qingshan.apps.land.refusals import DOUBLE_CLAIM
from qingshan.apps.projects.models import MonitoringPeriod
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.period import Period
from qingshan.core.tables.shelf import open_shelf

_LOCK = 4490_2024


def refuse_double_claims(
    claim: MonitoringPeriod, *, as_of: date, among: list[str] | None = None
) -> None:
    """Refuse (E-EL-11) a claim whose land and days another claim holds.

    The advisory lock makes two claims at the same moment wait for each other; it ends with the
    transaction. ``among`` limits the check to claims in these states.
    """
    with connection.cursor() as handle:
        handle.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
    others = MonitoringPeriod.objects.filter(start__lt=claim.end, end__gt=claim.start).exclude(
        pk=claim.pk
    )
    if among is not None:
        others = others.filter(state__in=among)
    by_survey: dict[int, MonitoringPeriod] = {
        other.survey_id: other for other in others.select_related("project")
    }
    shared = shared_area_m2(claim.survey, list(by_survey))
    tolerance = open_shelf().value(
        "registry.ticket", key="ticket", name="min_overlap_m2", unit="m2", as_of=as_of
    )
    refuse_all(
        _refusal(claim, by_survey[survey], area)
        for survey, area in sorted(shared.items())
        if area > tolerance.number
    )


def _refusal(claim: MonitoringPeriod, other: MonitoringPeriod, area_m2: float) -> Refusal:
    both = Period(max(claim.start, other.start), min(claim.end, other.end))
    return Refusal(
        DOUBLE_CLAIM,
        str(claim.project),
        {
            "other": str(other.project),
            "area_mu": f"{area_m2 / SQUARE_METRE_PER_MU:,.2f}",
            "from_day": both.start,
            "to_day": both.last,
        },
    )
