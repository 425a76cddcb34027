"""The same growth of living biomass by libcbm's stepping engine; runs in its own environment."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter

import numpy as np
from libcbm.model.model_definition.model_handle import create_model_handle
from libcbm.storage import dataframe, series
from libcbm.storage.backends import BackendType

INPUT, ABOVE, BELOW = "Input", "AboveGround", "BelowGround"
GROWTH = 1


def main(folder: str) -> None:
    """Grow ``volume.npy`` (steps by stands, m3/ha) in pools; keep ``carbon.npy`` (tC/ha)."""
    here = Path(folder)
    volume = np.load(here / "volume.npy")
    above, below = np.load(here / "above.npy"), np.load(here / "below.npy")
    count = volume.shape[1]
    carbon = np.empty_like(volume)
    with create_model_handle({INPUT: 0, ABOVE: 1, BELOW: 2}, []) as handle:
        start = perf_counter()
        pools = dataframe.numeric_dataframe([INPUT, ABOVE, BELOW], count, BackendType.numpy, 1.0)
        held = pools.to_numpy()
        held[:, 1], held[:, 2] = volume[0] * above, volume[0] * below
        enabled = series.from_numpy("enabled", np.ones(count, dtype=np.int32))
        index = np.arange(count)
        for step in range(len(volume)):
            if step:
                grown = volume[step] - volume[step - 1]
                flows = [[INPUT, ABOVE, grown * above], [INPUT, BELOW, grown * below]]
                operation = handle.create_operation(flows, "repeating_coordinates", GROWTH, index)
                handle.compute(pools, None, enabled, [operation])
                operation.dispose()
            carbon[step] = held[:, 1] + held[:, 2]
        seconds = perf_counter() - start
    np.save(here / "carbon.npy", carbon)
    sys.stdout.write(json.dumps({"seconds": seconds}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
