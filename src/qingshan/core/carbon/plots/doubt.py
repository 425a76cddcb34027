"""How far doubt about parameters moves a removal measured on plots, beside the sampling error."""

from __future__ import annotations

from datetime import date

import polars as pl

from qingshan.core.biomass.culm import Culm
from qingshan.core.biomass.equation import Equation
from qingshan.core.carbon.plots.measuring import CO2_PER_C
from qingshan.core.carbon.plots.run import PlotRun
from qingshan.core.carbon.plots.trees import KG_PER_TONNE, Kind
from qingshan.core.sampling import exact
from qingshan.core.sampling.montecarlo import Doubt, Draws, propagate
from qingshan.core.tables.shelf import Shelf

TABLE = "sampling.parameter_doubt"
HUNDRED = 100.0


def doubt_of(run: PlotRun, shelf: Shelf, *, seed: int, count: int, chunk: int = 1000) -> Draws:
    """Removals before deductions, tCO2e, under parameters drawn from around their values.

    A parameter of a group, or the equation of a species, is drawn once for all its trees on both
    occasions. The roots enter as ``1 + RSR``, whose relative deviation is RSR / (1 + RSR) of that
    of RSR. Relative standard deviations are rows of table ``sampling.parameter_doubt``.
    """
    relative_sd: dict[str, float] = {}
    factors: dict[str, tuple[str, ...]] = {}
    for name, kind in run.weighed.kinds.items():
        own = _deviations(kind, shelf, run.as_of)
        relative_sd |= own
        factors[name] = tuple(own)
    doubt = Doubt(relative_sd, factors)
    return propagate(removals_by_species(run), doubt, seed=seed, count=count, chunk=chunk)


def removals_by_species(run: PlotRun) -> dict[str, float]:
    """What each species adds to the removal before deductions, tCO2e; they sum to the whole."""
    later, earlier = (_carbon_by_species(run, at) for at in (1, 0))
    return {
        name: (later.get(name, 0.0) - earlier.get(name, 0.0)) * CO2_PER_C
        for name in run.weighed.kinds
    }


def _carbon_by_species(run: PlotRun, at: int) -> dict[str, float]:
    """Carbon of each species over the whole area at one occasion, tC."""
    stock = run.stocks[at]
    trees = run.weighed.trees.filter(pl.col("occasion") == stock.occasion)
    sums = exact.sums(trees, ["plot", "kind"], ["carbon_kg"], times="count")
    strata = stock.estimate.strata.select(
        "stratum", times=pl.col("area_ha") / pl.col("plots"), size="plots"
    )
    plots = stock.plots.select("plot", "stratum", "area_ha").join(strata, on="stratum")
    valued = sums.join(plots, on="plot").with_columns(
        carbon=pl.col("carbon_kg") / (KG_PER_TONNE * pl.col("area_ha")) * pl.col("times")
    )
    grouped = valued.group_by("kind").agg("carbon")
    return {name: exact.total(values) for name, values in grouped.iter_rows()}


def _deviations(kind: Kind, shelf: Shelf, as_of: date) -> dict[str, float]:
    def deviation(parameter: str) -> float:
        row = shelf.value(TABLE, key=parameter, name="relative_sd", unit="%", as_of=as_of)
        return row.number / HUNDRED

    group, equation = kind.choice.species.group, kind.choice.equation
    own = {equation.name: deviation("equation"), f"{group} cf": deviation("cf")}
    if isinstance(equation, Equation):
        ratio = kind.group["rsr"].number
        own |= {f"{group} {name}": deviation(name) for name in ("svd", "bef")}
        own[f"{group} 1+rsr"] = deviation("rsr") * ratio / (1.0 + ratio)
    if isinstance(equation, Culm) and equation.below is not None:
        ratio = equation.below.number
        own[f"{group} 1+rsr"] = deviation("rsr") * ratio / (1.0 + ratio)
    return own
