"""What the build lays beside the package: boundaries that share their edges, pinned files."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections import Counter
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings

ROOT = Path(__file__).parents[5]
FULL, DRAWN = "counties_520000.json", "counties_520000_drawn.json"

Point = tuple[float, float]


@pytest.fixture(scope="module")
def hook() -> ModuleType:
    pytest.importorskip("hatchling", reason="hatchling runs the build hook")
    if not (ROOT / "hatch_build.py").is_file():
        pytest.skip("the build hook stands in the checkout only")
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def geo(name: str) -> Any:
    place = settings.VENDOR_FOLDER / "geo" / name
    if not place.is_file():
        pytest.skip("the vendor files are not built; run hatch_build.py")
    return json.loads(place.read_text("utf-8"))


def rings(collection: Any) -> list[list[Point]]:
    return [
        [(x, y) for x, y in ring]
        for feature in collection["features"]
        for part in feature["geometry"]["coordinates"]
        for ring in part
    ]


def wavy(start: Point, end: Point, count: int) -> list[Point]:
    """A line with small bends that thinning drops and one large bend that it keeps."""
    (x0, y0), (x1, y1) = start, end
    line = []
    for i in range(count + 1):
        t = i / count
        bend = 0.001 * (-1) ** i if 0 < i < count else 0.0
        bulge = 0.2 if i == count // 2 else 0.0
        line.append((x0 + t * (x1 - x0) + bend + bulge, y0 + t * (y1 - y0)))
    return line


def test_neighbours_keep_the_same_corners(hook: ModuleType) -> None:
    shared = wavy((1.0, 0.0), (1.0, 1.0), 40)
    west = [(0.0, 0.0), *shared, (0.0, 1.0), (0.0, 0.0)]
    east = [*reversed(shared), (2.0, 0.0), (2.0, 1.0), (1.0, 1.0)]
    thinner = hook.Thinner([west, east])
    left, right = thinner.ring(west), thinner.ring(east)
    middle = {p for p in left if 0.9 < p[0] < 1.5}
    assert middle == {p for p in right if 0.9 < p[0] < 1.5}
    assert len(middle) < 10
    assert (1.2, 0.5) in {(round(x, 1), round(y, 1)) for x, y in middle}


def test_thinned_ring_stays_closed_and_never_collapses(hook: ModuleType) -> None:
    tiny = [(0.0, 0.0), (0.001, 0.0), (0.001, 0.001), (0.0, 0.001), (0.0, 0.0)]
    thinned = hook.Thinner([tiny]).ring(tiny)
    assert thinned[0] == thinned[-1]
    assert len(thinned) >= 4


def test_every_county_is_there_in_full_and_drawn() -> None:
    full, drawn = geo(FULL), geo(DRAWN)
    codes = [feature["properties"]["code"] for feature in full["features"]]
    assert len(set(codes)) == 88
    assert all(len(code) == 6 and code.startswith("52") for code in codes)
    assert codes == [feature["properties"]["code"] for feature in drawn["features"]]
    assert full["crs"]["properties"]["name"].endswith("4490")


def test_drawn_counties_have_no_gaps_between_them() -> None:
    """As many edges are shared by two counties, in proportion, as in the full boundaries."""

    def share(name: str) -> float:
        edges = Counter(
            frozenset(edge)
            for ring in rings(geo(name))
            for edge in pairwise(ring)
            if edge[0] != edge[1]
        )
        return sum(1 for count in edges.values() if count == 2) / len(edges)

    assert all(ring[0] == ring[-1] and len(ring) >= 4 for ring in rings(geo(DRAWN)))
    assert share(DRAWN) >= share(FULL) - 0.05


def test_origin_of_the_boundaries_is_told() -> None:
    told = geo("provenance.json")
    assert told["crs"] == "EPSG:4490"
    assert told["features"] == 88
    assert len(told["sha256"]) == len(hashlib.sha256().hexdigest())


def test_lock_file_names_no_registry() -> None:
    lock = ROOT / "package-lock.json"
    if not lock.is_file():
        pytest.skip("the lock file stands in the checkout only")
    packages = json.loads(lock.read_text("utf-8"))["packages"]
    assert all("resolved" not in entry for entry in packages.values())
    assert all("integrity" in entry for name, entry in packages.items() if name)
