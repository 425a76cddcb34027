"""Seeded plots on two occasions, for the tests of this room and of its packages."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import polars as pl

from qingshan.core.carbon.plots.lists import Files
from qingshan.core.carbon.plots.run import PlotSurvey

SPECIES = ("310", "220", "Quercus fabri", "480")


def survey(count=24, seed=1, growth=1.12, strata=("甲", "乙", "丙")) -> PlotSurvey:
    """The same trees on both occasions, grown."""
    random = np.random.default_rng(seed)
    plots, trees = [], []
    for plot in range(count):
        stratum = strata[plot % len(strata)]
        plots += [(occasion, f"{plot:03d}", stratum, 0.06) for occasion in (1, 2)]
        for tree in range(int(random.integers(15, 40))):
            d, h = random.uniform(6, 26), random.uniform(5, 18)
            word = SPECIES[(plot + tree) % 4]
            trees.append((1, f"{plot:03d}", f"{tree}", word, d, h, "11", 1))
            grown = d * (growth + random.uniform(-0.02, 0.02))
            trees.append((2, f"{plot:03d}", f"{tree}", word, grown, h * growth, "11", 1))
    places = pl.DataFrame(plots, schema=["occasion", "plot", "stratum", "area_ha"], orient="row")
    columns = ["occasion", "plot", "tree", "species", "d_cm", "h_m", "status", "count"]
    stems = pl.DataFrame(trees, schema=columns, orient="row")
    areas = {stratum: 40.0 + 10 * n for n, stratum in enumerate(strata)}
    return PlotSurvey(places, stems, areas)


def written(folder: Path, given: PlotSurvey) -> Files:
    """The lists of a survey as plain CSV, one file a list."""
    files = Files(*(folder / f"{name}.csv" for name in ("trees", "plots", "strata")))
    given.trees.write_csv(files.trees)
    given.plots.write_csv(files.plots)
    areas = pl.DataFrame(list(given.areas_ha.items()), ["stratum", "area_ha"], orient="row")
    areas.write_csv(files.strata)
    return files
