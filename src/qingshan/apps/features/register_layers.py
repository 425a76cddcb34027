"""Projects and retirements as layers: where they lie, and what the register tells of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import shapely
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from qingshan.apps.features.asking import Asked
from qingshan.apps.features.layer import (
    Collection,
    Field,
    Row,
    View,
    equal,
    ground,
    polygons,
)
from qingshan.apps.land.boxes import Box
from qingshan.apps.land.models import Compartment
from qingshan.apps.notices.models import Notice
from qingshan.apps.projects.models import MonitoringPeriod, Project
from qingshan.apps.registry.models import Retirement
from qingshan.apps.registry.reads import public_beneficiary, retirements
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import CARBON_PER_TONNE

_RETIREMENT_FILTERS = {
    "county": "ticket__monitoring__project__county_code",
    "purpose": "purpose",
    "ticket": "ticket__number",
}
_PROJECT_FILTERS = {"county": "county_code"}


def _retirement_rows(asked: Asked) -> QuerySet[Retirement]:
    found = equal(retirements(), asked, _RETIREMENT_FILTERS)
    found = found.select_related("ticket__monitoring__project", "party", "cut")
    if asked.box:
        land = Compartment.objects.filter(
            survey=OuterRef("ticket__monitoring__survey"), bounds__meets=Box(*asked.box)
        )
        found = found.filter(Exists(land))
    first, last = asked.span or (None, None)
    if first:
        found = found.filter(when__date__gte=first)
    if last:
        found = found.filter(when__date__lte=last)
    return found


def _retirements_told(rows: Sequence[Retirement], view: View) -> list[tuple[Row, Any]]:
    """Each as a point within its ticket's land, as the reader may see it."""
    land = ground([row.ticket.monitoring.survey_id for row in rows], view)
    points = {key: shapely.point_on_surface(shape) for key, shape in land.items()}
    return [(_retirement(row), points.get(row.ticket.monitoring.survey_id)) for row in rows]


def _retirement(row: Retirement) -> Row:
    return {
        "number": row.number,
        "ticket": row.ticket.number,
        "county": row.ticket.monitoring.project.county_code,
        "retired": timezone.localtime(row.when).date().isoformat(),
        "retired_t": row.quantity / CARBON_PER_TONNE,
        "purpose": row.purpose,
        "beneficiary": public_beneficiary(row),
        "retired_by": row.party.public_name,
        "first_number": row.cut.span.lower,
        "last_number": row.cut.span.upper - 1,
    }


def _project_rows(asked: Asked) -> QuerySet[Project]:
    found = equal(Project.objects.select_related("party"), asked, _PROJECT_FILTERS)
    if asked.box:
        land = Compartment.objects.filter(
            survey__periods__project=OuterRef("pk"), bounds__meets=Box(*asked.box)
        )
        found = found.filter(Exists(land))
    return found


def _projects_told(rows: Sequence[Project], view: View) -> list[tuple[Row, Any]]:
    """Each with the land of all periods that were laid open by a notice or a ticket."""
    claims: dict[int, list[MonitoringPeriod]] = defaultdict(list)
    is_open = Exists(Notice.objects.filter(report__run__monitoring=OuterRef("pk")))
    found = MonitoringPeriod.objects.filter(project__in=rows).exclude(state="withdrawn")
    for claim in found.annotate(is_open=is_open | Q(ticket__isnull=False)).select_related("ticket"):
        claims[claim.project_id].append(claim)
    open_surveys = {
        claim.survey_id
        for each in claims.values()
        for claim in each
        if claim.is_open  # type: ignore[attr-defined]
    }
    land = ground(open_surveys, view)
    told = []
    for row in rows:
        keys = {claim.survey_id for claim in claims[row.pk]} & set(land)
        shape = None
        if keys:
            shape = shapely.multipolygons(polygons([land[key] for key in sorted(keys)]))
        told.append((_project(row, claims[row.pk]), shape))
    return told


def _project(row: Project, claims: list[MonitoringPeriod]) -> Row:
    issued = [claim.ticket for claim in claims if hasattr(claim, "ticket")]
    return {
        "project": row.pk,
        "name": row.name,
        "owner": row.party.public_name,
        "county": row.county_code,
        "periods": len(claims),
        "first_day": min((claim.start.isoformat() for claim in claims), default=None),
        "last_day": max((claim.period.last.isoformat() for claim in claims), default=None),
        "tickets": len(issued),
        "issued_t": sum(ticket.quantity for ticket in issued) // CARBON_PER_TONNE,
    }


RETIREMENTS = Collection(
    "retirements",
    Label("注销记录", "Retirements"),
    Label(
        "已注销的数量、用途和序列号；位置为所属碳票林地内的一点，个人已隐名。",
        "What was retired, for what, which numbers; a point within the ticket's land, "
        "persons masked.",
    ),
    dict.fromkeys(_RETIREMENT_FILTERS, ()),
    _retirement_rows,
    _retirements_told,
    Label("注销日期", "day of retirement"),
    {
        "number": Field("string", Label("证书编号", "number of the certificate")),
        "ticket": Field("string", Label("票号", "number of the ticket")),
        "county": Field("string", Label("县级行政区代码", "code of the county")),
        "retired": Field("date", Label("注销日期", "day of retirement")),
        "retired_t": Field("number", Label("注销数量，吨", "tonnes retired")),
        "purpose": Field("string", Label("用途代码", "code of the use")),
        "beneficiary": Field("string", Label("受益人，个人已隐名", "beneficiary, persons masked")),
        "retired_by": Field("string", Label("注销人，个人已隐名", "retired by, persons masked")),
        "first_number": Field("integer", Label("序列号起", "first number")),
        "last_number": Field("integer", Label("序列号止", "last number")),
    },
)

PROJECTS = Collection(
    "projects",
    Label("林业碳票项目", "Projects"),
    Label(
        "项目及其已公示或已签发的林地；界线已概略化，个人权利人已隐名。",
        "Projects and their land once it was under notice or ticketed; boundaries are coarse, "
        "persons masked.",
    ),
    dict.fromkeys(_PROJECT_FILTERS, ()),
    _project_rows,
    _projects_told,
    None,
    {
        "project": Field("integer", Label("项目编号", "key of the project")),
        "name": Field("string", Label("项目名称", "name of the project")),
        "owner": Field("string", Label("权利人，个人已隐名", "owner, persons masked")),
        "county": Field("string", Label("县级行政区代码", "code of the county")),
        "periods": Field("integer", Label("监测期个数", "number of periods")),
        "first_day": Field("date", Label("最早监测期第一天", "first day of the first period")),
        "last_day": Field("date", Label("最晚监测期最后一天", "last day of the last period")),
        "tickets": Field("integer", Label("碳票张数", "number of tickets")),
        "issued_t": Field("integer", Label("签发数量，吨", "tonnes issued")),
    },
)
