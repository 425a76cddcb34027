"""A million trees on twenty thousand plots, from the list of trees to an estimate with its error.

Held against pyfia, which estimates from weights that are stored with each tree: the same trees,
plots and strata, the same post-stratified estimator, the same mean and standard error to 1e-9.
pyfia lies in an environment of its own that is made when the benchmark first runs. It knows no
equation for the trees of this country, so what measuring adds to estimating is only told.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
import polars as pl

from qingshan.config import environment
from qingshan.core.carbon.plots.measuring import stock_of_plots
from qingshan.core.carbon.plots.run import PlotOptions, PlotSurvey
from qingshan.core.sampling import exact
from qingshan.core.sampling.estimate import Estimate
from qingshan.core.sampling.estimators import post_stratified

TREES, PLOTS, STRATA = 1_000_000, 20_000, 10
PLOT_HA = 0.06
REPEATS = 3
BAR = 1.0
"""Estimating may take as long as pyfia does; it takes a small part of it."""

EQUAL = 1e-9
PEER = ("pyfia==1.7.0", "duckdb<2")
AS_OF = date(2026, 7, 1)
SPECIES = ("220", "310", "350", "410", "480", "210")
NINETY = Decimal(90)

Row = dict[str, Any]
Tables = dict[str, pl.DataFrame]


def run() -> list[Row]:
    """Rows of results: name, value, unit, against, ratio, bar, ok."""
    folder = environment.folder("QINGSHAN_DATA", ".data") / "bench_plots"
    folder.mkdir(parents=True, exist_ok=True)
    tables = inventory()
    for name, frame in tables.items():
        frame.write_parquet(folder / f"{name}.parquet")
    peer = ask_peer(folder)
    seconds, found = best(lambda: estimated(folder))
    differs = max(abs(found.mean / peer["mean"] - 1), abs(found.se / peer["se"] - 1))
    rows = [
        row("estimate 1,000,000 trees with stored weights", seconds, peer["seconds"], BAR),
        {
            "name": "mean and standard error, largest relative difference",
            "value": differs,
            "unit": "1",
            "against": "pyfia 1.7.0",
            "ratio": None,
            "bar": EQUAL,
            "ok": bool(differs <= EQUAL),
        },
    ]
    survey = measured_trees()
    for route in ("volume_two_entry", "biomass_two_entry"):
        options = PlotOptions(route=route)
        seconds, _ = best(
            lambda options=options: stock_of_plots(survey, as_of=AS_OF, options=options)
        )
        rows.append(row(f"check, measure, estimate: {route}", seconds, peer["seconds"], None))
    return rows


def inventory() -> Tables:
    """Seeded trees with weights, plots and strata, as pyfia's tables can hold them."""
    random = np.random.default_rng(20_260_701)
    trees = pl.DataFrame(
        {
            "plot": random.integers(0, PLOTS, TREES),
            "above_kg": random.uniform(5, 300, TREES),
            "below_kg": random.uniform(1, 60, TREES),
        }
    )
    numbers = np.arange(PLOTS)
    plots = pl.DataFrame(
        {
            "plot": numbers,
            "stratum": [f"S{n}" for n in numbers % STRATA],
            "area_ha": np.full(PLOTS, PLOT_HA),
        }
    )
    strata = plots.group_by("stratum").agg(plots=pl.len()).sort("stratum")
    strata = strata.with_columns(
        area_ha=pl.int_range(1, STRATA + 1) * 1000, number=pl.int_range(1, STRATA + 1)
    )
    return {"trees": trees, "plots": plots, "strata": strata}


def estimated(folder: Path) -> Estimate:
    """The mean dry matter per hectare, t/ha, from the files of the inventory."""
    trees, plots, strata = (
        pl.read_parquet(folder / f"{name}.parquet") for name in ("trees", "plots", "strata")
    )
    weights = trees.select("plot", kg=pl.col("above_kg") + pl.col("below_kg"))
    sums = exact.sums(weights, ["plot"], ["kg"])
    values = plots.join(sums, on="plot", how="left").select(
        "stratum", value=pl.col("kg").fill_null(0.0) / (1000.0 * pl.col("area_ha"))
    )
    areas = dict(strata.select("stratum", "area_ha").iter_rows())
    return post_stratified(values, areas, NINETY)


def measured_trees() -> PlotSurvey:
    """As many trees with species, diameters and heights, to be measured by equations."""
    random = np.random.default_rng(20_260_702)
    numbers = np.arange(TREES)
    diameter = random.uniform(5, 40, TREES)
    plot = pl.Series(random.integers(0, PLOTS, TREES)).cast(pl.String)
    trees = pl.DataFrame(
        {
            "plot": plot,
            "tree": pl.Series(numbers).cast(pl.String),
            "species": pl.Series(SPECIES).gather(random.integers(0, len(SPECIES), TREES)),
            "d_cm": diameter,
            "h_m": 3 + diameter / 2,
            "status": pl.repeat("11", TREES, eager=True),
        }
    )
    places = np.arange(PLOTS)
    plots = pl.DataFrame(
        {
            "plot": pl.Series(places).cast(pl.String),
            "stratum": [f"S{n}" for n in places % STRATA],
            "area_ha": np.full(PLOTS, PLOT_HA),
        }
    )
    return PlotSurvey(plots, trees, {f"S{n}": 1000.0 * (n + 1) for n in range(STRATA)})


def ask_peer(folder: Path) -> dict[str, float]:
    """What pyfia finds and how long it takes, in an environment of its own."""
    place = folder / "pyfia"
    python = place / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        venv.create(place, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *PEER], check=True)
    worker = Path(__file__).with_name("plots_worker.py")
    paths = [folder / f"{name}.parquet" for name in ("trees", "plots", "strata")]
    done = subprocess.run(
        [python, worker, *paths, folder / "inventory.duckdb", str(REPEATS)],
        check=True,
        capture_output=True,
        text=True,
    )
    told: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return told


def best(act: Callable[[], Any]) -> tuple[float, Any]:
    """The shortest of some runs, and what the last one answered."""
    times, answer = [], None
    for _ in range(REPEATS):
        start = perf_counter()
        answer = act()
        times.append(perf_counter() - start)
    return min(times), answer


def row(name: str, seconds: float, against: float, bar: float | None) -> Row:
    """One time held against that of pyfia in the same run."""
    return {
        "name": name,
        "value": round(seconds, 3),
        "unit": "s",
        "against": f"pyfia on stored weights, {against:.3f} s",
        "ratio": round(seconds / against, 3),
        "bar": bar,
        "ok": bar is None or seconds <= bar * against,
    }


if __name__ == "__main__":
    for line in run():
        print(line)  # noqa: T201 run by hand
