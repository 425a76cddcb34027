"""林业碳票 v1: the formulas, on numbers or columns alike, numbered as in ``spec.py``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

import numpy as np
import numpy.typing as npt
import polars as pl

from qingshan.core.carbon.specification import Terms

Floats = npt.NDArray[np.float64]
Units = npt.NDArray[np.int64]
Number = TypeVar("Number", float, Floats)

CO2_PER_C = 44.0 / 12.0
"""Molar masses of CO2 and C (44 and 12 g/mol) as every method of the family writes them."""

CARBON_UNIT_PER_TONNE = 10_000.0


def carbon_factor(svd: float, bef: float, rsr: float, cf: float) -> float:
    """Equation 1: carbon per growing stock, tC/m3.

    ``svd`` t d.m./m3, ``bef`` and ``rsr`` dimensionless, ``cf`` tC/t d.m.
    Source: AR-CM-001-V01, volume method (recalled).
    """
    return svd * bef * (1.0 + rsr) * cf


def carbon_stock(area_ha: Number, volume_m3_ha: Number, factor_tc_m3: Number) -> Number:
    """Equation 2: carbon stock in tC of ``area_ha`` hectares bearing ``volume_m3_ha``.

    Source: AR-CM-001-V01, volume method (recalled).
    """
    return area_ha * volume_m3_ha * factor_tc_m3


def removal_before_deductions(
    carbon_t1_tc: Number, carbon_t2_tc: Number, baseline_t: Number, emission_t: Number
) -> Number:
    """Equation 3: removal in tCO2e; baseline removal and emission of the period in tCO2e.

    Source: practice of tickets in Sanming and Bijie (no official text at hand).
    """
    return (carbon_t2_tc - carbon_t1_tc) * CO2_PER_C - baseline_t - emission_t


def deduction_factor(removal_t: Floats, deduction: float, risk: float) -> Floats:
    """Equation 4: what a removal is multiplied by; a gain shrinks, a loss grows.

    The sign is that of the sub-compartment, so that the result of a whole is the sum of the
    results of
    its parts; a loss is never made smaller by the risk deduction.
    Source: AR-CM-001-V01 sampling clause (recalled).
    """
    gain = (1.0 - deduction) * (1.0 - risk)
    loss = 1.0 + deduction
    return np.where(removal_t >= 0.0, gain, loss)


def carbon_units(removal_t: Floats) -> Units:
    """Equation 5: tCO2e as integers of 0.0001 t, rounded once, half to even."""
    return np.rint(removal_t * CARBON_UNIT_PER_TONNE).astype(np.int64)


def common_area(area_ha: Floats, area_t1_ha: Floats) -> Floats:
    """The area present at both dates, ha: the smaller, or the current if the earlier is unknown."""
    return np.fmin(area_ha, area_t1_ha)


def execute(frame: pl.DataFrame, factors: Mapping[str, float], terms: Terms) -> pl.DataFrame:
    """Measure every sub-compartment of ``frame`` (columns as ``spec.SPEC.inputs``).

    Parameters
    ----------
    frame
        Sub-compartments, one a row; areas in ha, volumes in m3/ha, emissions in tCO2e.
    factors
        Carbon per growing stock by species group, tC/m3 (equation 1).
    terms
        Years of the period and the deductions.

    Returns
    -------
    DataFrame
        In the order of the rows given: ``area_measured_ha``, ``carbon_t1_tc``, ``carbon_t2_tc``,
        ``gross_unit``, ``removal_unit``. Each row depends on itself alone.
    """
    area = common_area(_floats(frame, "area_ha"), _floats(frame, "area_t1_ha"))
    later = _factors(frame["group"], factors)
    same = bool((frame["group"] == frame["group_t1"]).all())
    earlier = later if same else np.maximum(_factors(frame["group_t1"], factors), later)
    carbon_t1 = carbon_stock(area, _floats(frame, "volume_t1_m3_ha"), earlier)
    carbon_t2 = carbon_stock(area, _floats(frame, "volume_t2_m3_ha"), later)
    baseline = area * (terms.baseline_removal * terms.years)
    gross = removal_before_deductions(carbon_t1, carbon_t2, baseline, _floats(frame, "emission_t"))
    net = gross * deduction_factor(gross, terms.deduction, terms.risk)
    return pl.DataFrame(
        {
            "area_measured_ha": area,
            "carbon_t1_tc": carbon_t1,
            "carbon_t2_tc": carbon_t2,
            "gross_unit": carbon_units(gross),
            "removal_unit": carbon_units(net),
        }
    )


def _floats(frame: pl.DataFrame, column: str) -> Floats:
    values: Floats = frame[column].to_numpy()
    return values


def _factors(groups: pl.Series, factors: Mapping[str, float]) -> Floats:
    dtype = groups.dtype if isinstance(groups.dtype, pl.Enum) else pl.Enum(list(factors))
    table = np.array([factors.get(name, np.nan) for name in dtype.categories], dtype=np.float64)
    result: Floats = table[groups.cast(dtype).to_physical().to_numpy()]
    return result
