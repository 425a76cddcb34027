"""What the land register knows: counties, surveys, and who claims the same ground."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import shapely
from django.db.models import QuerySet
from numpy.typing import NDArray

from qingshan.apps.base.fixed import Fixed
from qingshan.apps.land.models import Compartment, County, Survey
from qingshan.core.geo.candidates import narrowed
from qingshan.core.geo.overlay import locate
from qingshan.core.geo.shape import from_wkb
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

Shapes = NDArray[Any]
OUTSIDE = Label("省域以外", "outside the province")


def county_names() -> dict[str, str]:
    """County codes with their names."""
    return dict(_NAMES.rows())


_NAMES = Fixed(lambda: County.objects.values_list("code", "name"))


def county_label(code: str, names: dict[str, str]) -> Label:
    """A county by name; English pages show the code beside it."""
    name = names.get(code)
    return Label(name, f"{name} ({code})") if name else OUTSIDE


def located(county: Label, place: str) -> Label:
    """County and place in one; in English they stand apart."""
    return Label(f"{county.zh}{place}", f"{county.en} {place}".strip())


def county(code: str) -> County | None:
    """One county by its code."""
    return County.objects.filter(code=code).first()


def county_boundaries() -> tuple[list[str], Shapes]:
    """Codes and shapes of the counties that are entered, by code."""
    codes, counties = _counties()
    if not codes:
        _counties.cache_clear()
    return codes, counties


@cache
def _counties() -> tuple[list[str], Shapes]:
    rows = list(County.objects.order_by("code").values_list("code", "shape"))
    return [code for code, _ in rows], from_wkb([shape for _, shape in rows])


def county_codes_of(shapes: Shapes) -> list[str]:
    """The county in which each shape lies; empty where it lies in none that is entered."""
    codes, counties = county_boundaries()
    if not codes:
        return [""] * len(shapes)
    return [codes[at] if at >= 0 else "" for at in locate(shapes, counties)]


@contextmanager
def systems_of_counties() -> Iterator[None]:
    """Where a file lacks its system (E-UP-03), those are named that lead into a county entered."""
    try:
        yield
    except Refused as refused:
        codes, counties = county_boundaries()
        if not codes:
            raise
        west, south, east, north = shapely.total_bounds(counties).tolist()
        raise narrowed(refused, (west, south, east, north)) from None


def shapes_of(survey: Survey) -> Shapes:
    """The shapes of a survey in row order."""
    return from_wkb(list(survey.compartments.order_by("row").values_list("shape", flat=True)))


def stands_of(survey: Survey) -> list[Compartment]:
    """The sub-compartments of a survey in row order, with what maps and lists show of them."""
    stands: list[Compartment] = _STANDS.objects(survey.pk)
    return stands


def _stands(survey: int) -> QuerySet[Compartment]:
    shown = ("survey", "row", "key", "species_group", "stated_area_m2", "shape")
    return Compartment.objects.filter(survey=survey).only(*shown).order_by("row")


_STANDS = Fixed(_stands, int)


def shapes_in(stands: Iterable[Compartment]) -> Shapes:
    """The shapes of sub-compartments that are at hand."""
    return from_wkb([stand.shape for stand in stands])


def area_m2(survey: Survey) -> int:
    """The drawn area of a survey, whole square metres."""
    return sum(survey.compartments.values_list("shape_area_m2", flat=True))
