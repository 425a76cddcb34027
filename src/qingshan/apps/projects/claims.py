"""One plot and time is claimed once: the check that registration and issue both make."""

from __future__ import annotations

from datetime import date

from django.db import connection

from qingshan.apps.land.claimed import claims_meeting
from qingshan.apps.land.models import SQUARE_METRE_PER_MU, Claim
from qingshan.apps.land.reads import shapes_of
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
