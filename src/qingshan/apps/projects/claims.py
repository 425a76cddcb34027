"""What is claimed: a period that is over, a county, and one plot and time only once."""

from __future__ import annotations

from collections import Counter
from datetime import date

from django.db import connection

from qingshan.apps.land.claimed import claims_meeting
from qingshan.apps.land.models import SQUARE_METRE_PER_MU, Claim, Survey
from qingshan.apps.land.reads import shapes_of
from qingshan.apps.land.refusals import DOUBLE_CLAIM, PERIOD_OPEN
from qingshan.apps.projects.models import MonitoringPeriod
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.kernel.period import Period
from qingshan.core.tables.shelf import open_shelf

_LOCK = 4490_2024


def past_period(start: date, end: date, *, name: str, today: date) -> Period:
    """A period of monitoring that is over; ``end`` is the day after its last.

    Raises
    ------
    Refused
        E-EL-12 one that still runs.
    """
    period = Period(start, end)
    if period.last >= today:
        raise Refused.because(PERIOD_OPEN, name, last_day=period.last)
    return period


def chief_county(land: Survey) -> str:
    """The county in which most sub-compartments of a survey lie; empty where none is known."""
    codes = land.compartments.exclude(county_code="").values_list("county_code", flat=True)
    counties = Counter(codes)
    return counties.most_common(1)[0][0] if counties else ""


def refuse_double_claims(
    claim: MonitoringPeriod, *, as_of: date, among: list[str] | None = None
) -> None:
    """Refuse (E-EL-11) a claim whose land and days another claim holds.

    The advisory lock makes two claims at the same moment wait for each other; it ends with the
    transaction. ``among`` limits the check to claims in these states.
    """
    with connection.cursor() as handle:
        handle.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
    answer = claims_meeting(
        shapes_of(claim.survey),
        claim.period,
        pools=claim.land_claim.pools,
        as_of=as_of,
        but_not=claim.land_claim_id,
    )
    tolerance = open_shelf().value(
        "registry.ticket", key="ticket", name="min_overlap_m2", unit="m2", as_of=as_of
    )
    refuse_all(
        _refusal(claim, answer.claims[key], area)
        for key, area in answer.area_m2().items()
        if area > tolerance.number and (among is None or answer.claims[key].state in among)
    )


def _refusal(claim: MonitoringPeriod, other: Claim, area_m2: float) -> Refusal:
    both = Period(max(claim.start, other.start), min(claim.end, other.end))
    return Refusal(
        DOUBLE_CLAIM,
        str(claim.project),
        {
            "other": other.title,
            "area_mu": f"{area_m2 / SQUARE_METRE_PER_MU:,.2f}",
            "from_day": both.start,
            "to_day": both.last,
        },
    )
