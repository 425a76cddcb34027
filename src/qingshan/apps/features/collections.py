"""The collections: what a feature of each is, what it can be filtered by, and how it is drawn."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.db.models import Exists, OuterRef, QuerySet

from qingshan.apps.features.asking import Asked, Span
from qingshan.apps.land.boxes import Box
from qingshan.apps.land.models import SQUARE_METRE_PER_MU, Compartment, County
from qingshan.apps.land.tiles import Sight
from qingshan.apps.parties.reads import public_name
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.reads import STATES, standings, tickets
from qingshan.core.geo.shape import from_wkb
from qingshan.core.geo.tiles import coarse
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import CARBON_PER_TONNE

Row = dict[str, Any]


@dataclass(frozen=True)
class View:
    """How boundaries are shown to whoever asks: the lattice for strangers, metres."""

    sight: Sight
    cell_m: float


@dataclass(frozen=True)
class Collection:
    """One layer. ``rows`` filters, ``told`` gives properties and shapes (EPSG:4490) of some rows.

    ``filters`` names each parameter with its allowed values, none for any. ``when`` says which days
    a feature stands for; None where it stands for no time.
    """

    name: str
    title: Label
    about: Label
    filters: Mapping[str, tuple[str, ...]]
    rows: Callable[[Asked], QuerySet[Any]]
    told: Callable[[Sequence[Any], View], list[tuple[Row, Any]]]
    when: Label | None = None


def _boxed(found: QuerySet[Any], asked: Asked, field: str = "bounds") -> QuerySet[Any]:
    return found.filter(**{f"{field}__meets": Box(*asked.box)}) if asked.box else found


def _equal(found: QuerySet[Any], asked: Asked, names: Mapping[str, str]) -> QuerySet[Any]:
    chosen = {names[name]: value for name, value in asked.filters.items() if name in names}
    return found.filter(**chosen)


# --- tickets


def _ticket_rows(asked: Asked) -> QuerySet[Ticket]:
    found = _equal(tickets(), asked, _TICKET_FILTERS)
    if asked.box:
        ground = Compartment.objects.filter(
            survey=OuterRef("monitoring__survey"), bounds__meets=Box(*asked.box)
        )
        found = found.filter(Exists(ground))
    return _within(found, asked.span, "monitoring__start", "monitoring__end")


def _within(found: QuerySet[Any], span: Span | None, start: str, end: str) -> QuerySet[Any]:
    """Rows whose half-open days meet the span."""
    first, last = span or (None, None)
    if first:
        found = found.filter(**{f"{end}__gt": first})
    if last:
        found = found.filter(**{f"{start}__lte": last})
    return found


_TICKET_FILTERS = {
    "county": "monitoring__project__county_code",
    "method": "monitoring__method",
    "number": "number",
}


def _tickets_told(rows: Sequence[Ticket], view: View) -> list[tuple[Row, Any]]:
    standing = standings(rows)
    shapes = _ground(rows, view)
    return [
        (_ticket(row, standing[row.asset]), shapes.get(row.monitoring.survey_id)) for row in rows
    ]


def _ticket(row: Ticket, standing: Any) -> Row:
    claim = row.monitoring
    return {
        "number": row.number,
        "state": standing.state,
        "state_zh": STATES[standing.state].zh,
        "holder": public_name(row.party),
        "county": claim.project.county_code,
        "method": claim.method,
        "period_start": claim.start.isoformat(),
        "period_end": claim.period.last.isoformat(),
        "issued": row.issued.date().isoformat(),
        "issued_t": row.quantity // CARBON_PER_TONNE,
        "retired_t": standing.retired / CARBON_PER_TONNE,
        "area_mu": round(row.area_m2 / SQUARE_METRE_PER_MU, 2),
    }


def _ground(rows: Sequence[Ticket], view: View) -> dict[int, Any]:
    """The land of each ticket's survey as one shape, as the reader may see it."""
    surveys = {row.monitoring.survey_id for row in rows}
    found: dict[int, list[Any]] = {}
    stored = Compartment.objects.filter(survey__in=surveys).order_by("survey_id", "row")
    for compartment in stored:
        found.setdefault(compartment.survey_id, []).append(compartment)
    shown = {key: _shown(ground, view) for key, ground in found.items()}
    return {key: shapely.multipolygons(_polygons(each)) for key, each in shown.items()}


def _polygons(shapes: Any) -> Any:
    """The single polygons of the union of shapes."""
    parts = shapely.get_parts(shapely.union_all(shapes))
    return parts[shapely.get_type_id(parts) == shapely.GeometryType.POLYGON]


