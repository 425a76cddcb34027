"""Shapes traced on a web map: the offset of GCJ-02 suspected by stored boundaries, and undone."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import shapely
from pyproj import Geod

from qingshan.core.doctor.card import Card, Choice, Finding, Level
from qingshan.core.doctor.finding import of_refusal
from qingshan.core.doctor.refusals import OFFSET_SUSPECTED
from qingshan.core.geo.area import Plane
from qingshan.core.geo.gcj02 import gcj02_to_wgs84
from qingshan.core.geo.vector import Layer
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label
from qingshan.core.tables.shelf import Shelf

GCJ02, NONE = "GCJ-02", "none"
"""Answers to the question: undo the offset, or there is none."""

LIMITS = "doctor.limit"
_CHOICES = (
    Choice("shift", GCJ02, Label("按 GCJ-02 纠偏后再查", "undo the GCJ-02 offset and check again")),
    Choice("shift", NONE, Label("坐标没有偏移", "the coordinates are not offset")),
)
_MOST_POINTS = 2_000

Shapes = np.ndarray[Any, Any]


def against(card: Card, stored: Shapes, *, shelf: Shelf, as_of: date) -> Card:
    """The card laid against stored boundaries: one question more where it looks offset.

    Boundaries that fit only after the offset of GCJ-02 is undone were traced on a web map. Nothing
    is asked twice, nor where the shapes fit as they are.

    Parameters
    ----------
    card : Card
        From ``examine``.
    stored : array of shapes
        Known boundaries (EPSG:4490) within a kilometre of the shapes; those of counties are too
        coarse for it.
    shelf, as_of
        Table ``doctor.limit``: how near a boundary runs along another, and which shares count.
    """
    layer = card.layer_read
    if layer is None or card.shift is not None or not len(stored):
        return card

    def rule(name: str, unit: str) -> float:
        return shelf.value(LIMITS, key="offset", name=name, unit=unit, as_of=as_of).number

    back = unshifted(layer.shapes)
    near_m = rule("near_m", "m")
    share, shifted = (100 * _along(shapes, stored, near_m) for shapes in (layer.shapes, back))
    if shifted < rule("share_least", "%") or share > rule("share_most", "%"):
        return card
    facts = {
        "metres": f"{_moved_m(layer.shapes, back):.0f}",
        "share": f"{share:.0f}",
        "share_shifted": f"{shifted:.0f}",
    }
    asked = of_refusal(Refusal(OFFSET_SUSPECTED, layer.name, facts), Level.ASKS, choices=_CHOICES)
    return replace(card, findings=(asked, *card.findings))


def shifted_back(layer: Layer) -> Layer:
    """The layer with the offset of GCJ-02 undone, to a few metres."""
    return replace(layer, shapes=unshifted(layer.shapes))


def shift_undone(layer: Layer) -> Finding:
    """The remark that coordinates were moved back."""
    says = Label(
        "坐标已按 GCJ-02 近似公式纠偏，误差可达数米，不得用于界址认定。",
        "The GCJ-02 offset was undone by an approximate formula, to a few metres; this does not "
        "settle boundaries.",
    )
    return Finding("gcj02-undone", Level.WARNS, layer.name, says)


def unshifted(shapes: Shapes) -> Shapes:
    """Shapes in offset degrees as shapes in true ones."""

    def move(points: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        return np.column_stack(gcj02_to_wgs84(points[:, 0], points[:, 1]))

    moved: Shapes = shapely.transform(np.asarray(shapes, dtype=object), move)
    return moved


def _along(shapes: Shapes, stored: Shapes, near_m: float) -> float:
    """Share of the boundary, by points at even distances, that runs along a stored boundary."""
    present = shapes[~shapely.is_missing(shapes) & ~shapely.is_empty(shapes)]
    if not len(present):
        return 0.0
    plane = Plane(present)
    edges = shapely.boundary(plane.project(present))
    known = shapely.boundary(plane.project(stored[~shapely.is_missing(stored)]))
    step = max(2 * near_m, float(shapely.length(edges).sum()) / _MOST_POINTS)
    points = shapely.points(shapely.get_coordinates(shapely.segmentize(edges, step)))
    hit, _ = shapely.STRtree(known).query(points, predicate="dwithin", distance=near_m)
    return len(np.unique(hit)) / len(points)


def _moved_m(shapes: Shapes, back: Shapes) -> float:
    (x, y), (x2, y2) = (
        shapely.get_coordinates(some[~shapely.is_missing(some)]).mean(axis=0)
        for some in (shapes, back)
    )
    return float(Geod(ellps="GRS80").inv(x, y, x2, y2)[2])
