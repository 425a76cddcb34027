"""What a layer is, and how its ground is drawn for whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely
from django.db.models import QuerySet

from qingshan.apps.features.asking import Asked, Span
from qingshan.apps.land.boxes import Box
from qingshan.apps.land.models import Compartment
from qingshan.apps.land.tiles import Sight
from qingshan.core.geo.shape import from_wkb
from qingshan.core.geo.tiles import coarse
from qingshan.core.kernel.label import Label

Row = dict[str, Any]


@dataclass(frozen=True)
class View:
    """How boundaries are shown to whoever asks: the lattice for strangers, metres."""

    sight: Sight
    cell_m: float


@dataclass(frozen=True)
class Field:
    """One property of a feature: its type (string, integer, number, date) and what it means."""

    type: str
    label: Label


@dataclass(frozen=True)
class Collection:
    """One layer. ``rows`` filters, ``told`` gives properties and shapes (EPSG:4490) of some rows.

    ``filters`` names each parameter with its allowed values, none for any. ``when`` says which days
    a feature stands for; None where it stands for no time. ``fields`` tells every property, in
    order, where the layer is given away as a whole.
    """

    name: str
    title: Label
    about: Label
    filters: Mapping[str, tuple[str, ...]]
    rows: Callable[[Asked], QuerySet[Any]]
    told: Callable[[Sequence[Any], View], list[tuple[Row, Any]]]
    when: Label | None = None
    fields: Mapping[str, Field] = field(default_factory=dict)


def boxed(found: QuerySet[Any], asked: Asked, name: str = "bounds") -> QuerySet[Any]:
    """Rows whose own box meets the box asked for."""
    return found.filter(**{f"{name}__meets": Box(*asked.box)}) if asked.box else found


def equal(found: QuerySet[Any], asked: Asked, names: Mapping[str, str]) -> QuerySet[Any]:
    """Rows with the values asked for; ``names`` tells the column of each parameter."""
    chosen = {names[name]: value for name, value in asked.filters.items() if name in names}
    return found.filter(**chosen)


def within(found: QuerySet[Any], span: Span | None, start: str, end: str) -> QuerySet[Any]:
    """Rows whose half-open days meet the span."""
    first, last = span or (None, None)
    if first:
        found = found.filter(**{f"{end}__gt": first})
    if last:
        found = found.filter(**{f"{start}__lte": last})
    return found


def ground(surveys: Iterable[int], view: View) -> dict[int, Any]:
    """The land of each survey as one shape, as the reader may see it."""
    found: dict[int, list[Any]] = {}
    stored = Compartment.objects.filter(survey__in=set(surveys)).order_by("survey_id", "row")
    for compartment in stored:
        found.setdefault(compartment.survey_id, []).append(compartment)
    seen = {key: shown(parts, view) for key, parts in found.items()}
    return {key: shapely.multipolygons(polygons(each)) for key, each in seen.items()}


def polygons(shapes: Any) -> Any:
    """The single polygons of the union of shapes."""
    parts = shapely.get_parts(shapely.union_all(shapes))
    return parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]


def shown(rows: Sequence[Compartment], view: View) -> Any:
    """Shapes as surveyed where the reader may see them so, else with corners on the lattice."""
    shapes = from_wkb([row.shape for row in rows])
    for at, row in enumerate(rows):
        if not view.sight.shows(row.county_code):
            moved = shapely.transform(shapes[at], lambda points: coarse(points, view.cell_m))
            shapes[at] = shapely.make_valid(moved)
    return shapes
