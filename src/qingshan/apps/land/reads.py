"""What the land register knows: counties, surveys, and who claims the same ground."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray

from qingshan.apps.land.boxes import Box
from qingshan.apps.land.models import Compartment, County, Survey
from qingshan.core.geo.overlay import locate, pairs
from qingshan.core.geo.shape import from_wkb

Shapes = NDArray[Any]


def county_names() -> dict[str, str]:
    """County codes with their names."""
    return dict(County.objects.values_list("code", "name"))


def county(code: str) -> County | None:
    """One county by its code."""
    return County.objects.filter(code=code).first()


@cache
def _counties() -> tuple[list[str], Shapes]:
    rows = list(County.objects.order_by("code").values_list("code", "shape"))
    return [code for code, _ in rows], from_wkb([shape for _, shape in rows])


def county_codes_of(shapes: Shapes) -> list[str]:
    """The county in which each shape lies; empty where it lies in none that is entered."""
    codes, counties = _counties()
    if not codes:
        _counties.cache_clear()
        return [""] * len(shapes)
    return [codes[at] if at >= 0 else "" for at in locate(shapes, counties)]


def shapes_of(survey: Survey) -> Shapes:
    """The shapes of a survey in row order."""
    return from_wkb(list(survey.compartments.order_by("row").values_list("shape", flat=True)))


def shared_area_m2(survey: Survey, others: list[int]) -> dict[int, float]:
    """How much land a survey shares with each of the other surveys, m².

    Boxes find the candidates by index, exact cuts on the ellipsoid decide.
    """
    mine = shapes_of(survey)
    west, south, east, north = shapely.total_bounds(mine)
    candidates = list(
        Compartment.objects.filter(
            survey_id__in=others, bounds__meets=Box(west, south, east, north)
        ).values_list("survey_id", "shape")
    )
    if not candidates:
        return {}
    theirs = from_wkb([shape for _, shape in candidates])
    owners = np.array([survey_id for survey_id, _ in candidates])
    found = pairs(mine, theirs)
    areas: dict[int, float] = {}
    for right, area in zip(found["right"], found["area_m2"], strict=True):
        owner = int(owners[right])
        areas[owner] = areas.get(owner, 0.0) + area
    return areas


def area_m2(survey: Survey) -> int:
    """The drawn area of a survey, whole square metres."""
    return sum(survey.compartments.values_list("shape_area_m2", flat=True))
