"""Lines that mean areas: tracks walked round a stand, boundaries drawn as lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import shapely

from qingshan.core.geo.notes import Note
from qingshan.core.geo.refusals import LINE_OPEN
from qingshan.core.kernel.errors import Refusal

# A degree of latitude is about 111.2 km; for telling a gap from a line no more is needed.
_METRES_PER_DEGREE = 111_200.0


@dataclass
class Rows:
    """Rows of a format that may hold polygons, lines and points, as they are found."""

    closing_share: float
    properties: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[shapely.Geometry | None] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    points: int = 0
    closed: int = 0
    gaps_m: list[float] = field(default_factory=list)

    def add(self, properties: dict[str, Any], areas: list[Any], lines: list[Any]) -> None:
        """One row of polygons and of lines (arrays (n, 2) of degrees) that must enclose areas."""
        row = len(self.shapes) + 1
        areas = list(areas)
        for line in lines:
            gap_m, length_m = _gap_m(line)
            if len(line) < 4 or gap_m > self.closing_share * length_m:
                facts = {"row": row, "gap_m": round(gap_m, 1), "length_m": round(length_m, 1)}
                self.refusals.append(Refusal(LINE_OPEN, f"#{row}", facts))
                continue
            self.closed += 1
            if gap_m:
                self.gaps_m.append(gap_m)
            areas.append(shapely.Polygon(np.vstack([line, line[:1]]) if gap_m else line))
        self.properties.append(properties)
        self.shapes.append(None if not areas else _joined(areas))

    def wkb(self) -> np.ndarray[Any, Any]:
        """The shapes as WKB, None where a row has none."""
        return wkb_of_shapes(self.shapes)

    def notes(self, name: str) -> list[Note]:
        """What was made of lines and points."""
        notes = []
        if self.closed:
            notes.append(Note.of("lines as areas", name, count=self.closed))
        if self.gaps_m:
            facts = {"count": len(self.gaps_m), "gap_m": round(max(self.gaps_m), 1)}
            notes.append(Note.of("lines closed", name, **facts))
        if self.points:
            notes.append(Note.of("points left out", name, count=self.points))
        return notes


def wkb_of_shapes(shapes: Sequence[shapely.Geometry | None]) -> np.ndarray[Any, Any]:
    """WKB of each shape; one whose ring has too few points is bytes that nobody can build."""
    array = np.empty(len(shapes), dtype=object)
    array[:] = shapes
    wkb: np.ndarray[Any, Any] = shapely.to_wkb(array, flavor="iso")
    wkb[shapely.is_empty(array)] = b"broken"
    return wkb


def even_odd(rings: list[np.ndarray[Any, Any]]) -> shapely.Geometry:
    """One shape of rings in any order: what lies in an odd number of them is inside."""
    shells = [shapely.Polygon(ring) for ring in rings]
    order = sorted(range(len(shells)), key=lambda at: -abs(shells[at].area))
    parts: list[tuple[shapely.Geometry, list[Any]]] = []
    for at in order:
        point = shapely.Point(rings[at][0])
        around = [each for each in parts if each[0].covers(point) and each[0].area]
        holes = sum(shapely.Polygon(hole).covers(point) for _, hs in around for hole in hs)
        if len(around) > holes:
            around[-1][1].append(rings[at])
        else:
            parts.append((shells[at], []))
    areas = [shapely.Polygon(shell.exterior, holes) for shell, holes in parts]
    return areas[0] if len(areas) == 1 else shapely.MultiPolygon(areas)


def _joined(areas: list[Any]) -> shapely.Geometry:
    return areas[0] if len(areas) == 1 else shapely.MultiPolygon(areas)


def _gap_m(line: np.ndarray[Any, Any]) -> tuple[float, float]:
    if len(line) < 2:
        return 0.0, 0.0
    scale = np.array([np.cos(np.radians(line[:, 1].mean())), 1.0]) * _METRES_PER_DEGREE
    steps = np.hypot(*(np.diff(line, axis=0) * scale).T)
    return float(np.hypot(*((line[-1] - line[0]) * scale))), float(steps.sum())
