"""Where the plots of a design lie: seeded places inside the strata, the same for everybody.

A plot lies wholly inside its stratum: its middle keeps the radius of the plot from every edge. Land
closer to an edge is thereby not sampled; strata much narrower than a plot are refused.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import polars as pl
import shapely

from qingshan.core.geo.area import Plane, mended
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.units import SQUARE_METRE_PER_HECTARE
from qingshan.core.sampling import refusals as codes

Pattern = Literal["systematic", "random"]
Points = npt.NDArray[np.float64]
TRIES = 200
"""How often a grid may be made denser."""

ROUNDS = 40
"""How often random points may be drawn anew, four for each plot."""

DENSER = 0.97


@dataclass(frozen=True)
class Ground:
    """Sub-compartments to lay plots into: outlines in degrees (CGCS2000), keys and strata."""

    shapes: npt.NDArray[Any]
    compartments: tuple[str, ...]
    strata: tuple[str, ...]


def place_plots(
    ground: Ground,
    counts: Mapping[str, int],
    *,
    seed: int,
    plot_area_ha: float,
    pattern: Pattern = "systematic",
) -> pl.DataFrame:
    """Places of round plots: a square grid with a random start, or independent random points.

    Each stratum has a generator of its own, seeded by ``seed`` and its name: neither the order of
    outlines nor other strata move a plot. A grid starts with the spacing that the area gives and
    is made denser until enough of its points lie inside; of these every k-th is taken in the order
    of rows. Plots do not overlap.

    Parameters
    ----------
    ground
        Outlines; those of one stratum are one surface, across which a plot may lie.
    counts
        Plots wanted in each stratum.
    seed
        Any whole number; written down with the design.
    plot_area_ha
        Area of a plot.
    pattern
        ``systematic`` or ``random``.

    Returns
    -------
    ``plot`` (stratum number and serial), ``stratum``, ``compartment``, ``longitude_deg``,
    ``latitude_deg`` (to 1e-7 degrees), in the order of strata and serials.

    Raises
    ------
    Refused
        E-SA-11, one for each stratum without room.
    """
    plane = Plane(ground.shapes)
    flat = mended(plane.project(ground.shapes))
    radius = math.sqrt(plot_area_ha * SQUARE_METRE_PER_HECTARE / math.pi)
    strata = np.array(ground.strata, dtype=object)
    rows: list[dict[str, Any]] = []
    wrong: list[Refusal] = []
    for number, stratum in enumerate(sorted(counts), start=1):
        inside = flat[strata == stratum]
        room = _room(inside, radius)
        lay = _grid if pattern == "systematic" else _scattered
        points = lay(room, counts[stratum], radius, _generator(seed, stratum))
        if len(points) < counts[stratum]:
            facts = {
                "stratum": stratum,
                "wanted": counts[stratum],
                "found": len(points),
                "area_ha": f"{room.area / SQUARE_METRE_PER_HECTARE:.4f}",
            }
            wrong.append(Refusal(codes.NO_ROOM, stratum, facts))
            continue
        names = _compartments(points, flat, ground.compartments, strata == stratum)
        degrees = shapely.get_coordinates(plane.unproject(shapely.points(points)))
        rows += [
            {
                "plot": f"{number:02d}-{serial:03d}",
                "stratum": stratum,
                "compartment": name,
                "longitude_deg": round(float(east), 7),
                "latitude_deg": round(float(north), 7),
            }
            for serial, (name, (east, north)) in enumerate(
                zip(names, degrees, strict=True), start=1
            )
        ]
    refuse_all(wrong)
    return pl.DataFrame(rows)


def _room(shapes: npt.NDArray[Any], radius: float) -> shapely.Geometry:
    """Where the middle of a plot may lie; the outlines are joined in an order of their own."""
    if not len(shapes):
        return shapely.Polygon()
    in_order = sorted(shapely.normalize(shapes), key=shapely.to_wkb)
    whole = shapely.union_all(np.array(in_order, dtype=object))
    return shapely.normalize(shapely.buffer(whole, -radius))


def _generator(seed: int, stratum: str) -> np.random.Generator:
    words = hashlib.sha256(stratum.encode()).digest()
    return np.random.default_rng([seed, int.from_bytes(words[:8], "big")])


def _grid(room: shapely.Geometry, count: int, radius: float, random: np.random.Generator) -> Points:
    """Points of a square grid; ``TRIES`` spacings, each a little denser than the one before."""
    start = random.random(3)
    if room.is_empty or count == 0:
        return np.empty((0, 2))
    shapely.prepare(room)
    spacing = math.sqrt(room.area / count)
    found = np.empty((0, 2))
    for _ in range(TRIES):
        if spacing < 2 * radius:
            break
        found = _grid_points(room, spacing, start[:2])
        if len(found) >= count:
            steps = (np.arange(count) + start[2]) * len(found) / count
            chosen: Points = found[np.floor(steps).astype(np.int64)]
            return chosen
        spacing *= DENSER
    return found


def _grid_points(room: shapely.Geometry, spacing: float, start: Points) -> Points:
    west, south, east, north = room.bounds
    x = np.arange(west + start[0] * spacing, east, spacing)
    y = np.arange(south + start[1] * spacing, north, spacing)
    points = np.array(np.meshgrid(x, y)).reshape(2, -1).T
    inside: Points = points[shapely.covers(room, shapely.points(points))]
    return inside


def _scattered(
    room: shapely.Geometry, count: int, radius: float, random: np.random.Generator
) -> Points:
    """Random points, each kept if it lies inside and its plot overlaps no earlier one."""
    kept = np.empty((0, 2))
    if room.is_empty:
        return kept
    shapely.prepare(room)
    west, south, east, north = room.bounds
    if count * (2 * radius) ** 2 > room.area:
        # Even a grid would not hold so many; how many it holds is what is told.
        return _grid_points(room, 2 * radius, np.zeros(2))[: count - 1]
    for _ in range(ROUNDS):
        drawn = random.random((4 * count, 2)) * [east - west, north - south] + [west, south]
        for point in drawn[shapely.covers(room, shapely.points(drawn))]:
            if len(kept) == count:
                return kept
            if not len(kept) or np.hypot(*(kept - point).T).min() >= 2 * radius:
                kept = np.vstack([kept, point])
    return kept


def _compartments(
    points: Points, flat: npt.NDArray[Any], keys: tuple[str, ...], mine: npt.NDArray[np.bool_]
) -> list[str]:
    """The sub-compartment that each middle lies in; the first by key where two share an edge."""
    order = sorted(np.flatnonzero(mine), key=lambda at: keys[at])
    tree = shapely.STRtree(flat[order])
    hits = tree.query(shapely.points(points), predicate="intersects")
    first = {int(p): order[int(o)] for p, o in sorted(hits.T.tolist(), reverse=True)}
    return [keys[first[at]] if at in first else "" for at in range(len(points))]
