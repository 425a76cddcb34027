"""Stratified estimates of a mean per hectare, its total, and how far from the truth it may be."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
from scipy.special import stdtrit

from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.sampling import exact
from qingshan.core.sampling import refusals as codes
from qingshan.core.tables.row import Value
from qingshan.core.tables.shelf import Shelf

TABLE, RULE = "carbon.sampling", "AR-CM"
PLOTS_FOR_VARIANCE = 2


@dataclass(frozen=True)
class Estimate:
    """A mean per hectare over all strata with its standard error.

    ``strata`` has a row for each stratum in order of its name: ``stratum``, ``area_ha``,
    ``weight``, ``plots``, ``mean``, ``variance`` (of plot values).
    """

    strata: pl.DataFrame
    mean: float
    se: float
    df: int
    confidence_percent: Decimal

    @property
    def t(self) -> float:
        """The two-sided quantile of Student's distribution at the level of confidence."""
        return quantile(self.df, self.confidence_percent)

    @property
    def half_width(self) -> float:
        """Half of the interval of confidence, in the unit of the mean."""
        return self.t * self.se

    def of_stratum(self, name: str) -> Estimate:
        """The estimate of one stratum by its own plots alone."""
        own = self.strata.filter(pl.col("stratum") == name)
        row = own.row(0, named=True)
        se = math.sqrt(row["variance"] / row["plots"])
        return Estimate(own, row["mean"], se, row["plots"] - 1, self.confidence_percent)

    @property
    def area_ha(self) -> float:
        """Area of all strata, ha."""
        return exact.total(self.strata["area_ha"])

    @property
    def total(self) -> float:
        """The mean over the whole area."""
        return self.area_ha * self.mean

    @property
    def u_percent(self) -> float | None:
        """The half-width as a share of the mean, per cent; None for a mean of zero."""
        return 100.0 * self.half_width / abs(self.mean) if self.mean else None

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "mean": self.mean,
            "se": self.se,
            "df": self.df,
            "t": self.t,
            "confidence_percent": str(self.confidence_percent),
            "half_width": self.half_width,
            "u_percent": self.u_percent,
            "area_ha": self.area_ha,
            "total": self.total,
            "strata": [
                row | {"u_percent": self.of_stratum(row["stratum"]).u_percent}
                for row in self.strata.to_dicts()
            ],
        }


def quantile(df: int, confidence_percent: Decimal) -> float:
    """The two-sided quantile t of Student's distribution: 1.8331 at 90 % with 9 degrees."""
    assert df > 0, "no degrees of freedom"
    return float(stdtrit(df, 0.5 + float(confidence_percent) / 200.0))


def confidence(shelf: Shelf, as_of: date, rule: str = RULE) -> Value:
    """The level of confidence that a rule asks for, per cent (table ``carbon.sampling``)."""
    return shelf.value(TABLE, key=rule, name="confidence_level", unit="%", as_of=as_of)


def stratified(
    plots: pl.DataFrame, areas_ha: Mapping[str, float], confidence_percent: Decimal
) -> Estimate:
    """The stratified mean of plot values (AR-CM-001 sampling clause; Cochran 1977, 5.3 and 5.4).

    Neither the order of plots nor that of strata changes any digit.

    Parameters
    ----------
    plots
        Columns ``stratum`` and ``value`` (per hectare), one row a plot.
    areas_ha
        Area of each stratum.
    confidence_percent
        The level of confidence, two-sided.

    Raises
    ------
    Refused
        E-SA-01 for each stratum with one plot, E-SA-02 for each stratum without plots or without
        area, E-SA-03 for plot values that are no numbers and areas that are not above zero.
    """
    values = by_stratum(plots, "value")
    check_strata(values, areas_ha)
    whole = exact.total(areas_ha.values())
    rows = [
        {
            "stratum": stratum,
            "area_ha": areas_ha[stratum],
            "weight": areas_ha[stratum] / whole,
            "plots": len(found),
            "mean": exact.mean(found),
            "variance": exact.variance(found),
        }
        for stratum, found in sorted(values.items())
    ]
    strata = pl.DataFrame(rows)
    mean = exact.total(strata["weight"] * strata["mean"])
    spread = exact.total(strata["weight"] ** 2 * strata["variance"] / strata["plots"])
    df = int(strata["plots"].sum()) - len(strata)
    return Estimate(strata, mean, math.sqrt(spread), df, confidence_percent)


def by_stratum(plots: pl.DataFrame, column: str) -> dict[str, list[float]]:
    """The values of a column by stratum."""
    grouped = plots.group_by("stratum").agg(pl.col(column))
    return {
        str(stratum): [math.nan if v is None else float(v) for v in values]
        for stratum, values in grouped.iter_rows()
    }


def check_strata(values: Mapping[str, list[float]], areas_ha: Mapping[str, float]) -> None:
    """Refuse, all at once, whatever makes a stratified estimate impossible."""
    wrong = [_unmatched(stratum, plots=False) for stratum in sorted(set(areas_ha) - set(values))]
    wrong += [_unmatched(stratum, plots=True) for stratum in sorted(set(values) - set(areas_ha))]
    for stratum in sorted(set(values) & set(areas_ha)):
        if len(values[stratum]) < PLOTS_FOR_VARIANCE:
            facts = {"stratum": stratum, "count": len(values[stratum])}
            wrong.append(Refusal(codes.STRATUM_WITHOUT_VARIANCE, stratum, facts))
    broken = [s for s, found in sorted(values.items()) if not all(map(math.isfinite, found))]
    if broken:
        label = Label("样地值", "plot value")
        wrong.append(measurement_wrong(label, len(broken), broken, ("0", "∞")))
    small = [s for s, area in sorted(areas_ha.items()) if not 0 < area < math.inf]
    if small:
        label = Label("层面积", "area of a stratum")
        wrong.append(measurement_wrong(label, len(small), small, ("> 0 ha", "∞")))
    refuse_all(wrong)


def measurement_wrong(
    label: Label, count: int, examples: list[str], limits: tuple[str, str]
) -> Refusal:
    """E-SA-03: values of a column that are missing, no numbers, or out of range."""
    facts = {
        "column_zh": label.zh,
        "column_en": label.en,
        "count": count,
        "examples": "、".join(examples[:5]),
        "low": limits[0],
        "high": limits[1],
    }
    return Refusal(codes.MEASUREMENT_WRONG, label, facts)


def relative_error(estimate: Estimate, what: Label) -> Decimal:
    """The relative half-width in per cent for comparing with steps, by its shortest decimal form.

    Raises
    ------
    Refused
        E-SA-13 when the mean is zero.
    """
    if estimate.u_percent is None:
        raise Refused.because(
            codes.MEAN_NOT_POSITIVE, what.zh, what_zh=what.zh, what_en=what.en, value=estimate.mean
        )
    return Decimal(repr(estimate.u_percent))


def _unmatched(stratum: str, *, plots: bool) -> Refusal:
    finding = (
        Label("有样地而没有面积", "has plots but no area")
        if plots
        else Label("有面积而没有样地", "has an area but no plots")
    )
    facts = {"stratum": stratum, "finding_zh": finding.zh, "finding_en": finding.en}
    return Refusal(codes.STRATUM_UNMATCHED, stratum, facts)
