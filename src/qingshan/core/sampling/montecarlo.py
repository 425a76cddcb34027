"""How doubt about parameters carries into a total: draws by parameter, not by tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Column = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Doubt:
    """Relative standard deviations of parameters by name, such as ``{"马尾松 cf": 0.02}``.

    ``factors`` says which parameters a part of the total is multiplied by.
    """

    relative_sd: Mapping[str, float]
    factors: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Draws:
    """The drawn totals and what they say."""

    values: Column

    @property
    def mean(self) -> float:
        """Mean of the draws."""
        return float(self.values.mean())

    @property
    def sd(self) -> float:
        """Standard deviation of the draws."""
        return float(self.values.std(ddof=1))

    def interval(self, confidence_percent: float) -> tuple[float, float]:
        """The middle part of the draws."""
        tail = (100.0 - confidence_percent) / 2.0
        low, high = np.percentile(self.values, [tail, 100.0 - tail])
        return float(low), float(high)

    def as_dict(self) -> dict[str, Any]:
        """For JSON, without the draws."""
        return {"count": len(self.values), "mean": self.mean, "sd": self.sd}


def propagate(
    parts: Mapping[str, float], doubt: Doubt, *, seed: int, count: int, chunk: int = 1000
) -> Draws:
    """Totals under parameters drawn anew each time; the same for any division into chunks.

    A parameter is drawn once a draw and is the same for every tree that it touches: its error does
    not average out over trees. Factors are log-normal with mean one, so that none is negative.
    Draw k has a generator of its own, seeded by ``seed`` and k.

    Parameters
    ----------
    parts
        Parts of the total by name, such as the carbon of each species group, tC.
    doubt
        Which parameters each part hangs on, and how far they may be from their values.
    seed, count, chunk
        The seed, the number of draws, and how many are held at once.
    """
    places = {name: place for place, name in enumerate(sorted(doubt.relative_sd))}
    values = np.empty(count)
    for start, factors in drawn_factors(doubt.relative_sd, seed=seed, count=count, chunk=chunk):
        drawn = np.zeros(len(factors))
        for part in sorted(parts):
            columns = [places[name] for name in doubt.factors.get(part, ())]
            drawn += parts[part] * factors[:, columns].prod(axis=1)
        values[start : start + len(factors)] = drawn
    return Draws(values)


def drawn_factors(
    relative_sd: Mapping[str, float], *, seed: int, count: int, chunk: int = 1000
) -> Iterator[tuple[int, Column]]:
    """What parameters are multiplied by: a row a draw, a column a name in order of the names.

    Each chunk comes with the number of its first draw.
    """
    names = sorted(relative_sd)
    sigma = np.sqrt(np.log1p(np.array([relative_sd[name] for name in names]) ** 2))
    for start, normal in _normals(seed, count, len(names), chunk):
        yield start, np.exp(normal * sigma - sigma**2 / 2.0)


def _normals(seed: int, count: int, width: int, chunk: int) -> Iterator[tuple[int, Column]]:
    for start in range(0, count, chunk):
        numbers = range(start, min(start + chunk, count))
        drawn = [np.random.default_rng([seed, k]).standard_normal(width) for k in numbers]
        yield start, np.array(drawn).reshape(len(drawn), width)
