"""Whether residuals still rise or fall with age: then the form does not fit these stands."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr

Floats = npt.NDArray[np.float64]
PARAMETERS = 2


@dataclass(frozen=True)
class Trend:
    """The slope of residuals over age, m3/ha a year, and how likely chance alone gives it."""

    slope: float
    p_value: float


def trend_of(age_yr: Floats, residual: Floats, area_ha: Floats) -> Trend:
    """The line through the residuals by least squares, each stand weighted by its area.

    Two-sided test of Student on the slope; residuals without any spread have no trend.
    """
    weight = area_ha / area_ha.sum()
    age = age_yr - float(weight @ age_yr)
    spread = float(weight @ age**2)
    slope = float(weight @ (age * residual)) / spread if spread else 0.0
    left = residual - float(weight @ residual) - slope * age
    freedom = len(age_yr) - PARAMETERS
    if freedom < 1 or not spread:
        return Trend(slope, 1.0)
    error = np.sqrt(float(weight @ left**2) / spread / freedom)
    if not error:
        return Trend(slope, 1.0)
    return Trend(slope, float(2.0 * stdtr(freedom, -abs(slope / error))))
