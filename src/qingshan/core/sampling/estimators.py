"""Estimates beside the stratified mean: change between occasions, ratios, post-strata."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal

import polars as pl

from qingshan.core.kernel.errors import Refused
from qingshan.core.sampling import exact
from qingshan.core.sampling import refusals as codes
from qingshan.core.sampling.estimate import Estimate, by_stratum, check_strata, stratified


def paired_change(
    first: pl.DataFrame,
    second: pl.DataFrame,
    areas_ha: Mapping[str, float],
    confidence_percent: Decimal,
) -> Estimate:
    """The change between two occasions on the same plots: the estimate of their differences.

    Parameters
    ----------
    first, second
        Columns ``plot``, ``stratum``, ``value`` of each occasion.
    areas_ha, confidence_percent
        As for ``stratified``.

    Raises
    ------
    Refused
        E-SA-08 for plots that are not in both under one stratum; else as ``stratified``.
    """
    keys = ["plot", "stratum"]
    alone = pl.concat(
        [
            first.select(keys).join(second, on=keys, how="anti"),
            second.select(keys).join(first, on=keys, how="anti"),
        ]
    )
    if len(alone):
        names = sorted(set(alone["plot"]))
        raise Refused.because(
            codes.PLOTS_NOT_PAIRED, "", count=len(names), examples="、".join(names[:5])
        )
    both = second.join(first, on=keys, suffix="_first")
    differences = both.select(*keys, value=pl.col("value") - pl.col("value_first"))
    return stratified(differences, areas_ha, confidence_percent)


def independent_change(first: Estimate, second: Estimate) -> Estimate:
    """The change between two sets of plots that do not know each other: variances add.

    Degrees of freedom add as well, as in the pooled t of equal variances; ``strata`` holds the
    difference of means and, as ``variance``, the sum of the squared standard errors times the
    plots of the second occasion, so that the columns keep their meaning.
    """
    columns = ["stratum", "area_ha", "weight", "plots", "mean", "variance"]
    both = second.strata.select(columns).join(first.strata, on="stratum", suffix="_first")
    spread = (
        pl.col("variance") / pl.col("plots") + pl.col("variance_first") / pl.col("plots_first")
    ) * pl.col("plots")
    strata = both.select(
        "stratum", "area_ha", "weight", "plots",
        mean=pl.col("mean") - pl.col("mean_first"),
        variance=spread,
    ).sort("stratum")  # fmt: skip
    return Estimate(
        strata,
        second.mean - first.mean,
        math.sqrt(first.se**2 + second.se**2),
        first.df + second.df,
        second.confidence_percent,
    )


def ratio(
    plots: pl.DataFrame, areas_ha: Mapping[str, float], confidence_percent: Decimal
) -> Estimate:
    """The combined ratio of two stratified means (Cochran 1977, 6.11), for plots of unequal size.

    ``mean`` is the ratio, ``strata`` has the residuals y - R x as ``variance`` and the mean of y
    as ``mean``.

    Parameters
    ----------
    plots
        Columns ``stratum``, ``y`` (such as tC on the plot), ``x`` (such as ha of the plot).
    areas_ha, confidence_percent
        As for ``stratified``.

    Raises
    ------
    Refused
        As ``stratified``.
    """
    upper = stratified(plots.select("stratum", value="y"), areas_ha, confidence_percent)
    lower = stratified(plots.select("stratum", value="x"), areas_ha, confidence_percent)
    found = upper.mean / lower.mean
    rest = stratified(
        plots.select("stratum", value=pl.col("y") - found * pl.col("x")),
        areas_ha,
        confidence_percent,
    )
    strata = upper.strata.with_columns(rest.strata["variance"])
    return Estimate(strata, found, rest.se / lower.mean, upper.df, confidence_percent)


def post_stratified(
    plots: pl.DataFrame, areas_ha: Mapping[str, float], confidence_percent: Decimal
) -> Estimate:
    """The mean of a simple random sample, weighted afterwards by the known areas of strata.

    How many plots fell into each stratum was left to chance, so the variance has a second term
    (Cochran 1977, 5A.42; Bechtold and Patterson 2005, 4.2):
    ``V = (1/n) Σ w s² + (1/n²) Σ (1 - w) s²``.

    Parameters
    ----------
    plots, areas_ha, confidence_percent
        As for ``stratified``.

    Raises
    ------
    Refused
        As ``stratified``.
    """
    check_strata(by_stratum(plots, "value"), areas_ha)
    found = stratified(plots, areas_ha, confidence_percent)
    weight, spread = found.strata["weight"], found.strata["variance"]
    count = int(found.strata["plots"].sum())
    first = exact.total(weight * spread) / count
    second = exact.total((1.0 - weight) * spread) / count**2
    return Estimate(
        found.strata, found.mean, math.sqrt(first + second), found.df, confidence_percent
    )
