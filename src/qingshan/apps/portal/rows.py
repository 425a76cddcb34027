"""Rows as the pages show them: tickets with their standing, and the map of the province."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import shapely

from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Step
from qingshan.apps.land.models import Compartment
from qingshan.apps.land.reads import county_label, county_names, located, shapes_in, shapes_of
from qingshan.apps.land.tiles import public_m
from qingshan.apps.projects.models import MonitoringPeriod, Project
from qingshan.apps.projects.parcels import parcel_features
from qingshan.apps.projects.reads import stages
from qingshan.apps.registry.corrected import items_told
from qingshan.apps.registry.models import Retirement, Ticket
from qingshan.apps.registry.printing import species_by_survey
from qingshan.apps.registry.purposes import PURPOSES
from qingshan.apps.registry.reads import Standing, standings
from qingshan.core.geo.shape import simplified
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import SQUARE_METRE_PER_HECTARE, tonnes_text

STATE_LOOKS = {
    "valid": "valid",
    "held": "held",
    "part_retired": "part-retired",
    "retired": "retired",
    "frozen": "suspended",
    "revoked": "revoked",
}


@dataclass(frozen=True)
class TicketRow:
    """A line of the register."""

    ticket: Ticket
    standing: Standing
    county: Label
    holder: str
    species: Label
    corrected: Mapping[str, str] = field(default_factory=dict)
    """What the face says since corrections were accepted, by item."""

    @property
    def place(self) -> Label:
        """Where the forest lies, as the newest face says."""
        if told := self.corrected.get("location"):
            return Label(told, told)
        return located(self.county, self.ticket.monitoring.project.place)

    @property
    def kinds(self) -> Label:
        """The dominant species, as the newest face says."""
        told = self.corrected.get("species")
        return Label(told, told) if told else self.species

    @property
    def id(self) -> int:
        """The key that list and map share."""
        key: int = self.ticket.pk
        return key

    @property
    def number(self) -> str:
        """The ticket's number."""
        return self.ticket.number

    @property
    def area_ha(self) -> float:
        """Area in hectares."""
        return self.ticket.area_m2 / SQUARE_METRE_PER_HECTARE

    @property
    def look(self) -> str:
        """The state's picture."""
        return STATE_LOOKS[self.standing.state]

    @property
    def state_note(self) -> Label | str:
        """How much is held or retired, where that is the state."""
        amount = {"held": self.standing.held, "part_retired": self.standing.retired}.get(
            self.standing.state
        )
        if amount is None:
            return ""
        return Label(f"{tonnes_text(amount)} 吨", f"{tonnes_text(amount)} t")


def ticket_rows(tickets: Iterable[Ticket]) -> list[TicketRow]:
    """Lines of the register, as many as may be: balances and species are read once for all.

    What was corrected is told of tickets that bring it along (``with_items``).
    """
    found = list(tickets)
    live = standings(found)
    species = species_by_survey(ticket.monitoring.survey_id for ticket in found)
    names = county_names()
    return [
        TicketRow(
            ticket=ticket,
            standing=live[ticket.asset],
            county=county_label(ticket.monitoring.project.county_code, names),
            holder=ticket.party.public_name,
            species=species[ticket.monitoring.survey_id],
            corrected=items_told(ticket),
        )
        for ticket in found
    ]


def life_line(ticket: Ticket, retirements: Sequence[Retirement]) -> list[Step]:
    """Stations of a ticket from registration on, and its first retirements."""
    reached = stages(ticket.monitoring, ticket.report)
    steps = [Step(stage.label, stage.when) for stage in reached if stage.when]
    for retirement in retirements[:3]:
        quantity = tonnes_text(retirement.quantity)
        purpose = PURPOSES[retirement.purpose]
        steps.append(
            Step(
                Label(f"{purpose.zh}注销 {quantity} 吨", f"{quantity} t retired: {purpose.en}"),
                retirement.when,
            )
        )
    return steps


def map_features(rows: Sequence[TicketRow]) -> dict[str, Any]:
    """The tickets as points in their forests, GeoJSON in EPSG:4490."""
    features = []
    for place, row in enumerate(rows, 1):
        shapes = shapes_of(row.ticket.monitoring.survey)
        if not len(shapes):
            continue
        centre = shapely.centroid(shapely.GeometryCollection(list(shapes)))
        features.append(_feature(row, place, centre))
    return {"type": "FeatureCollection", "features": features}


def public_parcels(stands: Sequence[Compartment]) -> dict[str, Any]:
    """The sub-compartments of a survey, simplified for strangers."""
    tolerance_m = public_m("ticket", "tolerance_m", now().date())
    return parcel_features(stands, simplified(shapes_in(stands), tolerance_m))


def _feature(row: TicketRow, place: int, shape: shapely.Geometry) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": row.id,
        "geometry": json.loads(shapely.to_geojson(shape)),
        "properties": {
            "number": place,
            "title": f"{row.number} {row.county}",
            "tone": "bad" if row.standing.is_frozen else "",
        },
    }


def project_rows(projects: Iterable[Project]) -> list[dict[str, Any]]:
    """Lines of the list of projects: owner, periods, tickets and what was issued."""
    found = list(projects)
    names = county_names()
    periods: dict[int, list[MonitoringPeriod]] = {project.pk: [] for project in found}
    claims = MonitoringPeriod.objects.filter(project__in=found).select_related("ticket")
    for claim in claims.order_by("start", "pk"):
        periods[claim.project_id].append(claim)
    return [
        {
            "project": project,
            "holder": project.party.public_name,
            "county": county_label(project.county_code, names),
            "periods": len(periods[project.pk]),
            "tickets": sum(hasattr(claim, "ticket") for claim in periods[project.pk]),
            "issued": sum(
                claim.ticket.quantity for claim in periods[project.pk] if hasattr(claim, "ticket")
            ),
        }
        for project in found
    ]


def purpose_label(retirement: Retirement) -> Label:
    """What the units were retired for."""
    return PURPOSES[retirement.purpose]