# --- sub-compartments


def _compartment_rows(asked: Asked) -> QuerySet[Compartment]:
    """Of accepted surveys, the latest of each set of numbers: a later survey hides an earlier."""
    found = Compartment.objects.filter(survey__state="accepted").select_related("survey")
    later = Compartment.objects.filter(
        **{name: OuterRef(name) for name in _NUMBERS},
        survey__state="accepted",
        survey_id__gt=OuterRef("survey_id"),
    ).exclude(number="")
    found = _equal(_boxed(found.filter(~Exists(later)), asked), asked, _COMPARTMENT_FILTERS)
    first, last = asked.span or (None, None)
    if first:
        found = found.filter(survey__received__date__gte=first)
    if last:
        found = found.filter(survey__received__date__lte=last)
    return found


_NUMBERS = ("county_code", "township", "village", "forest_block", "number")
_COMPARTMENT_FILTERS = {
    "county": "county_code",
    "township": "township",
    "species_group": "species_group",
    "age_group": "age_group",
}


def _compartments_told(rows: Sequence[Compartment], view: View) -> list[tuple[Row, Any]]:
    shapes = _shown(rows, view)
    return [(_compartment(row), shape) for row, shape in zip(rows, shapes, strict=True)]


def _compartment(row: Compartment) -> Row:
    return {
        "county": row.county_code,
        "township": row.township,
        "village": row.village,
        "forest_block": row.forest_block,
        "compartment": row.number,
        "species_group": row.species_group,
        "origin": row.origin,
        "age_group": row.age_group,
        "area_mu": round(row.stated_area_m2 / SQUARE_METRE_PER_MU, 2),
        "received": row.survey.received.date().isoformat(),
    }


def _shown(rows: Sequence[Compartment], view: View) -> Any:
    """Shapes as surveyed where the reader may see them so, else with corners on the lattice."""
    shapes = from_wkb([row.shape for row in rows])
    for at, row in enumerate(rows):
        if not view.sight.shows(row.county_code):
            moved = shapely.transform(shapes[at], lambda points: coarse(points, view.cell_m))
            shapes[at] = shapely.make_valid(moved)
    return shapes


# --- counties


def _county_rows(asked: Asked) -> QuerySet[County]:
    return _equal(_boxed(County.objects.all(), asked), asked, _COUNTY_FILTERS)


_COUNTY_FILTERS = {"code": "code", "prefecture": "prefecture"}


def _counties_told(rows: Sequence[County], _view: View) -> list[tuple[Row, Any]]:
    shapes = from_wkb([row.shape for row in rows])
    told = [
        {"code": row.code, "name": row.name, "prefecture": row.prefecture, "source": row.source}
        for row in rows
    ]
    return list(zip(told, shapes, strict=True))


COLLECTIONS: dict[str, Collection] = {
    each.name: each
    for each in (
        Collection(
            "tickets",
            Label("林业碳票", "Forestry carbon tickets"),
            Label(
                "已签发的林业碳票及其林地范围；界线已概略化，个人持有人已隐名。",
                "Tickets issued and their land; boundaries are coarse, persons are masked.",
            ),
            dict.fromkeys(_TICKET_FILTERS, ()),
            _ticket_rows,
            _tickets_told,
            Label("监测期", "monitoring period"),
        ),
        Collection(
            "compartments",
            Label("入库小班", "Sub-compartments"),
            Label(
                "已入库的小班，同一编号以最近一次调查为准；界线已概略化。",
                "Sub-compartments on record, the latest survey of each; boundaries are coarse.",
            ),
            dict.fromkeys(_COMPARTMENT_FILTERS, ()),
            _compartment_rows,
            _compartments_told,
            Label("调查入库日期", "day on which the survey came in"),
        ),
        Collection(
            "counties",
            Label("县级行政区", "Counties"),
            Label("县（市、区）界，示意用。", "Counties, for orientation."),
            dict.fromkeys(_COUNTY_FILTERS, ()),
            _county_rows,
            _counties_told,
        ),
    )
}


def extent() -> tuple[float, float, float, float] | None:
    """West, south, east, north of all counties; None while none is entered."""
    bounds = [tuple(box) for box in County.objects.values_list("bounds", flat=True)]
    if not bounds:
        return None
    sides = np.array(bounds)
    west, south = sides[:, :2].min(axis=0).tolist()
    east, north = sides[:, 2:].max(axis=0).tolist()
    return west, south, east, north
