"""林业碳票 v1: the formulas, on numbers or columns alike, numbered as in ``spec.py``."""

from __future__ import annotations

from qingshan.core.carbon.formulas.bamboo import BAMBOO_FORMULAS
from qingshan.core.carbon.formulas.baseline import baseline_rate
from qingshan.core.carbon.formulas.closing import (
    CLOSING,
    removal_before_deductions,
    total_of_pools,
)
from qingshan.core.carbon.formulas.shrub import SHRUB_FORMULAS
from qingshan.core.carbon.formulas.stock import carbon_factor, carbon_stock, common_area, larger

FORMULAS = (
    carbon_factor,
    common_area,
    larger,
    carbon_stock,
    *BAMBOO_FORMULAS,
    *SHRUB_FORMULAS,
    total_of_pools,
    baseline_rate,
    removal_before_deductions,
    *CLOSING,
)
