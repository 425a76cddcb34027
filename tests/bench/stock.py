"""Growth of 100,000 stands over ten years: a measurement each year, and libcbm's stepping engine.

Comparable is living biomass: growing stock into above- and below-ground carbon, year by year, by
the same factors. libcbm carries it in pools by sparse matrices and could carry dead wood, litter,
soil and disturbances as well, which no ticket counts; a measurement checks its inputs, rounds each
sub-compartment to an integer, deducts and is digested, which libcbm does not do. The ratio is
told and has no bar; that both find the same carbon has one.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import numpy as np
import polars as pl

from qingshan.core.carbon.explain import explain
from qingshan.core.carbon.run import measure
from tests.bench.measure import AS_OF, METHOD, PERIOD, stands
from tests.bench.peers import peer, told_by

STANDS, YEARS, REPEATS = 100_000, 10, 3
APART = 1e-9
"""What the carbon of any stand and year may differ by, relative to itself."""

PEER = ("libcbm==2.10.2", "numpy==2.3.5", "pandas==2.3.3")
HERE = Path(__file__).parent

Row = dict[str, Any]


def run() -> list[Row]:
    """Rows of results: name, value, unit, against, ratio, bar, ok."""
    frame = stands(STANDS)
    random = np.random.default_rng(20_260_701)
    grown = random.uniform(1.0, 8.0, (YEARS, STANDS)).round(1)
    volume = np.vstack([frame["volume_t1_m3_ha"].to_numpy(), grown]).cumsum(axis=0)
    own, carbon = min((_measured(frame, volume) for _ in range(REPEATS)), key=lambda told: told[0])
    with TemporaryDirectory() as name:
        folder = Path(name)
        _hand_over(folder, frame, volume)
        python = peer("libcbm", *PEER)
        told = [told_by(python, HERE / "stock_peer.py", str(folder)) for _ in range(REPEATS)]
        theirs = np.load(folder / "carbon.npy") * frame["area_ha"].to_numpy()
    seconds = min(each["seconds"] for each in told)
    apart = float(np.max(np.abs(carbon - theirs) / theirs))
    return [
        {
            "name": f"{STANDS:,} stands over {YEARS} years, measured each year",
            "value": round(own, 3),
            "unit": "s",
            "against": f"libcbm, living biomass alone, {seconds:.2f} s",
            "ratio": round(own / seconds, 3),
            "bar": None,
            "ok": True,
        },
        {
            "name": "carbon of a stand against libcbm, the largest difference",
            "value": apart,
            "unit": "1",
            "against": "",
            "ratio": None,
            "bar": APART,
            "ok": apart <= APART,
        },
    ]


def _measured(frame: pl.DataFrame, volume: np.ndarray) -> tuple[float, np.ndarray]:
    """Seconds, and the carbon of each year and stand in tC: every step a run with its digest."""
    carbon = np.empty_like(volume)
    start = perf_counter()
    for year in range(1, len(volume)):
        pair = {"volume_t1_m3_ha": volume[year - 1], "volume_t2_m3_ha": volume[year]}
        given = frame.with_columns(pl.Series(name, values) for name, values in pair.items())
        found = measure(given, method=METHOD, period=PERIOD, as_of=AS_OF)
        assert found.digest
        carbon[year - 1] = found.frame["carbon_t1_tc"].to_numpy()
        carbon[year] = found.frame["carbon_t2_tc"].to_numpy()
    return perf_counter() - start, carbon


def _hand_over(folder: Path, frame: pl.DataFrame, volume: np.ndarray) -> None:
    """Volumes, and tonnes of carbon per cubic metre above and below the ground."""
    found = measure(frame, method=METHOD, period=PERIOD, as_of=AS_OF)
    below = {group: explain(found, f"parameter:{group}/rsr").value for group in found.parameters}
    whole = {group: explain(found, f"factor:{group}").value for group in found.parameters}
    groups = frame["group"].cast(pl.String)
    factor = groups.replace_strict(whole, return_dtype=pl.Float64).to_numpy()
    ratio = groups.replace_strict(below, return_dtype=pl.Float64).to_numpy()
    np.save(folder / "volume.npy", volume)
    np.save(folder / "above.npy", factor / (1 + ratio))
    np.save(folder / "below.npy", factor * ratio / (1 + ratio))


if __name__ == "__main__":
    for line in run():
        print(line)  # noqa: T201 run by hand
