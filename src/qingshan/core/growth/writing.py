"""Curves for other programs: points as CSV, parameters and diagnostics as JSON."""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from qingshan.core.growth.curve import Curve, Curves
from qingshan.core.growth.fitting import Fit
from qingshan.core.growth.stands import REASONS

POINT_COLUMNS = ("curve", "age", "volume", "low", "high")
_DECIMALS = 4


def curve_points(curves: Curves) -> pl.DataFrame:
    """One row a curve and year of age, as a field map's ``[curve]`` reads it.

    Columns ``POINT_COLUMNS``: age in years, volumes in m3/ha rounded to 0.0001; low and high are
    the band, empty where it is unknown. The ages are those at which the curve may be used, so
    that a measurement cannot leave them.
    """
    parts = []
    for curve in curves.curves:
        ages = np.arange(curve.first_yr, curve.last_yr + 1, dtype=np.float64)
        band = curve.band(ages)
        parts.append(
            pl.DataFrame(
                {
                    "curve": [curve.id] * len(ages),
                    "age": ages.astype(np.int64),
                    "volume": band.mid.round(_DECIMALS),
                    "low": pl.Series(band.low.round(_DECIMALS)).fill_nan(None),
                    "high": pl.Series(band.high.round(_DECIMALS)).fill_nan(None),
                }
            )
        )
    return pl.concat(parts)


def residual_points(curves: Curves) -> pl.DataFrame:
    """Residuals of every stand for a plot (columns of ``Curve.residuals``, with ``curve``)."""
    parts = [
        curve.residuals().select(pl.lit(curve.id).alias("curve"), pl.all())
        for curve in curves.curves
    ]
    return pl.concat(parts)


def as_dict(curves: Curves) -> dict[str, Any]:
    """For JSON: stable keys, both languages."""
    return {
        "stands": curves.count,
        "left_out": {
            why: {"count": count, "zh": REASONS[why].zh, "en": REASONS[why].en}
            for why, count in curves.left_out.items()
        },
        "curves": [_curve(curve) for curve in curves.curves],
        "without": [refusal.as_dict() for refusal in curves.without],
    }


def _curve(curve: Curve) -> dict[str, Any]:
    return {
        "curve": curve.id,
        "group": curve.stands.group,
        "origin": curve.stands.origin,
        "label": {"zh": curve.label.zh, "en": curve.label.en},
        "stands": len(curve.stands),
        "area_ha": float(curve.stands.area_ha.sum()),
        "ages_yr": [float(curve.stands.age_yr[0]), float(curve.stands.age_yr[-1])],
        "usable_yr": [curve.first_yr, curve.last_yr],
        "confidence": curve.limits.confidence,
        "residual_trend": {
            "slope_m3_ha_yr": curve.trend.slope,
            "p_value": curve.trend.p_value,
        },
        "chosen": curve.fit.form.name,
        "doubts": [{"zh": said.zh, "en": said.en} for said in curve.doubts],
        "fits": [_fit(fit) for fit in curve.candidates],
    }


def _fit(fit: Fit) -> dict[str, Any]:
    return {
        "form": fit.form.name,
        "label": {"zh": fit.form.label.zh, "en": fit.form.label.en},
        "formula": fit.form.formula,
        "source": fit.form.source,
        "parameters": dict(zip(fit.form.parameters, fit.values.tolist(), strict=True)),
        "covariance": None if fit.covariance is None else fit.covariance.tolist(),
        "rmse_m3_ha": fit.rmse_m3_ha,
        "r_squared": fit.r_squared,
        "aicc": fit.aicc,
        "at_bound": list(fit.at_bound),
    }
