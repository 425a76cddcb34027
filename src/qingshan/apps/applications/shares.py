"""Who shares the money of a project, in exact fractions, and how an amount is divided by them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from qingshan.apps.applications.models import Household
from qingshan.apps.applications.reads import application_on, households_now
from qingshan.apps.projects.models import Project

WHOLE = 10_000
"""All shares of a compartment or of the whole, in 0.01 %."""


@dataclass(frozen=True)
class Share:
    """What one row of the list of households takes part in; None where the party has it all."""

    household: Household | None
    part: Fraction


def shares_of(project: Project) -> list[Share]:
    """The shares of a project in the order of its list; they sum to one exactly.

    Shares by sub-compartment weigh as the areas that the list states for each. Without a list the
    whole belongs to the party of the project.
    """
    newest = project.periods.filter(application__households__isnull=False).order_by("-pk").first()
    application = None if newest is None else application_on(newest.pk)
    rows = [] if application is None else list(households_now(application))
    if not rows:
        return [Share(None, Fraction(1))]
    weights = _weights(rows)
    return [
        Share(row, weights[row.compartment] * Fraction(row.share_basis_points, WHOLE))
        for row in rows
    ]


def divided(amount: int, shares: Sequence[Share]) -> list[int]:
    """An amount in its smallest unit divided without remainder, by the largest remainder.

    Each share is rounded down first; what is left goes, one unit each, to the largest remainders,
    and among equal ones to whoever stands higher in the list.
    """
    exact = [amount * share.part for share in shares]
    whole = [part.numerator // part.denominator for part in exact]
    order = sorted(range(len(exact)), key=lambda at: (whole[at] - exact[at], at))
    for at in order[: amount - sum(whole)]:
        whole[at] += 1
    return whole


def _weights(rows: Sequence[Household]) -> dict[str, Fraction]:
    """The part of the whole that stands behind each sub-compartment of a list."""
    if sum(row.share_basis_points for row in rows) == WHOLE:
        return defaultdict(lambda: Fraction(1))
    areas: dict[str, int] = defaultdict(int)
    for row in rows:
        areas[row.compartment] += row.area_m2
    total = sum(areas.values())
    return {compartment: Fraction(area, total) for compartment, area in areas.items()}
