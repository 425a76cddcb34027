"""Successive surveys of the same ground: what followed what, and what is current at a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.db import models
from django.db.models.functions import Coalesce, TruncDate

from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.land.boxes import Box
from qingshan.apps.land.models import Compartment
from qingshan.core.geo.area import areas_m2
from qingshan.core.geo.overlay import own_pairs, pairs
from qingshan.core.geo.shape import from_wkb

NUMBERS = ("county_code", "township", "village", "forest_block", "number")
_SAME_GROUND = 0.5
"""Share of a sub-compartment's ground on which a later survey must stand to take its place."""


@dataclass(frozen=True)
class Earlier:
    """A sub-compartment of another survey of the same ground.

    ``by_number`` says that it bears the same numbers, ``shared_m2`` how much ground it shares;
    ``day`` is the day of the field work, None where unknown, ``entered`` the day of receipt.
    """

    compartment: Compartment
    day: date | None
    entered: date
    by_number: bool
    shared_m2: float


@dataclass(frozen=True)
class Township:
    """A township as surveys write it (code or name), with its current sub-compartments."""

    name: str
    villages: int
    compartments: int


@dataclass(frozen=True)
class Numbered:
    """A current sub-compartment for a chooser; nothing of its holder."""

    key: int
    village: str
    forest_block: str
    number: str
    area_m2: int
    species_group: str


def history_of(compartment: Compartment) -> list[Earlier]:
    """The same numbers or the same ground in other surveys, oldest first.

    Surveys without a day of field work are ordered by the day on which they came.
    """
    others = _dated().exclude(survey=compartment.survey_id)
    numbered = models.Q(pk__in=[])
    if compartment.number:
        numbered = models.Q(**{name: getattr(compartment, name) for name in NUMBERS})
    near = models.Q(bounds__meets=Box(*compartment.bounds))
    found = list(others.filter(numbered | near))
    shared = np.zeros(len(found))
    cuts = pairs(from_wkb([compartment.shape]), from_wkb([other.shape for other in found]))
    shared[cuts["right"].to_numpy()] = cuts["area_m2"].to_numpy()
    told = [
        _earlier(other, compartment, float(area)) for other, area in zip(found, shared, strict=True)
    ]
    met = [other for other in told if other.by_number or other.shared_m2 > 0]
    return sorted(met, key=lambda other: (other.day or other.entered, other.compartment.pk))


def latest(county: str, township: str | None = None, *, as_of: date) -> list[Compartment]:
    """The sub-compartments that are current on a day, in order of their numbers.

    Of the same numbers the latest survey stands; a sub-compartment of other numbers also gives way
    where a later survey stands on more than half of its ground. Surveys after ``as_of`` (by day of
    field work, else of receipt) are not looked at.
    """
    found = _dated().filter(county_code=county, known_on__lte=as_of)
    if township is not None:
        found = found.filter(township=township)
    newest: dict[tuple[str, ...], Compartment] = {}
    for row in found.order_by("known_on", "survey_id", "row"):
        newest[_name(row)] = row
    rows = list(newest.values())
    replaced = _built_over(rows)
    kept = [row for at, row in enumerate(rows) if at not in replaced]
    return sorted(kept, key=lambda row: (*(getattr(row, name) for name in NUMBERS), row.pk))


def townships_of(county: str, *, as_of: date) -> list[Township]:
    """The townships of a county in which sub-compartments stand, in order of code."""
    found = (
        _dated()
        .filter(county_code=county, known_on__lte=as_of)
        .exclude(township="")
        .values("township")
        .annotate(
            villages=models.Count("village", distinct=True),
            compartments=models.Count(
                models.functions.Concat(
                    "village", models.Value("|"), "forest_block", models.Value("|"), "number"
                ),
                distinct=True,
            ),
        )
        .order_by("township")
    )
    return [Township(row["township"], row["villages"], row["compartments"]) for row in found]


def numbers_of(county: str, township: str, *, as_of: date) -> list[Numbered]:
    """The current sub-compartments of a township for a chooser; no personal data."""
    return [
        Numbered(
            row.pk, row.village, row.forest_block, row.number, row.shape_area_m2, row.species_group
        )
        for row in latest(county, township, as_of=as_of)
    ]


def _dated() -> models.QuerySet[Any]:
    """Accepted sub-compartments with the day on which they were known."""
    entered = TruncDate("survey__received", tzinfo=SHANGHAI)
    return (
        Compartment.objects.filter(survey__state="accepted")
        .select_related("survey")
        .annotate(known_on=Coalesce("survey__surveyed_on", entered))
    )


def _name(row: Compartment) -> tuple[str, ...]:
    if row.number:
        return tuple(getattr(row, name) for name in NUMBERS)
    return (str(row.survey_id), str(row.row))


def _built_over(rows: list[Compartment]) -> set[int]:
    """Indices of those whose ground a later survey mostly holds."""
    shapes = from_wkb([row.shape for row in rows])
    areas = areas_m2(shapes)
    later = np.zeros(len(rows))
    for first, second, shared in own_pairs(shapes).iter_rows():
        older, newer = sorted((first, second), key=lambda at: _age(rows[at]))
        if _age(rows[older]) < _age(rows[newer]):
            later[older] += shared
    return set(np.flatnonzero(later > _SAME_GROUND * areas).tolist())


def _age(row: Any) -> tuple[date, int]:
    return row.known_on, row.survey_id


def _earlier(other: Any, one: Compartment, shared_m2: float) -> Earlier:
    by_number = bool(one.number) and all(
        getattr(other, name) == getattr(one, name) for name in NUMBERS
    )
    entered = other.survey.received.astimezone(SHANGHAI).date()
    return Earlier(other, other.survey.surveyed_on, entered, by_number, shared_m2)
