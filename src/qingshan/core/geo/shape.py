"""Judging shapes: crossings, overlaps, areas that disagree; and their stored and public forms."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import numpy as np
import shapely

from qingshan.core.geo.area import Plane, areas_m2, mended, surfaces_only
from qingshan.core.geo.notes import Note
from qingshan.core.geo.overlay import own_pairs
from qingshan.core.geo.refusals import (
    AREA_MISMATCH,
    AREA_UNSTATED,
    AREA_ZERO,
    OVERLAP,
    RING_TOO_SHORT,
    RINGS_DISORDERED,
    SELF_CROSSING,
    SHAPE_DUPLICATED,
    SHAPE_NULL,
)
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label, Text, joined

WHOLE = Label("合计", "total")
"""The place of what is wrong with the sum of all shapes."""

_M2_PER_HA, _HA_PER_MU, _M2_PER_MU = 10_000, 1 / 15, 10_000 / 15
# Nine decimals of a degree are a tenth of a millimetre: closer vertices are the same vertex.
_SAME_DECIMALS = 9
# A square degree is largest at the equator: 111.3195 km by 110.5743 km.
_MOST_M2_PER_SQUARE_DEGREE = 111_319.5 * 110_574.3
_AT = re.compile(r"(?P<reason>.+)\[(?P<lon>\S+) (?P<lat>\S+)\]")


def check_shapes(
    shapes: np.ndarray[Any, Any], ids: Sequence[Text], *, least_m2: float = 0.01
) -> list[Refusal]:
    """All that is wrong with shapes, each with its id as place.

    Parameters
    ----------
    shapes : array (n,)
        Longitude and latitude (EPSG:4490).
    ids : sequence of text
        Name of each shape for people, such as 0012-00340.
    least_m2 : float
        Below this area a shape counts as having none.

    Returns
    -------
    list of Refusal
        E-GE-01 no shape, E-GE-04 fewer than three distinct points, E-GE-05 no area, E-UP-05
        crossing (with the point and the area before and after mending), E-GE-07 other disorder
        of rings, E-GE-06 shape entered twice.
    """
    shapes = np.asarray(shapes, dtype=object)
    refusals: dict[int, Refusal] = {}
    missing = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    for at in np.flatnonzero(missing).tolist():
        refusals[at] = Refusal(SHAPE_NULL, ids[at], {"row": at + 1})
    for at in np.flatnonzero(_fewest_points(shapes) < 3).tolist():
        refusals.setdefault(at, Refusal(RING_TOO_SHORT, ids[at]))
    whole = mended(shapes)
    after = areas_m2(whole)
    # A line in degrees is no geodesic, so its area on the ellipsoid is not quite nothing.
    drawn = shapely.area(whole) * _MOST_M2_PER_SQUARE_DEGREE
    for at in np.flatnonzero((after < least_m2) | (drawn < least_m2)).tolist():
        refusals.setdefault(at, Refusal(AREA_ZERO, ids[at], {"least_m2": least_m2}))
    crossing = np.flatnonzero(~shapely.is_valid(shapes) & ~missing)
    before = areas_m2(shapes[crossing])
    for at, before_m2 in zip(crossing.tolist(), before, strict=True):
        refusals.setdefault(at, _crossing(shapes[at], ids[at], before_m2, after[at]))
    in_rows = [refusals[at] for at in sorted(refusals)]
    return in_rows + _duplicates(shapes, ids, skip=set(refusals))


def overlaps(
    shapes: np.ndarray[Any, Any],
    ids: Sequence[Text],
    tolerance_m2: float,
    *,
    least_m2: float = 0.01,
) -> tuple[list[Refusal], list[Note]]:
    """Pairs of shapes that share land: above the tolerance refused (E-UP-06), slivers noted.

    ``least_m2`` is the shared area below which neighbours merely touch.
    """
    refusals, notes = [], []
    for left, right, area_m2 in own_pairs(shapes, least_m2).iter_rows():
        facts = {"first": ids[left], "second": ids[right], "area_m2": f"{area_m2:.2f}"}
        place = joined((ids[left], ids[right]))
        if area_m2 > tolerance_m2:
            facts |= {"tolerance_m2": f"{tolerance_m2:g}", "area_mu": f"{area_m2 / _M2_PER_MU:.2f}"}
            refusals.append(Refusal(OVERLAP, place, facts))
        else:
            notes.append(Note("sliver", place, facts))
    return refusals, notes


def check_areas(
    stated_ha: np.ndarray[Any, Any],
    shape_ha: np.ndarray[Any, Any],
    ids: Sequence[Text],
    warn_share: float,
    refuse_share: float,
    *,
    rounding_ha: float = 0.0,
) -> tuple[list[Refusal], list[Note]]:
    """Stated against measured areas, for each shape and for the sum.

    Parameters
    ----------
    stated_ha, shape_ha : arrays (n,)
        Hectares in the attribute (NaN where blank) and of the shape.
    ids : sequence of text
        Name of each shape for people.
    warn_share, refuse_share : float
        Share of the stated area (0.05 is 5 %) above which to note and to refuse.
    rounding_ha : float
        A difference within the rounding of the attribute is no disagreement of one shape.

    Returns
    -------
    refusals, notes
        E-UP-07 for disagreement, E-GE-08 where no positive area is stated.
    """
    stated, measured = np.asarray(stated_ha, dtype=float), np.asarray(shape_ha, dtype=float)
    refusals: list[Refusal] = []
    notes: list[Note] = []
    usable = np.isfinite(stated) & (stated > 0)
    for at in np.flatnonzero(~usable).tolist():
        said = "—" if np.isnan(stated[at]) else f"{stated[at]:g}"
        facts = {"stated": said, "shape_ha": f"{measured[at]:.4f}"}
        refusals.append(Refusal(AREA_UNSTATED, ids[at], facts))
    total, total_shape = stated[usable].sum(), measured[usable].sum()
    rows = [
        (ids[at], stated[at], measured[at], rounding_ha) for at in np.flatnonzero(usable).tolist()
    ]
    # Of one row the sum would say the same again.
    if usable.sum() > 1:
        rows.append((WHOLE, total, total_shape, 0.0))
    for place, said_ha, found_ha, slack_ha in rows:
        share = abs(said_ha - found_ha) / said_ha
        if abs(said_ha - found_ha) <= slack_ha or share <= warn_share:
            continue
        facts = {
            "stated_ha": f"{said_ha:.4f}",
            "shape_ha": f"{found_ha:.4f}",
            "share_percent": f"{100 * share:.1f}",
            "limit_percent": f"{100 * refuse_share:g}",
        }
        if share > refuse_share:
            refusals.append(Refusal(AREA_MISMATCH, place, facts))
        else:
            notes.append(Note("area apart", place, facts))
    if usable.any() and abs(total * _HA_PER_MU - total_shape) <= refuse_share * total_shape:
        notes.append(Note("area in mu"))
    return refusals, notes


def to_wkb(shapes: np.ndarray[Any, Any]) -> list[bytes | None]:
    """Little-endian two-dimensional ISO WKB, the stored form; None stays None."""
    stored: list[bytes | None] = shapely.to_wkb(
        np.asarray(shapes, dtype=object), output_dimension=2, byte_order=1, flavor="iso"
    ).tolist()
    return stored


def from_wkb(stored: Sequence[bytes | memoryview | None]) -> np.ndarray[Any, Any]:
    """Shapes of stored WKB; a database may hand over memoryviews."""
    wkb = np.empty(len(stored), dtype=object)
    wkb[:] = [None if item is None else bytes(item) for item in stored]
    shapes: np.ndarray[Any, Any] = shapely.from_wkb(wkb)
    return shapes


def simplified(shapes: np.ndarray[Any, Any], tolerance_m: float) -> np.ndarray[Any, Any]:
    """Coarser shapes for public display, in longitude and latitude.

    Shared boundaries of a clean layer are simplified once for both neighbours, so that no gaps
    open; where shapes overlap each is simplified alone. A shape never vanishes.

    Parameters
    ----------
    shapes : array (n,)
        Longitude and latitude (EPSG:4490).
    tolerance_m : float
        Metres by which a boundary may move.
    """
    shapes = np.asarray(shapes, dtype=object)
    plane = Plane(shapes)
    flat = plane.project(mended(shapes))
    present = ~shapely.is_missing(flat)
    if shapely.coverage_is_valid(flat[present]):
        # The coverage method measures by area: a triangle of that base is a like tolerance.
        flat[present] = shapely.coverage_simplify(flat[present], tolerance_m)
    else:
        flat = shapely.simplify(flat, tolerance_m, preserve_topology=True)
    return surfaces_only(plane.unproject(flat))


def _fewest_points(shapes: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Distinct points of the poorest ring of each shape; three where there is no shape."""
    parts, owner_of_part = shapely.get_parts(shapes, return_index=True)
    rings, part_of_ring = shapely.get_rings(parts, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    points = points.round(_SAME_DECIMALS)
    order = np.lexsort((points[:, 1], points[:, 0], ring))
    points, ring = points[order], ring[order]
    is_new = np.ones(len(ring), dtype=bool)
    is_new[1:] = (ring[1:] != ring[:-1]) | (points[1:] != points[:-1]).any(axis=1)
    distinct = np.bincount(ring[is_new], minlength=len(rings))
    fewest = np.full(len(shapes), 1 << 30)
    np.minimum.at(fewest, owner_of_part[part_of_ring], distinct)
    return fewest


def _crossing(shape: Any, place: Text, before_m2: float, after_m2: float) -> Refusal:
    said = _AT.match(shapely.is_valid_reason(shape))
    lon, lat = (f"{float(said[axis]):.6f}" for axis in ("lon", "lat")) if said else ("—", "—")
    facts = {
        "lon": lon,
        "lat": lat,
        "before_ha": f"{before_m2 / _M2_PER_HA:.4f}",
        "after_ha": f"{after_m2 / _M2_PER_HA:.4f}",
    }
    crosses = said is not None and "self-intersection" in said["reason"].lower()
    return Refusal(SELF_CROSSING if crosses else RINGS_DISORDERED, place, facts)


def _duplicates(
    shapes: np.ndarray[Any, Any], ids: Sequence[Text], *, skip: set[int]
) -> list[Refusal]:
    """Shapes equal to an earlier one, whatever vertex or ring they begin with."""
    rounded = shapely.transform(shapes, lambda points: points.round(_SAME_DECIMALS))
    first: dict[bytes, int] = {}
    refusals = []
    for at, wkb in enumerate(shapely.to_wkb(shapely.normalize(rounded))):
        if wkb is None or at in skip:
            continue
        earlier = first.setdefault(wkb, at)
        if earlier != at:
            refusals.append(Refusal(SHAPE_DUPLICATED, ids[at], {"first": ids[earlier]}))
    return refusals
