"""What a remark points at: a figure of the run, a section of the report, or a place on the map."""

from __future__ import annotations

import re
from functools import cached_property

import shapely

from qingshan.apps.land.reads import shapes_of
from qingshan.apps.projects.measuring import stored_run
from qingshan.apps.projects.models import Report
from qingshan.apps.projects.refusals import ANCHOR_UNKNOWN
from qingshan.core.carbon.explain import explain
from qingshan.core.carbon.node import Node
from qingshan.core.carbon.run import Run
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

WHOLE = Label("报告全文", "the whole report")
FIGURES = ("ticket", "removal", "gross")
"""Figures that every run has; those of groups and sub-compartments follow by their own ids."""

NEAR_DEGREES = 0.05
"""How far from the land, in degrees, a remark about it may still point."""

_PLACE = re.compile(r"\s*(-?\d{1,3}(?:\.\d+)?)\s*[,，]\s*(-?\d{1,2}(?:\.\d+)?)\s*")


class Pointer:
    """Checks and names what remarks on one report point at; the run is read once, when needed.

    An anchor is a text: empty for the whole report, ``figure:<node id>``, ``page:<number of the
    section>`` from 1, or ``place:<longitude>,<latitude>`` (EPSG:4490).
    """

    def __init__(self, report: Report) -> None:
        self._report = report

    @cached_property
    def run(self) -> Run:
        """The run that the report tells of."""
        return stored_run(self._report.run)

    def checked(self, anchor: str) -> str:
        """The anchor in the one form in which it is kept.

        Raises
        ------
        Refused
            E-PJ-04 when there is no such figure, section or place.
        """
        kind, _, at = anchor.strip().partition(":")
        if not kind and not at:
            return ""
        if kind == "figure" and self.node(at) is not None:
            return f"figure:{at}"
        if kind == "page" and at.isdecimal() and 1 <= int(at) <= len(self.headings()):
            return f"page:{int(at)}"
        if kind == "place" and (point := self._near(at)) is not None:
            return f"place:{point.x:.6f},{point.y:.6f}"
        raise Refused.because(ANCHOR_UNKNOWN, place=(at or anchor)[:60])

    def label(self, anchor: str) -> Label:
        """What the anchor points at, in words."""
        kind, _, at = anchor.partition(":")
        if kind == "figure" and (node := self.node(at)) is not None:
            return Label(f"{node.label.zh}（{node.shown}）", f"{node.label.en} ({node.shown})")
        if kind == "page":
            heading = self.headings()[int(at) - 1]
            return Label(f"报告第 {at} 节“{heading.zh}”", f"section {at}, {heading.en}")
        if kind == "place":
            place = ", ".join(at.split(","))
            return Label(f"图上位置 {place}", f"place {place}")
        return WHOLE

    def node(self, name: str) -> Node | None:
        """A figure of the run by its id, without what lies below."""
        try:
            return explain(self.run, name, depth=0)
        except Refused:
            return None

    def headings(self) -> list[Label]:
        """The headings of the report's sections."""
        both = (self._report.document[language]["sections"] for language in ("zh", "en"))
        return [Label(zh["heading"], en["heading"]) for zh, en in zip(*both, strict=True)]

    def choices(self) -> list[tuple[str, Label]]:
        """What a form offers to point at: the sums, each group, each section."""
        names = [*FIGURES, *(f"group:{group}" for group in self.run.by_group["group"])]
        figures = [f"figure:{name}" for name in names]
        pages = [f"page:{number}" for number in range(1, len(self.headings()) + 1)]
        return [(anchor, self.label(anchor)) for anchor in ["", *figures, *pages]]

    def _near(self, at: str) -> shapely.Point | None:
        found = _PLACE.fullmatch(at)
        if found is None:
            return None
        point = shapely.Point(*map(float, found.groups()))
        west, south, east, north = shapely.total_bounds(
            shapes_of(self._report.run.monitoring.survey)
        )
        land = shapely.box(west, south, east, north).buffer(NEAR_DEGREES)
        return point if land.contains(point) else None


def point_of(anchor: str) -> tuple[float, float] | None:
    """Longitude and latitude of an anchor on the map."""
    kind, _, at = anchor.partition(":")
    if kind != "place":
        return None
    longitude, latitude = map(float, at.split(","))
    return longitude, latitude
