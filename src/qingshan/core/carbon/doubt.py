"""How far doubt about parameters moves a removal of sub-compartments, beside the sampling error."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from qingshan.core.carbon.graph import Given, compute
from qingshan.core.carbon.options import effect
from qingshan.core.carbon.run import Run
from qingshan.core.sampling.montecarlo import Draws, drawn_factors
from qingshan.core.tables.shelf import Shelf

TABLE = "sampling.parameter_doubt"
GROSS = "gross_t"
HUNDRED = 100.0

LEVEL = 90.0
"""Of the interval that is told: that of the sampling error beside it, per cent."""

BINS = 24
"""Bars of the picture of the draws."""

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Doubted:
    """Drawn removals before deductions, tCO2e, with what was drawn and what was held.

    ``drawn`` are parameters by name with their relative standard deviation, per cent; ``fixed``
    those for which the table has none, such as potentials of warming that a convention sets.
    """

    draws: Draws
    drawn: dict[str, float]
    fixed: tuple[str, ...]


def doubt_of_run(
    run: Run, shelf: Shelf, *, seed: int, count: int, tell: Progress | None = None
) -> Doubted:
    """Removals before deductions, tCO2e, under parameters drawn from around their values.

    Every method is measured anew along its own graph, so that a parameter acts wherever the method
    lets it act. One of a species group is drawn once for all its sub-compartments at both dates;
    draw k has a generator of its own. It is told beside the result and deducts nothing.

    Parameters
    ----------
    run
        A run as measured or kept.
    shelf
        Where table ``sampling.parameter_doubt`` is read, under the date of the run.
    seed, count, tell
        The seed, the number of draws, and who is told of each draw that is done.
    """
    deviations = {
        parameter.name: shelf.value(
            TABLE, key=parameter.name, name="relative_sd", unit="%", as_of=run.as_of
        ).number
        for parameter in run.plan.parameters
        if parameter.name in shelf.keys(TABLE)
    }
    held = tuple(p.name for p in run.plan.parameters if p.name not in deviations)
    own = {name: deviations[plain] / HUNDRED for name, plain in _drawn(run, deviations)}
    places = {name: place for place, name in enumerate(sorted(own))}
    values = np.empty(count)
    for start, factors in drawn_factors(own, seed=seed, count=count):
        for at, row in enumerate(factors, start):
            given = _given(run, {name: float(row[place]) for name, place in places.items()})
            gross = compute(run.plan, run.frame, given, [GROSS])[GROSS]
            values[at] = math.fsum(gross.tolist())
            if tell is not None:
                tell(at + 1)
    return Doubted(Draws(values), deviations, held)


def told_of(draws: Draws, gross_t: float, seed: int) -> dict[str, Any]:
    """What draws say, for JSON: count, mean, sd, seed, the interval, u, and bars of a picture.

    ``bins`` counts the draws between ``least_t`` and ``most_t`` in bars of one width;
    ``parameters_u_percent`` is half the interval over the removal before deductions, None where
    that is nothing.
    """
    low, high = draws.interval(LEVEL)
    least, most = float(draws.values.min()), float(draws.values.max())
    counts, _ = np.histogram(draws.values, bins=BINS, range=(least, most))
    return draws.as_dict() | {
        "seed": seed,
        "interval_percent": LEVEL,
        "low_t": low,
        "high_t": high,
        "parameters_u_percent": 100.0 * (high - low) / 2.0 / abs(gross_t) if gross_t else None,
        "least_t": least,
        "most_t": most,
        "bins": counts.tolist(),
    }


def _drawn(run: Run, deviations: dict[str, float]) -> Iterator[tuple[str, str]]:
    """Every value that is drawn, with the name of its parameter."""
    for group, named in run.parameters.items():
        yield from ((f"{group} {name}", name) for name in named if name in deviations)
    yield from ((name, name) for name in run.constants if name in deviations)


def _given(run: Run, factors: dict[str, float]) -> Given:
    """The figures of a run with each parameter times its factor."""
    values = {
        name: float(row["value"]) * factors.get(name, 1.0) for name, row in run.constants.items()
    }
    values |= {option.name: effect(option, run.options) for option in run.plan.options}
    values |= {each.name: each.fraction for each in run.deductions} | {"years": run.years}
    groups: dict[str, dict[str, float]] = {
        each.name: {} for each in run.plan.parameters if each.by_group
    }
    for group, named in run.parameters.items():
        for name, row in named.items():
            groups[name][group] = float(row["value"]) * factors.get(f"{group} {name}", 1.0)
    return Given(values, groups)
