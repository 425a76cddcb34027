"""Five forms of growth curve: formula, gradient and where the search for parameters begins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from qingshan.core.kernel.label import Label

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Form:
    """One form: V(t) = A g(t), with A > 0 the asymptote and g rising from 0 to 1.

    Attributes
    ----------
    shape : callable
        ``g(age, shape parameters)`` for ages above 0.
    gradient : callable
        Derivatives of g by its parameters, one row a parameter.
    age_powers : tuple
        How each shape parameter scales with the unit of age: 1 for a rate, -1 for a time, 0 for a
        number, None for Korf's b, which scales with a power of another parameter.
    box : tuple of (low, high)
        Where shape parameters are looked for, with ages in units of their mean.
    grid : tuple of tuples
        Values from which the search begins, in the same units.
    """

    name: str
    label: Label
    formula: str
    source: str
    parameters: tuple[str, ...]
    shape: Callable[[Floats, Floats], Floats]
    gradient: Callable[[Floats, Floats], Floats]
    age_powers: tuple[int | None, ...]
    box: tuple[tuple[float, float], ...]
    grid: tuple[tuple[float, ...], ...]

    @property
    def count(self) -> int:
        """Parameters with the asymptote."""
        return len(self.parameters)

    def volumes(self, age_yr: Floats, values: Floats) -> Floats:
        """V (unit of A) at ages (yr); 0 at ages of 0 and below."""
        result = np.zeros(len(age_yr))
        grown = age_yr > 0
        result[grown] = values[0] * self.shape(age_yr[grown], values[1:])
        return result

    def slopes(self, age_yr: Floats, values: Floats) -> Floats:
        """Derivatives of V by every parameter, asymptote first; one row a parameter."""
        result = np.zeros((self.count, len(age_yr)))
        grown = age_yr > 0
        ages = age_yr[grown]
        result[0, grown] = self.shape(ages, values[1:])
        result[1:, grown] = values[0] * self.gradient(ages, values[1:])
        return result

    def starts(self) -> list[Floats]:
        """Every combination of the grid."""
        return [np.array(point) for point in product(*self.grid)]

    def in_years(self, shape: Floats, mean_age_yr: float) -> Floats:
        """Shape parameters found with ages in units of their mean, for ages in years."""
        scaled = shape.copy()
        for at, power in enumerate(self.age_powers):
            if power is None:
                # Korf: b t^-c has no unit, so b is in years to the power of c.
                scaled[at] = shape[at] * mean_age_yr ** shape[at + 1]
            else:
                scaled[at] = shape[at] * mean_age_yr ** float(-power)
        return scaled


def _richards(age: Floats, p: Floats) -> Floats:
    return np.asarray((-np.expm1(-p[0] * age)) ** p[1])


def _richards_slopes(age: Floats, p: Floats) -> Floats:
    left = np.exp(-p[0] * age)
    grown = -np.expm1(-p[0] * age)
    whole = grown ** p[1]
    return np.stack([p[1] * whole / grown * age * left, whole * np.log(grown)])


def _logistic(age: Floats, p: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + p[0] * np.exp(-p[1] * age)))


def _logistic_slopes(age: Floats, p: Floats) -> Floats:
    left = np.exp(-p[1] * age)
    squared = 1.0 / (1.0 + p[0] * left) ** 2
    return np.stack([-left * squared, p[0] * age * left * squared])


def _gompertz(age: Floats, p: Floats) -> Floats:
    return np.asarray(np.exp(-p[0] * np.exp(-p[1] * age)))


def _gompertz_slopes(age: Floats, p: Floats) -> Floats:
    left = np.exp(-p[1] * age)
    whole = np.exp(-p[0] * left)
    return np.stack([-whole * left, whole * p[0] * left * age])


def _korf(age: Floats, p: Floats) -> Floats:
    return np.asarray(np.exp(-p[0] * age ** -p[1]))


def _korf_slopes(age: Floats, p: Floats) -> Floats:
    power = age ** -p[1]
    whole = np.exp(-p[0] * power)
    return np.stack([-whole * power, whole * p[0] * power * np.log(age)])


def _schumacher(age: Floats, p: Floats) -> Floats:
    return np.asarray(np.exp(-p[0] / age))


def _schumacher_slopes(age: Floats, p: Floats) -> Floats:
    return np.stack([-np.exp(-p[0] / age) / age])


FORMS: Mapping[str, Form] = {
    form.name: form
    for form in (
        Form(
            "richards", Label("理查德", "Richards"), "V = A (1 - exp(-k t))^c",
            "Richards 1959, J. Exp. Bot. 10: 290-301 (without its lag term)", ("A", "k", "c"),
            _richards, _richards_slopes, (1, 0),
            ((1e-3, 50.0), (0.05, 100.0)), ((0.3, 0.8, 2.0, 4.0), (0.7, 1.5, 3.0, 8.0)),
        ),
        Form(
            "logistic", Label("逻辑斯谛", "logistic"), "V = A / (1 + b exp(-k t))",
            "Verhulst 1838, Corr. Math. Phys. 10: 113-121", ("A", "b", "k"),
            _logistic, _logistic_slopes, (0, 1),
            ((1e-2, 1e5), (1e-2, 50.0)), ((2.0, 8.0, 30.0, 200.0), (0.7, 1.5, 3.0, 6.0)),
        ),
        Form(
            "gompertz", Label("冈珀茨", "Gompertz"), "V = A exp(-b exp(-k t))",
            "Gompertz 1825, Phil. Trans. R. Soc. 115: 513-583", ("A", "b", "k"),
            _gompertz, _gompertz_slopes, (0, 1),
            ((1e-2, 1e3), (1e-2, 50.0)), ((1.0, 3.0, 6.0, 20.0), (0.5, 1.2, 2.5, 5.0)),
        ),
        Form(
            "korf", Label("考尔夫", "Korf"), "V = A exp(-b t^-c)",
            "Korf 1939, Lesnicka Prace 18: 339-379", ("A", "b", "c"),
            _korf, _korf_slopes, (None, 0),
            ((1e-2, 50.0), (0.05, 8.0)), ((0.3, 0.8, 1.5, 4.0), (0.3, 0.8, 1.5, 3.0)),
        ),
        Form(
            "schumacher", Label("舒马赫", "Schumacher"), "V = A exp(-b / t)",
            "Schumacher 1939, J. For. 37: 819-820", ("A", "b"),
            _schumacher, _schumacher_slopes, (-1,),
            ((1e-2, 50.0),), ((0.2, 0.6, 1.2, 2.5, 5.0),),
        ),
    )
}  # fmt: skip
"""Every form by name; the order breaks a tie."""
