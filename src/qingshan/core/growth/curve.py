"""A curve for use: volumes and their band within the ages that the data support."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.special import stdtrit

from qingshan.core.growth import refusals as codes
from qingshan.core.growth.fitting import Fit, fit_form
from qingshan.core.growth.forms import FORMS, Form
from qingshan.core.growth.limits import Limits
from qingshan.core.growth.stands import Stands, usable
from qingshan.core.growth.trend import Trend, trend_of
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.kernel.label import Label

Floats = npt.NDArray[np.float64]

NAMED_MOST = 5


@dataclass(frozen=True)
class Band:
    """Volumes in m3/ha with the bounds of the band; NaN bounds where the band is unknown."""

    low: Floats
    mid: Floats
    high: Floats


@dataclass(frozen=True)
class Curve:
    """The chosen form for one species group and origin, beside those that were not chosen."""

    stands: Stands
    fit: Fit
    candidates: tuple[Fit, ...]
    limits: Limits

    @property
    def id(self) -> str:
        """Name of the curve in a file: group and origin."""
        return self.stands.id

    @property
    def label(self) -> Label:
        """Group and origin in words."""
        return self.stands.label

    @property
    def first_yr(self) -> int:
        """First age at which it may be used: ``reach`` years below the youngest stand."""
        return max(1, int(np.ceil(self.stands.age_yr[0])) - self.limits.reach_yr)

    @property
    def last_yr(self) -> int:
        """Last age at which it may be used: ``reach`` years above the oldest stand."""
        return int(np.floor(self.stands.age_yr[-1])) + self.limits.reach_yr

    @cached_property
    def trend(self) -> Trend:
        """Whether the residuals still change with age."""
        fitted = self.fit.form.volumes(self.stands.age_yr, self.fit.values)
        left = self.stands.volume_m3_ha - fitted
        return trend_of(self.stands.age_yr, left, self.stands.area_ha)

    @property
    def doubts(self) -> tuple[Label, ...]:
        """What a user of the curve must know."""
        said = []
        if self.fit.r_squared < self.limits.r_squared_doubt:
            r = f"{self.fit.r_squared:.2f}"
            said.append(
                Label(
                    f"R² 只有 {r}，小班间差异大，曲线只代表平均水平。",
                    f"R² is only {r}: stands differ much, and the curve tells their mean.",
                )
            )
        if self.trend.p_value < self.limits.trend_p:
            slope, p = f"{self.trend.slope:+.2f}", f"{self.trend.p_value:.3f}"
            said.append(
                Label(
                    f"残差仍随林龄变化（每年 {slope} m³/ha，p = {p}），曲线形状与小班不完全相符。",
                    f"Residuals still change with age ({slope} m3/ha a year, p = {p}): the form "
                    f"does not wholly fit these stands.",
                )
            )
        if self.fit.at_bound:
            names = ", ".join(self.fit.at_bound)
            said.append(
                Label(
                    f"参数 {names} 落在搜索边界上，数据不足以确定它，置信带未知。",
                    f"Parameter {names} stands at the edge of the search: the data do not "
                    f"determine it, and the band is unknown.",
                )
            )
        elif self.fit.covariance is None:
            said.append(
                Label(
                    "参数之间几乎完全相关，置信带未知。",
                    "Parameters are almost wholly correlated; the band is unknown.",
                )
            )
        return tuple(said)

    def volumes(self, age_yr: Floats) -> Floats:
        """Volume in m3/ha at each age (yr).

        Raises
        ------
        Refused
            E-GR-03 for ages further from the data than the table allows.
        """
        self.check(age_yr)
        return self.fit.form.volumes(age_yr, self.fit.values)

    def band(self, age_yr: Floats) -> Band:
        """Volumes with the confidence band of the mean curve, by the delta method (E-GR-03)."""
        mid = self.volumes(age_yr)
        half = self.quantile * self._errors(self.fit.form.slopes(age_yr, self.fit.values))
        return Band(np.maximum(mid - half, 0.0), mid, mid + half)

    def growth(self, age_yr: Floats, years: float) -> Band:
        """By what factor volume grows over so many years, with its band.

        The factor is f(t + years) / f(t); its band is that of the logarithm, by the delta method.
        """
        self.check(np.concatenate([age_yr, age_yr + years]))
        now, then = (self.fit.form.volumes(at, self.fit.values) for at in (age_yr, age_yr + years))
        slopes_now = self.fit.form.slopes(age_yr, self.fit.values)
        slopes_then = self.fit.form.slopes(age_yr + years, self.fit.values)
        with np.errstate(divide="ignore", invalid="ignore"):
            ratio = np.where(now > 0, then / now, np.nan)
            slopes = slopes_then / then - slopes_now / now
        spread = np.exp(self.quantile * self._errors(slopes))
        return Band(ratio / spread, ratio, ratio * spread)

    def check(self, age_yr: Floats) -> None:
        """Refuse ages that lie further from the data than the table allows (E-GR-03)."""
        beyond = np.flatnonzero((age_yr < self.first_yr) | (age_yr > self.last_yr))
        if len(beyond):
            raise Refused(self.beyond(age_yr[beyond], [f"{a:g} yr" for a in age_yr[beyond]]))

    def beyond(self, age_yr: Floats, rows: Sequence[str]) -> Refusal:
        """The refusal for ages beyond the range."""
        facts = {
            "curve": self.label.zh,
            "ages": f"{age_yr.min():g}–{age_yr.max():g}",
            "first": self.first_yr,
            "last": self.last_yr,
            "reach": self.limits.reach_yr,
            "count": len(rows),
            "rows": "、".join(rows[:NAMED_MOST]),
        }
        return Refusal(codes.AGE_BEYOND, self.stands.group, facts)

    @property
    def quantile(self) -> float:
        """Student's t, two-sided at the confidence of the table."""
        return float(stdtrit(self.fit.freedom, 0.5 + self.limits.confidence / 2))

    def residuals(self) -> pl.DataFrame:
        """For a plot: row, age_yr, volume_m3_ha, fitted_m3_ha, residual_m3_ha, area_ha."""
        fitted = self.fit.form.volumes(self.stands.age_yr, self.fit.values)
        return pl.DataFrame(
            {
                "row": self.stands.rows,
                "age_yr": self.stands.age_yr,
                "volume_m3_ha": self.stands.volume_m3_ha,
                "fitted_m3_ha": fitted,
                "residual_m3_ha": self.stands.volume_m3_ha - fitted,
                "area_ha": self.stands.area_ha,
            }
        )

    def _errors(self, slopes: Floats) -> Floats:
        if self.fit.covariance is None:
            return np.full(slopes.shape[1], np.nan)
        squares = np.einsum("pi,pq,qi->i", slopes, self.fit.covariance, slopes)
        return np.asarray(np.sqrt(np.maximum(squares, 0.0)))


