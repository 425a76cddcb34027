"""What would have been removed all the same: a rate per hectare, or the stand as once managed."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
import numpy.typing as npt

from qingshan.core.carbon.formulas.closing import CO2_PER_C
from qingshan.core.carbon.specification import Equation, Quantity, Step, When
from qingshan.core.kernel.label import Label

Floats = npt.NDArray[np.float64]
Number = TypeVar("Number", float, Floats)

BASELINE = Quantity("baseline_t", Label("基线清除量", "baseline removal"), "tCO2")


def baseline_rate(area_ha: Number, rate_t_ha_yr: float, years: float) -> Number:
    """Removal of the baseline over the period, tCO2, by a rate per hectare and year."""
    return area_ha * (rate_t_ha_yr * years)


def baseline_growth(carbon_t1_tc: Floats, carbon_baseline_tc: Floats) -> Floats:
    """Removal of the baseline, tCO2: what the stand would have grown as it was managed before.

    A stand that would have fallen counts as one that stays, so that no decline is ever credited.
    Source: AR-CM-003-V01, baseline (recalled); the floor at nothing is a rule of this platform.
    """
    return np.maximum((carbon_baseline_tc - carbon_t1_tc) * CO2_PER_C, 0.0)


def rate_equation(number: int, source: Label, when: When | None = None) -> Equation:
    """The statement of ``baseline_rate``."""
    return Equation(
        number,
        Label("基线清除量（按速率）", "baseline removal by a rate"),
        "BSL_s = b · A_s · T",
        source,
        (Step("baseline_t", ("area_measured_ha", "baseline_removal", "years"), when),),
    )


def growth_equation(number: int, source: Label, when: When | None = None) -> Equation:
    """The statement of ``baseline_growth``."""
    return Equation(
        number,
        Label("基线清除量（按原经营方式的蓄积）", "baseline removal by the former management"),
        "BSL_s = max(0, (C_BSL,s,t2 − C_s,t1) · 44/12)",
        source,
        (Step("baseline_t", ("carbon_t1_tc", "tree_baseline_tc"), when),),
    )
