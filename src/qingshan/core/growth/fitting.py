"""Area-weighted, bounded least squares of one form of curve, from many starts, always the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import least_squares

from qingshan.core.growth.forms import Form
from qingshan.core.growth.limits import Limits
from qingshan.core.growth.stands import Stands

Floats = npt.NDArray[np.float64]

POLISHED = 4
"""How many of the best starts are followed to their end."""

_LEAST_ASYMPTOTE = 0.05
_NEAR_BOUND = 1e-5
_ROUGH, _FINE = 1e-8, 1e-14


@dataclass(frozen=True)
class Fit:
    """One form fitted to the stands of one group.

    Attributes
    ----------
    values : array
        Parameters in the order of the form; A in m3/ha, ages in years.
    covariance : array or None
        Of the parameters; None when the data do not determine them.
    rmse_m3_ha : float
        Square root of the weighted mean of squared residuals.
    r_squared : float
        One minus the weighted residual over the weighted total sum of squares.
    aicc : float
        n ln(SSE/n) + 2K + 2K(K+1)/(n-K-1), K parameters and the variance (Hurvich and Tsai 1989).
    at_bound : tuple of str
        Parameters that stand at the edge of the search.
    """

    form: Form
    values: Floats
    covariance: Floats | None
    count: int
    sse: float
    rmse_m3_ha: float
    r_squared: float
    aicc: float
    at_bound: tuple[str, ...]

    @property
    def freedom(self) -> int:
        """Degrees of freedom of the residuals."""
        return self.count - self.form.count


@dataclass(frozen=True)
class _Problem:
    """Stands of one age count as one point: their mean, under the sum of their weights."""

    age: Floats
    mean: Floats
    weight: Floats
    within: float
    total: float
    age_scale: float
    volume_scale: float
    asymptote_max: float


def fit_form(stands: Stands, form: Form, limits: Limits) -> Fit:
    """Fit one form by least squares of the volumes, each stand weighted by its area.

    The search runs on logarithms of the parameters, with ages and volumes in units of their mean
    and maximum, so that neither the order of rows nor the unit of volume matters. It begins from
    the best points of a fixed grid; nothing is drawn by lot.
    """
    problem = _problem(stands, limits)
    best: tuple[float, Floats] | None = None
    for start in _starts(problem, form):
        cost, found = _polish(problem, form, start, _ROUGH)
        if best is None or cost < best[0] * (1 - 1e-6):
            best = (cost, found)
    assert best is not None, "a form has at least one start"
    _, logs = _polish(problem, form, best[1], _FINE)
    return _judged(problem, form, logs, len(stands))


def _problem(stands: Stands, limits: Limits) -> _Problem:
    weight = stands.area_ha / stands.area_ha.mean()
    age_scale = float(np.average(stands.age_yr, weights=weight))
    volume_scale = float(stands.volume_m3_ha.max())
    volume = stands.volume_m3_ha / volume_scale
    ages, at = np.unique(stands.age_yr, return_inverse=True)
    sums = np.asarray(np.bincount(at, weights=weight), dtype=np.float64)
    means = np.asarray(np.bincount(at, weights=weight * volume) / sums, dtype=np.float64)
    centre = float(np.average(volume, weights=weight))
    return _Problem(
        age=ages / age_scale,
        mean=means,
        weight=sums,
        within=float(np.sum(weight * (volume - means[at]) ** 2)),
        total=float(np.sum(weight * (volume - centre) ** 2)),
        age_scale=age_scale,
        volume_scale=volume_scale,
        asymptote_max=limits.asymptote_factor_max,
    )


def _starts(problem: _Problem, form: Form) -> list[Floats]:
    """The best points of the grid; the asymptote enters linearly and is solved for each."""
    found = []
    for number, shape in enumerate(form.starts()):
        risen = form.shape(problem.age, shape)
        square = float(np.sum(problem.weight * risen**2))
        height = float(np.sum(problem.weight * risen * problem.mean)) / max(square, 1e-300)
        height = min(max(height, _LEAST_ASYMPTOTE * 1.01), problem.asymptote_max * 0.99)
        left = float(np.sum(problem.weight * (problem.mean - height * risen) ** 2))
        found.append((left, number, np.log(np.concatenate([[height], shape]))))
    found.sort(key=lambda one: one[:2])
    return [start for _, _, start in found[:POLISHED]]


def _bounds(problem: _Problem, form: Form) -> tuple[Floats, Floats]:
    box = ((_LEAST_ASYMPTOTE, problem.asymptote_max), *form.box)
    low, high = np.log(np.array(box)).T
    return low, high


def _polish(problem: _Problem, form: Form, start: Floats, tolerance: float) -> tuple[float, Floats]:
    root = np.sqrt(problem.weight)

    def misses(logs: Floats) -> Floats:
        return np.asarray(root * (form.volumes(problem.age, np.exp(logs)) - problem.mean))

    def slopes(logs: Floats) -> Floats:
        values = np.exp(logs)
        return np.asarray((form.slopes(problem.age, values) * values[:, None] * root).T)

    low, high = _bounds(problem, form)
    found = least_squares(
        misses,
        np.clip(start, low + 1e-9, high - 1e-9),
        jac=slopes,
        bounds=(low, high),
        method="trf",
        x_scale="jac",
        ftol=tolerance,
        xtol=tolerance,
        gtol=tolerance,
        max_nfev=400,
    )
    return float(found.cost), np.asarray(found.x, dtype=np.float64)


def _judged(problem: _Problem, form: Form, logs: Floats, count: int) -> Fit:
    scaled = np.exp(logs)
    left = problem.mean - form.volumes(problem.age, scaled)
    sse = float(np.sum(problem.weight * left**2)) + problem.within
    low, high = _bounds(problem, form)
    edge = (logs - low < _NEAR_BOUND) | (high - logs < _NEAR_BOUND)
    at_bound = tuple(name for name, is_at in zip(form.parameters, edge, strict=True) if is_at)
    values = np.concatenate([[scaled[0]], form.in_years(scaled[1:], problem.age_scale)])
    values[0] *= problem.volume_scale
    size = form.count + 1
    # Data without any noise leave nothing: the smallest float stands for it in the logarithm.
    spread = max(sse / count, np.finfo(float).tiny)
    penalty = 2 * size + 2 * size * (size + 1) / (count - size - 1)
    return Fit(
        form=form,
        values=values,
        covariance=None if at_bound else _covariance(problem, form, values, sse, count),
        count=count,
        sse=sse * problem.volume_scale**2,
        rmse_m3_ha=float(np.sqrt(sse / count)) * problem.volume_scale,
        r_squared=1.0 - sse / problem.total if problem.total > 0 else 0.0,
        aicc=count * float(np.log(spread * problem.volume_scale**2)) + penalty,
        at_bound=at_bound,
    )


def _covariance(
    problem: _Problem, form: Form, values: Floats, sse: float, count: int
) -> Floats | None:
    """s² (J'WJ)^-1 in the units of the parameters, or None when J'WJ cannot be inverted."""
    slopes = form.slopes(problem.age * problem.age_scale, values)
    size = np.abs(values)
    relative = slopes * size[:, None] / problem.volume_scale
    normal = (relative * problem.weight) @ relative.T
    if not np.isfinite(normal).all() or np.linalg.cond(normal) > 1e12:
        return None
    variance = sse / (count - form.count)
    return np.asarray(variance * np.linalg.inv(normal) * np.outer(size, size))
