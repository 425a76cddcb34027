"""Made-up stands along a known curve, for the tests of this room."""

from __future__ import annotations

import numpy as np
import polars as pl

from qingshan.core.growth.forms import FORMS


def stands(group="杉木", origin="planted", *, noise=0.15, seed=3) -> pl.DataFrame:
    draw = np.random.default_rng(seed)
    ages = np.concatenate([[6.0, 40.0], draw.integers(6, 41, 58)])
    volumes = FORMS["richards"].volumes(ages, np.array([320.0, 0.05, 1.9]))
    return pl.DataFrame(
        {
            "row": range(1, 61),
            "group": [group] * 60,
            "origin": [origin] * 60,
            "age_yr": ages,
            "volume_m3_ha": volumes * np.exp(draw.normal(0, noise, 60)),
            "area_ha": draw.uniform(0.5, 9, 60),
        }
    )
