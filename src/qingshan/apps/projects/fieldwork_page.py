"""What the pages of sampling and field data show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
from numpy.typing import NDArray

from qingshan.apps.land.reads import stands_of
from qingshan.apps.projects.models import FieldSurvey, MonitoringPeriod, SamplingDesign
from qingshan.apps.projects.parcels import parcel_features
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.level import Level
from qingshan.core.sampling.waypoints import geojson

SHOWN_MOST = 100
"""Findings on the page; the marked workbook holds them all."""

VERDICTS = {
    "good": ("valid", Label("可以使用", "good to use")),
    "asks": ("pending", Label("请先确认", "please confirm first")),
    "blocked": ("refused", Label("须更正", "to be corrected")),
}


@dataclass(frozen=True)
class SurveyRow:
    """Field data as a page shows it; ``estimate`` is that of the route over plots."""

    survey: FieldSurvey
    look: str
    verdict: Label
    findings: list[dict[str, Any]]
    more: int
    hindrances: list[dict[str, Any]]
    estimate: dict[str, Any] | None


def survey_row(survey: FieldSurvey) -> SurveyRow:
    """One survey of plots with what was found in it, the gravest first."""
    look, verdict = VERDICTS[survey.verdict]
    told = survey.findings
    return SurveyRow(
        survey=survey,
        look=look,
        verdict=verdict,
        findings=[_finding(each) for each in told["findings"][:SHOWN_MOST]],
        more=max(len(told["findings"]) - SHOWN_MOST, 0),
        hindrances=[_finding(each) for each in told["hindrances"]],
        estimate=survey.estimate,
    )


def design_places(design: SamplingDesign) -> pl.DataFrame:
    """The places of a design: plot, stratum, sub-compartment, degrees."""
    return pl.DataFrame([place for row in design.strata for place in row["places"]])


def design_map(
    claim: MonitoringPeriod, design: SamplingDesign, shapes: NDArray[Any]
) -> dict[str, Any]:
    """The plots above the sub-compartments; the plots carry their numbers, as the list does."""
    land = parcel_features(stands_of(claim.survey), shapes)
    for feature in land["features"]:
        feature["properties"]["number"] = ""
        feature["id"] = f"land-{feature['id']}"
    plots = geojson(design_places(design))["features"]
    for number, plot in enumerate(plots, 1):
        told = plot["properties"]
        plot["id"] = number
        plot["properties"] = {
            "number": number,
            "title": f"{told['plot']} {told['stratum']}",
            "tone": "",
        }
    return {"type": "FeatureCollection", "features": [*land["features"], *plots]}


def _finding(told: dict[str, Any]) -> dict[str, Any]:
    """A kept finding in both languages, with its level in words."""
    level = Level(told["level"]) if "level" in told else Level.BLOCKS
    parts = {part: Label(told["zh"][part], told["en"][part]) for part in ("what", "why", "remedy")}
    # What was kept before places were told in both languages has one text for both.
    place = Label(*(told[each].get("place", told["place"]) for each in ("zh", "en")))
    return {"code": told["code"], "place": place, "level": level.label, **parts}
