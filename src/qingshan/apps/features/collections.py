"""The collections: what a feature of each is, what it can be filtered by, and how it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from django.db.models import Exists, OuterRef, QuerySet

from qingshan.apps.features.asking import Asked
from qingshan.apps.features.layer import (
    Collection,
    Field,
    Row,
    View,
    boxed,
    equal,
    ground,
    shown,
    within,
)
from qingshan.apps.features.register_layers import PROJECTS, RETIREMENTS
from qingshan.apps.land.boxes import Box
from qingshan.apps.land.models import SQUARE_METRE_PER_MU, Compartment, County
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.reads import STATES, standings, tickets
from qingshan.core.geo.shape import from_wkb
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import CARBON_PER_TONNE

# --- tickets


def _ticket_rows(asked: Asked) -> QuerySet[Ticket]:
    found = equal(tickets(), asked, _TICKET_FILTERS)
    if asked.box:
        ground = Compartment.objects.filter(
            survey=OuterRef("monitoring__survey"), bounds__meets=Box(*asked.box)
        )
        found = found.filter(Exists(ground))
    return within(found, asked.span, "monitoring__start", "monitoring__end")


_TICKET_FILTERS = {
    "county": "monitoring__project__county_code",
    "method": "monitoring__method",
    "number": "number",
}


_TICKET_FIELDS = {
    "number": Field("string", Label("票号", "number of the ticket")),
    "state": Field("string", Label("状态代码", "code of the state")),
    "state_zh": Field("string", Label("状态", "state in Chinese")),
    "holder": Field("string", Label("首次权利人，个人已隐名", "first holder, persons masked")),
    "project": Field("integer", Label("项目编号", "key of the project")),
    "county": Field("string", Label("县级行政区代码", "code of the county")),
    "method": Field("string", Label("方法学", "method")),
    "period_start": Field("date", Label("监测期第一天", "first day of the period")),
    "period_end": Field("date", Label("监测期最后一天", "last day of the period")),
    "issued": Field("date", Label("签发日期", "day of issue")),
    "issued_t": Field("integer", Label("签发数量，吨", "tonnes issued")),
    "available_t": Field("number", Label("可用数量，吨", "tonnes available")),
    "held_t": Field("number", Label("冻结数量，吨", "tonnes held")),
    "retired_t": Field("number", Label("已注销数量，吨", "tonnes retired")),
    "area_mu": Field("number", Label("面积，亩", "area in mu")),
    "first_number": Field("integer", Label("序列号起", "first number")),
    "last_number": Field("integer", Label("序列号止", "last number")),
}


def _tickets_told(rows: Sequence[Ticket], view: View) -> list[tuple[Row, Any]]:
    standing = standings(rows)
    shapes = ground([row.monitoring.survey_id for row in rows], view)
    return [
        (_ticket(row, standing[row.asset]), shapes.get(row.monitoring.survey_id)) for row in rows
    ]


def _ticket(row: Ticket, standing: Any) -> Row:
    claim = row.monitoring
    return {
        "number": row.number,
        "state": standing.state,
        "state_zh": STATES[standing.state].zh,
        "holder": row.party.public_name,
        "project": claim.project_id,
        "county": claim.project.county_code,
        "method": claim.method,
        "period_start": claim.start.isoformat(),
        "period_end": claim.period.last.isoformat(),
        "issued": row.issued.date().isoformat(),
        "issued_t": row.quantity // CARBON_PER_TONNE,
        "available_t": standing.available / CARBON_PER_TONNE,
        "held_t": standing.held / CARBON_PER_TONNE,
        "retired_t": standing.retired / CARBON_PER_TONNE,
        "area_mu": round(row.area_m2 / SQUARE_METRE_PER_MU, 2),
        "first_number": row.block.lower,
        "last_number": row.block.upper - 1,
    }


# --- sub-compartments


def _compartment_rows(asked: Asked) -> QuerySet[Compartment]:
    """Of accepted surveys, the latest of each set of numbers: a later survey hides an earlier."""
    found = Compartment.objects.filter(survey__state="accepted").select_related("survey")
    later = Compartment.objects.filter(
        **{name: OuterRef(name) for name in _NUMBERS},
        survey__state="accepted",
        survey_id__gt=OuterRef("survey_id"),
    ).exclude(number="")
    found = equal(boxed(found.filter(~Exists(later)), asked), asked, _COMPARTMENT_FILTERS)
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
    shapes = shown(rows, view)
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


# --- counties


def _county_rows(asked: Asked) -> QuerySet[County]:
    return equal(boxed(County.objects.all(), asked), asked, _COUNTY_FILTERS)


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
            _TICKET_FIELDS,
        ),
        RETIREMENTS,
        PROJECTS,
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