@dataclass(frozen=True)
class Curves:
    """All curves of a file, what was left out and the groups that got none."""

    curves: tuple[Curve, ...]
    left_out: dict[str, int]
    without: tuple[Refusal, ...]
    count: int

    def find(self, curve_id: str) -> Curve | None:
        """The curve of a group and origin, or None."""
        return next((curve for curve in self.curves if curve.id == curve_id), None)


def fit_curve(stands: Stands, limits: Limits, forms: Iterable[Form] = FORMS.values()) -> Curve:
    """Fit every form and choose the one with the least AICc.

    A form whose parameters the data determine goes before one that ran into the edge of the
    search; among equals AICc decides, then the order of the forms.

    Raises
    ------
    Refused
        E-GR-01 for too few stands or ages, E-GR-02 when no form explains the volumes.
    """
    facts = {"group_zh": stands.label.zh, "group_en": stands.label.en}
    if len(stands) < limits.stands_min or stands.ages < limits.ages_min:
        least = {"stands_min": limits.stands_min, "ages_min": limits.ages_min}
        counted = {"count": len(stands), "ages": stands.ages}
        raise Refused.because(codes.GROUP_SMALL, stands.group, **facts, **least, **counted)
    fits = [fit_form(stands, form, limits) for form in forms]
    ranked = sorted(fits, key=lambda fit: (fit.covariance is None, fit.aicc))
    best = max(fit.r_squared for fit in fits)
    if ranked[0].r_squared < limits.r_squared_min:
        told = {"r_squared": f"{best:.2f}", "least": f"{limits.r_squared_min:g}"}
        raise Refused.because(codes.NOT_RISING, stands.group, **facts, **told)
    return Curve(stands, ranked[0], tuple(ranked), limits)


def fit_curves(frame: pl.DataFrame, limits: Limits) -> Curves:
    """A curve for each species group and origin of a file (columns ``stands.COLUMNS``).

    Groups that cannot be fitted are told in ``without``; only when none can they are refused.

    Raises
    ------
    Refused
        E-GR-05 when no stand is usable; E-GR-01 and E-GR-02 when no group gets a curve.
    """
    found = usable(frame)
    curves: list[Curve] = []
    without: list[Refusal] = []
    for stands in found.groups:
        try:
            curves.append(fit_curve(stands, limits))
        except Refused as refused:
            without += refused.refusals
    if not curves:
        refuse_all(without)
    return Curves(tuple(curves), dict(found.left_out), tuple(without), found.count)
