"""The overlay by the house's engine in a process of its own, from the same files as the peer."""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

import numpy as np
import pyogrio
import shapely

from qingshan.core.geo.overlay import pieces


def shapes_of(path: Path) -> Any:
    """The shapes of a GeoPackage in order of their keys."""
    _, table = pyogrio.read_arrow(path)
    wkb = np.array(table.column(table.num_columns - 1).to_pylist(), dtype=object)
    return shapely.from_wkb(wkb[np.argsort(table.column("key").to_numpy())])


def main(folder: Path) -> None:
    """Lay left over right, keep left, right and m², say seconds and memory."""
    left, right = shapes_of(folder / "left.gpkg"), shapes_of(folder / "right.gpkg")
    start, work = perf_counter(), process_time()
    frame, _ = pieces(left, right)
    told = {"exact": perf_counter() - start, "work": process_time() - work}
    np.save(folder / "engine.npy", frame.to_numpy())
    told["mib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
