"""Claims to the removals of some land: entered with a period, issued with a ticket, or lapsed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.land.models import Claim, Survey
from qingshan.apps.land.tenure import normal_number
from qingshan.core.kernel.period import Period
from qingshan.core.kernel.zones import POOLS
from qingshan.core.tables.shelf import open_shelf

SCHEME = "gz_ticket"
_POOLS_TABLE = "land.claim_pool"


def pools_of(method: str, as_of: date) -> list[str]:
    """The pools that a method credits (table ``land.claim_pool``); none where no row tells."""
    shelf = open_shelf()
    rows = [row for row in shelf.rows(_POOLS_TABLE, as_of) if row.key == method]
    told = [name.strip() for row in rows for name in row.value_text.split(";")]
    assert set(told) <= set(POOLS), f"unknown pools: {set(told) - set(POOLS)}"
    return sorted(told, key=list(POOLS).index)


def enter_claim(
    survey: Survey, *, title: str, method: str, period: Period, tenure: str, call: Call
) -> Claim:
    """Write that a survey's land is claimed for some days; within the verb that registers it."""
    today = call.when.date()
    return Claim.objects.create(
        survey=survey,
        title=title,
        scheme=SCHEME,
        method=method,
        pools=pools_of(method, today),
        start=period.start,
        end=period.end,
        tenure_number=normal_number(tenure),
        entered_on=today,
    )


def settle_claim(key: int, verb: str, call: Call, **changes: str) -> Claim:
    """Move a claim as an upper room's verb moves its period; ``number`` is the ticket's.

    Raises
    ------
    Refused
        E-MC-01 when the claim's state has no such move.
    """
    claim = locked(Claim, key)
    advance(claim, verb, call)
    for name, value in _changes(claim, call, changes).items():
        setattr(claim, name, value)
    claim.save()
    return claim


def correct_claim(
    key: int, survey: Survey, *, title: str, period: Period, tenure: str, call: Call
) -> None:
    """Write a claim anew as the verb that corrects its period states it; it stays the same claim.

    Raises
    ------
    Refused
        E-MC-01 once it is issued or lapsed.
    """
    claim = locked(Claim, key)
    advance(claim, "correct_project", call)
    claim.survey, claim.title = survey, title
    claim.start, claim.end = period.start, period.end
    claim.tenure_number = normal_number(tenure)
    claim.save()


def change_method(key: int, method: str, call: Call) -> None:
    """Write that a claim is measured by another method, which may credit other pools."""
    claim = locked(Claim, key)
    claim.method = method
    claim.pools = pools_of(method, call.when.date())
    claim.save(update_fields=["method", "pools"])


def _changes(claim: Claim, call: Call, told: Mapping[str, str]) -> dict[str, object]:
    if claim.state == "lapsed":
        return {**told, "lapsed_on": call.when.date()}
    return dict(told)
