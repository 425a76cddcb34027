"""AR-CM 竹林经营 v1: the formulas, on numbers or columns alike, numbered as in ``spec.py``."""

from __future__ import annotations

from qingshan.core.carbon.formulas.bamboo import BAMBOO_FORMULAS
from qingshan.core.carbon.formulas.baseline import baseline_rate
from qingshan.core.carbon.formulas.closing import (
    CLOSING_WITHOUT_RISK,
    removal_before_deductions,
    total_of_pools,
)
from qingshan.core.carbon.formulas.emission import FERTILISER_FORMULAS, all_emissions
from qingshan.core.carbon.formulas.stock import common_area

FORMULAS = (
    common_area,
    *BAMBOO_FORMULAS,
    total_of_pools,
    *FERTILISER_FORMULAS,
    all_emissions,
    baseline_rate,
    removal_before_deductions,
    *CLOSING_WITHOUT_RISK,
)
