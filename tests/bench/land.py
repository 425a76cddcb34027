"""How fast sub-compartments are laid over zones with exact areas, against ``geopandas.overlay``.

Both read the same two GeoPackages in processes of their own, lay them over each other in the same
equal-area plane and measure every piece with geodesic edges on the ellipsoid; reading is not
counted. The peer's way: ``to_crs``, ``overlay``, ``to_crs`` back, ``pyproj.Geod`` piece by piece.
Its time with plane areas alone, which are exact near the plane's middle only, is told as well.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pyogrio.raw
import shapely

from qingshan.core.geo.area import Plane
from tests.bench.peers import peer, told_by

COMPARTMENTS, ZONES = 100_000, 2_000
PACKAGES = ("geopandas==1.2.0", "shapely==2.2.0", "pyproj==3.7.2", "pyogrio==0.13.0")
ROUNDS = 3
BAR = 0.2
"""The engine may take a fifth of the peer's time."""

TOLERANCE, ROUNDING_M2 = 1e-9, 1e-4
"""Areas of both ways agree to this share, beyond what PROJ's own sum leaves of any polygon."""

HERE = Path(__file__).parent
Row = dict[str, Any]


def run() -> list[Row]:
    """Rows of results: name, value, unit, against, ratio, bar, ok."""
    left, right = ground()
    python = peer("geopandas", *PACKAGES)
    engine, other = list[dict[str, float]](), list[dict[str, float]]()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for side, shapes in (("left", left), ("right", right)):
            written(folder / f"{side}.gpkg", shapes)
        (folder / "plane.txt").write_text(Plane(left).crs.to_wkt(), encoding="utf-8")
        for _ in range(ROUNDS):
            engine.append(told_by(sys.executable, HERE / "land_worker.py", name))
            other.append(told_by(python, HERE / "land_peer.py", name))
        ours, theirs = np.load(folder / "engine.npy"), np.load(folder / "peer.npy")
    mine = min(each["exact"] for each in engine)
    exact, flat = (min(each[key] for each in other) for key in ("exact", "flat"))
    return [
        held(f"{COMPARTMENTS:,} compartments over {ZONES:,} zones", mine, ("exact", exact), BAR),
        held("the same, held against less work", mine, ("plane", flat), None),
        memory(engine, other),
        *differences(ours, theirs),
    ]


def ground() -> tuple[Any, Any]:
    """Seeded squares of about two hectares, and zones of many vertices, some crossing."""
    random = np.random.default_rng(20_261_124)
    at = random.uniform((106.0, 26.0), (108.0, 28.0), (COMPARTMENTS, 2))
    left = shapely.box(at[:, 0], at[:, 1], at[:, 0] + 0.0014, at[:, 1] + 0.0014)
    centre = random.uniform((106.0, 26.0), (108.0, 28.0), (ZONES, 2))
    right = shapely.buffer(shapely.points(centre), random.uniform(0.005, 0.03, ZONES), quad_segs=64)
    return left, right


def written(path: Path, shapes: Any) -> None:
    """Shapes with their index as ``key``."""
    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb(shapes),
        field_data=[np.arange(len(shapes))],
        fields=["key"],
        geometry_type="Polygon",
        crs="EPSG:4490",
        driver="GPKG",
    )


def held(name: str, seconds: float, against: tuple[str, float], bar: float | None) -> Row:
    """The engine's best round held against the peer's."""
    how, limit = against
    ratio = seconds / limit
    return {
        "name": name,
        "value": round(seconds, 3),
        "unit": "s",
        "against": f"geopandas.overlay with {how} areas, {limit:.3f} s",
        "ratio": round(ratio, 3),
        "bar": bar,
        "ok": bar is None or ratio <= bar,
    }


def memory(engine: list[dict[str, float]], other: list[dict[str, float]]) -> Row:
    """Most memory of a whole process, the reading of the files included."""
    most, limit = (max(each["mib"] for each in told) for told in (engine, other))
    return {
        "name": "largest memory of the process",
        "value": round(most),
        "unit": "MiB",
        "against": f"geopandas, {limit:.0f} MiB",
        "ratio": round(most / limit, 2),
        "bar": None,
        "ok": True,
    }


def differences(ours: Any, theirs: Any) -> list[Row]:
    """The same pairs, and the same area for each."""
    same = len(ours) == len(theirs) and bool((ours[:, :2] == theirs[:, :2]).all())
    assert same, "the pairs differ"
    apart = np.abs(ours[:, 2] - theirs[:, 2])
    beyond = float((np.maximum(apart - ROUNDING_M2, 0) / theirs[:, 2]).max())
    return [
        {
            "name": f"largest difference of an area, {len(ours):,} pairs",
            "value": float(apart.max()),
            "unit": "m²",
            "against": f"pyproj.Geod of the peer's piece; share {(apart / theirs[:, 2]).max():.1e}",
            "ratio": None,
            "bar": None,
            "ok": True,
        },
        {
            "name": "the same as a share, beyond PROJ's rounding of 1e-4 m²",
            "value": beyond,
            "unit": "share",
            "against": "pyproj.Geod of the peer's piece",
            "ratio": None,
            "bar": TOLERANCE,
            "ok": beyond <= TOLERANCE,
        },
    ]
