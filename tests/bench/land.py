"""How fast sub-compartments are laid over zones with exact areas, against cutting every pair."""

from __future__ import annotations

from time import perf_counter
from typing import Any

import numpy as np
import shapely

from qingshan.core.geo.area import Plane, areas_m2
from qingshan.core.geo.overlay import pieces

COMPARTMENTS, ZONES = 100_000, 2_000
TOLERANCE = 1e-9
"""Areas of both ways may differ by this share."""


def run() -> list[dict[str, Any]]:
    """Rows of results: name, value, unit, against, ratio, bar, ok."""
    left, right = ground()
    start = perf_counter()
    frame, _ = pieces(left, right)
    engine = perf_counter() - start
    start = perf_counter()
    plain = every_pair_cut(left, right)
    cutting = perf_counter() - start
    found = frame["area_m2"].to_numpy()
    assert len(found) == len(plain)
    worst = float(np.max(np.abs(found - plain) / plain))
    return [
        row("100,000 sub-compartments over 2,000 zones", engine, cutting),
        {
            "name": "largest difference of an area to the plain cut",
            "value": worst,
            "unit": "share",
            "against": "shapely.intersection of every pair",
            "ratio": None,
            "bar": TOLERANCE,
            "ok": worst <= TOLERANCE,
        },
    ]


def ground() -> tuple[Any, Any]:
    """Seeded squares of about two hectares, and zones of many vertices, some crossing."""
    random = np.random.default_rng(20_261_124)
    at = random.uniform((106.0, 26.0), (108.0, 28.0), (COMPARTMENTS, 2))
    left = shapely.box(at[:, 0], at[:, 1], at[:, 0] + 0.0014, at[:, 1] + 0.0014)
    centre = random.uniform((106.0, 26.0), (108.0, 28.0), (ZONES, 2))
    right = shapely.buffer(shapely.points(centre), random.uniform(0.005, 0.03, ZONES), quad_segs=64)
    return left, right


def every_pair_cut(left: Any, right: Any) -> Any:
    """The same areas without any short way: every pair that meets is cut."""
    plane = Plane(left)
    flat_left, flat_right = plane.project(left), plane.project(right)
    found = shapely.STRtree(flat_right).query(flat_left, predicate="intersects")
    found = found[:, np.lexsort((found[1], found[0]))]
    cut = shapely.intersection(flat_left[found[0]], flat_right[found[1]])
    cut = cut[shapely.area(cut) > 0]
    areas = areas_m2(plane.unproject(cut))
    return areas[areas > 0]


def row(name: str, seconds: float, against: float) -> dict[str, Any]:
    """One figure held against the plain cut of the same run."""
    ratio = seconds / against
    return {
        "name": name,
        "value": round(seconds, 3),
        "unit": "s",
        "against": f"cutting every pair, {against:.3f} s",
        "ratio": round(ratio, 2),
        "bar": None,
        "ok": True,
    }
