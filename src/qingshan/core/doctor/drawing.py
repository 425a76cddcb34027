"""What is wrong with the drawn shapes: crossings, overlaps, slivers, gaps, areas that disagree."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, radians
from typing import Any

import numpy as np
import shapely

from qingshan.core.carbon.compartment import Survey, outline
from qingshan.core.doctor.card import Finding, Level
from qingshan.core.doctor.finding import of_note, of_refusal
from qingshan.core.doctor.refusals import AREA_MERCATOR, GAP
from qingshan.core.geo.area import Plane, areas_m2, mended
from qingshan.core.geo.notes import Note
from qingshan.core.geo.shape import WHOLE, check_areas, check_shapes, overlaps
from qingshan.core.geo.vector import Layer
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Text
from qingshan.core.tables.shelf import Shelf

LIMITS, RULES = "doctor.limit", "registry.ticket"
MEND, DROP, ASSIGN = "mend", "drop duplicate", "assign sliver"
"""The safe repairs that a finding may name."""

_LEAST_GAP_M2, _CRACK_M = 0.1, 0.1
_M2_PER_HA, _M2_PER_MU = 10_000, 10_000 / 15
_ROUNDING_HA = 0.005
_DUPLICATED, _MISMATCH = "E-GE-06", "E-UP-07"
_CROSSING = ("E-UP-05", "E-GE-07")


@dataclass(frozen=True)
class Drawn:
    """What was found about the shapes, and the sum of the stated areas (m²) where one is told."""

    findings: tuple[Finding, ...]
    stated_m2: float | None


def drawn(layer: Layer, survey: Survey, *, shelf: Shelf, as_of: date) -> Drawn:
    """Check every shape of a layer alone, against its neighbours and against its stated area."""

    def rule(table: str, key: str, name: str, unit: str) -> float:
        return shelf.value(table, key=key, name=name, unit=unit, as_of=as_of).number

    known = outline(survey, shelf=shelf, as_of=as_of)
    found = _alone(layer.shapes, known.places, rule(LIMITS, "repair", "area_change", "%") / 100)
    found += _shared(layer.shapes, known.places, rule(RULES, "ticket", "min_overlap_m2", "m2"))
    found += gaps(layer.shapes, rule(LIMITS, "gap", "max_m2", "m2"))
    if known.area_ha is None or not np.isfinite(known.area_ha).any():
        return Drawn(tuple(found), None)
    found += _areas(layer.shapes, known.places, np.asarray(known.area_ha, dtype=float), rule)
    return Drawn(tuple(found), float(np.nansum(known.area_ha)) * _M2_PER_HA)


def gaps(shapes: np.ndarray[Any, Any], most_m2: float) -> list[Finding]:
    """Holes that several shapes enclose together, smaller than ``most_m2``, from west to east."""
    present = mended(shapes[~shapely.is_missing(shapes)])
    plane = Plane(present)
    flat = plane.project(present)
    # Straight edges with a vertex on one side only part by centimetres: cracks are closed first.
    union = shapely.union_all(flat)
    whole = shapely.get_parts(shapely.buffer(union, _CRACK_M, join_style="mitre"))
    rings = [ring for part in whole for ring in shapely.get_rings(part)[1:]]
    if not rings:
        return []
    holes = shapely.polygons(np.array(rings, dtype=object))
    holes = shapely.buffer(holes, _CRACK_M, join_style="mitre")
    small = holes[(shapely.area(holes) > _LEAST_GAP_M2) & (shapely.area(holes) < most_m2)]
    at, _ = shapely.STRtree(flat).query(small, predicate="dwithin", distance=2 * _CRACK_M)
    # A hole that one shape leaves open by itself is meant; one between neighbours is not.
    between = small[np.bincount(at, minlength=len(small)) > 1]
    back = plane.unproject(between)
    found = []
    for hole, area_m2 in sorted(
        zip(back, areas_m2(back).tolist(), strict=True), key=lambda pair: pair[0].bounds
    ):
        point = hole.representative_point()
        facts = {
            "area_mu": f"{area_m2 / _M2_PER_MU:.2f}",
            "area_m2": f"{area_m2:.2f}",
            "limit_m2": f"{most_m2:g}",
        }
        refusal = Refusal(GAP, f"{point.x:.6f}, {point.y:.6f}", facts)
        found.append(of_refusal(refusal, Level.WARNS, at=(point.x, point.y), shape=hole))
    return found


def is_safe_to_mend(shape: Any, share: float) -> bool:
    """Whether mending changes the area by no more than a share of it."""
    both = np.array([shape, mended(np.array([shape], dtype=object))[0]], dtype=object)
    before, after = areas_m2(both).tolist()
    return bool(after > 0 and abs(after - before) <= share * after)


def _alone(
    shapes: np.ndarray[Any, Any], places: Sequence[Text], repair_share: float
) -> list[Finding]:
    row_of = {place: at for at, place in enumerate(places)}
    found = []
    for refusal in check_shapes(shapes, places):
        at = row_of[refusal.place]
        # Why a row has no shape was told when it was read.
        if shapes[at] is None:
            continue
        point, repair = _middle(shapes[at]), None
        if refusal.code in _CROSSING:
            if refusal.facts["lon"] != "—":
                point = (float(refusal.facts["lon"]), float(refusal.facts["lat"]))
            repair = MEND if is_safe_to_mend(shapes[at], repair_share) else None
        if refusal.code == _DUPLICATED:
            repair = DROP
        rows: tuple[int, ...] = (at + 1,)
        if refusal.code == _DUPLICATED:
            rows = (row_of[refusal.facts["first"]] + 1, at + 1)
        found.append(of_refusal(refusal, rows=rows, at=point, shape=shapes[at], repair=repair))
    return found


def _shared(
    shapes: np.ndarray[Any, Any], places: Sequence[Text], tolerance_m2: float
) -> list[Finding]:
    refusals, notes = overlaps(shapes, places, tolerance_m2)
    row_of = {place: at for at, place in enumerate(places)}
    whole = mended(shapes)
    found = []
    everything: list[Refusal | Note] = [*refusals, *notes]
    for said in everything:
        first, second = row_of[said.facts["first"]], row_of[said.facts["second"]]
        piece = shapely.intersection(whole[first], whole[second])
        more: dict[str, Any] = {"at": _middle(piece), "shape": piece}
        rows = (first + 1, second + 1)
        if isinstance(said, Refusal):
            # Shapes entered twice are told once, as duplicates.
            if not shapely.equals(whole[first], whole[second]):
                found.append(of_refusal(said, rows=rows, **more))
            continue
        note = of_note(said)
        found.append(
            Finding(note.code, Level.WARNS, note.place, note.says, rows=rows, repair=ASSIGN, **more)
        )
    return found


def _areas(
    shapes: np.ndarray[Any, Any],
    places: Sequence[Text],
    stated_ha: np.ndarray[Any, Any],
    rule: Callable[[str, str, str, str], float],
) -> list[Finding]:
    measured = areas_m2(shapes) / _M2_PER_HA
    # A shape in disorder has no area to compare; that it is in disorder is said already.
    usable = shapely.is_valid(shapes)
    indices = np.flatnonzero(usable).tolist()
    row_of = {places[at]: at for at in indices}
    refusals, notes = check_areas(
        stated_ha[usable],
        measured[usable],
        [places[at] for at in indices],
        rule(RULES, "ticket", "area_mismatch_warn", "%") / 100,
        rule(RULES, "ticket", "area_mismatch_refuse", "%") / 100,
        rounding_ha=_ROUNDING_HA,
    )
    mercator = _mercator(shapes, stated_ha, measured, rule(LIMITS, "mercator", "tolerance", "%"))
    if mercator:
        refusals = [r for r in refusals if r.code != _MISMATCH or r.place == WHOLE]
        notes = []
    found = []
    everything: list[Refusal | Note] = [*refusals, *notes]
    for said in everything:
        at = row_of.get(said.place)
        rows = () if at is None else (at + 1,)
        point = None if at is None else _middle(shapes[at])
        if isinstance(said, Refusal):
            found.append(of_refusal(said, rows=rows, at=point))
        else:
            note = of_note(said)
            found.append(Finding(note.code, note.level, note.place, note.says, rows=rows, at=point))
    return mercator + found


def _mercator(
    shapes: np.ndarray[Any, Any],
    stated_ha: np.ndarray[Any, Any],
    measured_ha: np.ndarray[Any, Any],
    tolerance_percent: float,
) -> list[Finding]:
    """Areas that were computed in Web Mercator: larger by 1/cos² of the latitude."""
    both = np.isfinite(stated_ha) & np.isfinite(measured_ha)
    if not both.any() or measured_ha[both].sum() <= 0:
        return []
    lat = float(np.nanmean(shapely.bounds(shapes)[:, [1, 3]]))
    factor = 1 / cos(radians(lat)) ** 2
    ratio = float(stated_ha[both].sum() / measured_ha[both].sum())
    if abs(ratio / factor - 1) * 100 > tolerance_percent or factor < 1 + 0.02 * tolerance_percent:
        return []
    facts = {"ratio": f"{ratio:.3f}", "lat": f"{lat:.1f}", "factor": f"{factor:.3f}"}
    return [of_refusal(Refusal(AREA_MERCATOR, WHOLE, facts))]


def _middle(shape: Any) -> tuple[float, float] | None:
    if shape is None or shape.is_empty:
        return None
    point = shape.representative_point()
    return point.x, point.y
