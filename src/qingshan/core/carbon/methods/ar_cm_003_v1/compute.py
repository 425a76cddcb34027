"""AR-CM 森林经营 v1: the formulas, on numbers or columns alike, numbered as in ``spec.py``."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from qingshan.core.carbon.formulas.baseline import baseline_growth, baseline_rate
from qingshan.core.carbon.formulas.closing import (
    CLOSING_WITHOUT_RISK,
    removal_before_deductions,
    total_of_pools,
)
from qingshan.core.carbon.formulas.emission import FIRE_FORMULAS, all_emissions
from qingshan.core.carbon.formulas.stock import carbon_factor, carbon_stock, common_area, larger
from qingshan.core.carbon.formulas.wood_product import PRODUCT_FORMULAS

Floats = npt.NDArray[np.float64]
Number = TypeVar("Number", float, Floats)


def removal_with_products(
    carbon_t1_tc: Number,
    carbon_t2_tc: Number,
    baseline_t: Number,
    emission_t: Number,
    *products_t: Number,
) -> Number:
    """Equation 15: removal in tCO2e, with the carbon of wood products (tCO2) where counted.

    Source: AR-CM-003-V01, net removal (recalled).
    """
    removal = removal_before_deductions(carbon_t1_tc, carbon_t2_tc, baseline_t, emission_t)
    for product_t in products_t:
        removal = removal + product_t
    return removal


FORMULAS = (
    carbon_factor,
    common_area,
    larger,
    carbon_stock,
    total_of_pools,
    baseline_growth,
    baseline_rate,
    *PRODUCT_FORMULAS,
    *FIRE_FORMULAS,
    all_emissions,
    removal_with_products,
    *CLOSING_WITHOUT_RISK,
)
