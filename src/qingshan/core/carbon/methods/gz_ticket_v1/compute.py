"""林业碳票 v1: the formulas, on numbers or columns alike, numbered as in ``spec.py``."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from qingshan.core.carbon.formulas.bamboo import BAMBOO_FORMULAS
from qingshan.core.carbon.formulas.closing import (
    CLOSING,
    removal_before_deductions,
    total_of_pools,
)
from qingshan.core.carbon.formulas.shrub import SHRUB_FORMULAS
from qingshan.core.carbon.formulas.stock import carbon_factor, carbon_stock, common_area, larger

Floats = npt.NDArray[np.float64]
Number = TypeVar("Number", float, Floats)


def baseline_removal(area_ha: Number, rate_t_ha_yr: float, years: float) -> Number:
    """Equation 11: removal of the baseline scenario over the period, tCO2.

    ``rate_t_ha_yr`` is nothing where the stock at t1 is the baseline.
    Source: practice of tickets in Sanming and Bijie (no official text at hand).
    """
    return area_ha * (rate_t_ha_yr * years)


FORMULAS = (
    carbon_factor,
    common_area,
    larger,
    carbon_stock,
    *BAMBOO_FORMULAS,
    *SHRUB_FORMULAS,
    total_of_pools,
    baseline_removal,
    removal_before_deductions,
    *CLOSING,
)
