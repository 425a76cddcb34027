"""The equations of a method as a graph, cut to what its options need, and run over columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from qingshan.core.carbon.frames import blocks
from qingshan.core.carbon.specification import (
    RATES,
    Equation,
    Option,
    Parameter,
    Quantity,
    Spec,
    Step,
    When,
)

Floats = npt.NDArray[np.float64]
Formula = Callable[..., Any]
Formulas = Mapping[int, Formula]
Settings = Mapping[str, str | bool | None]
Figures = dict[str, Any]

LEVEL = "level"
ROW, CLASS, RUN = "row", "group", "run"
"""Where a quantity varies: by sub-compartment, by species group, or not at all within a run."""


@dataclass(frozen=True)
class Take:
    """A taken name: ``name``, the group column it is looked up by, the flag that it needs."""

    name: str
    column: str = ""
    flag: str = ""

    @classmethod
    def of(cls, words: str) -> Take:
        """From ``name@column?flag``."""
        rest, _, flag = words.partition("?")
        name, _, column = rest.partition("@")
        return cls(name, column, flag)


@dataclass(frozen=True)
class Move:
    """One step that is taken under the settings of a run, with its equation and what it takes."""

    equation: Equation
    gives: Quantity
    takes: tuple[Take, ...]
    level: str


@dataclass(frozen=True)
class Plan:
    """The part of a method's graph that is in force: moves in an order in which they can be made.

    ``inputs`` are the columns that reach a result, ``parameters`` and ``options`` likewise.
    """

    spec: Spec
    formulas: Formulas
    moves: tuple[Move, ...]
    inputs: tuple[Quantity, ...]
    parameters: tuple[Parameter, ...]
    options: tuple[Option, ...]

    @cached_property
    def by_gift(self) -> Mapping[str, Move]:
        """The move that gives a quantity."""
        return {move.gives.name: move for move in self.moves}

    @property
    def group_columns(self) -> tuple[str, ...]:
        """Columns by which a value of a species group is looked up."""
        named = (take.column for move in self.moves for take in move.takes if take.column)
        return tuple(dict.fromkeys(named))

    @property
    def digested(self) -> tuple[str, ...]:
        """The inputs that a digest covers; how a group was found is told beside the result."""
        return tuple(q.name for q in self.inputs if q.name != LEVEL)

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of a run's frame: what went in, then what came out."""
        return tuple(q.name for q in (*self.inputs, *self.spec.outputs))


def holds(when: When | None, settled: Settings) -> bool:
    """Whether the settings are those under which something is in force."""
    return when is None or settled.get(when[0]) == when[1]


def plan_of(spec: Spec, formulas: Formulas, settled: Settings) -> Plan:
    """The moves that lead to the outputs under these settings, each after what it takes."""
    givers = {
        step.gives: (equation, step)
        for equation in spec.equations
        for step in equation.steps
        if holds(step.when, settled)
    }
    walk = _Walk(spec, givers, settled)
    for output in spec.outputs:
        walk.reach(output.name)
    kinds = spec.admitted(settled).values()
    by_layer = len({kind.pool for kind in kinds}) > 1
    always = {"compartment", "group", "level", *(("layer",) if by_layer else ())}
    columns = walk.reached | always | {t.column for m in walk.moves.values() for t in m.takes}
    columns |= {rule.quantity for rule in spec.rules if holds(rule.when, settled)}
    return Plan(
        spec=spec,
        formulas=formulas,
        moves=tuple(walk.moves.values()),
        inputs=tuple(q for q in spec.inputs if q.name in columns),
        parameters=tuple(p for p in spec.parameters if p.name in walk.reached),
        options=tuple(o for o in spec.options if o.name in walk.reached),
    )


class _Walk:
    """From the outputs down to what nothing gives, noting each move once what it takes is noted."""

    def __init__(
        self, spec: Spec, givers: Mapping[str, tuple[Equation, Step]], settled: Settings
    ) -> None:
        self._spec = spec
        self._givers = givers
        self._settled = settled
        self.moves: dict[str, Move] = {}
        self.reached: set[str] = set()
        self._levels: dict[str, str] = {}

    def reach(self, name: str) -> str:
        """Note ``name`` and all below it; where it varies."""
        if name not in self._levels:
            self.reached.add(name)
            self._levels[name] = self._move(name) if name in self._givers else self._leaf(name)
        return self._levels[name]

    def _move(self, name: str) -> str:
        equation, step = self._givers[name]
        takes = tuple(
            take
            for take in map(Take.of, step.takes)
            if not take.flag or self._settled.get(take.flag) is True
        )
        below = {ROW if take.column else self.reach(take.name) for take in takes}
        for take in takes:
            self.reach(take.name)
        level = next((each for each in (ROW, CLASS) if each in below), RUN)
        gives = self._spec.quantity(name)
        assert gives is not None, f"{self._spec.id}: {name} is given but not described"
        self.moves[name] = Move(equation, gives, takes, level)
        return level

    def _leaf(self, name: str) -> str:
        parameter = self._spec.parameter(name)
        if parameter is not None:
            return CLASS if parameter.by_group else RUN
        if name in RATES or self._spec.option(name) is not None:
            return RUN
        known = any(quantity.name == name for quantity in self._spec.inputs)
        assert known, f"{self._spec.id}: nothing gives {name}"
        return ROW


@dataclass(frozen=True)
class Given:
    """Figures that hold for all rows, by name, and of each species group, by name and group."""

    run: Mapping[str, float]
    groups: Mapping[str, Mapping[str, float]]


def group_figures(plan: Plan, given: Given) -> dict[str, dict[str, float]]:
    """Parameters and computed figures of each species group, by name and group."""
    figures = {name: dict(values) for name, values in given.groups.items()}
    run = {**given.run, **run_figures(plan, given)}
    for move in plan.moves:
        if move.level == CLASS:
            act = plan.formulas[move.equation.number]
            own = [figures[take.name] for take in move.takes if take.name in figures]
            figures[move.gives.name] = {
                group: act(
                    *(
                        figures[take.name][group] if take.name in figures else run[take.name]
                        for take in move.takes
                    )
                )
                for group in own[0]
                if all(group in values for values in own)
            }
    return figures


def run_figures(plan: Plan, given: Given) -> dict[str, float]:
    """Computed figures that hold for all rows."""
    figures: dict[str, float] = {}
    for move in plan.moves:
        if move.level == RUN:
            known = {**given.run, **figures}
            act = plan.formulas[move.equation.number]
            figures[move.gives.name] = act(*(known[take.name] for take in move.takes))
    return figures


def compute(plan: Plan, frame: pl.DataFrame, given: Given, keep: Iterable[str]) -> Figures:
    """Run the graph over the columns of ``frame``; the figures named in ``keep``, one per row.

    Each row depends on itself and the given figures alone, so that rows are taken in blocks whose
    figures stay at hand from one step to the next.
    """
    same = {**given.run, **run_figures(plan, given)}
    columns = {q.name: frame[q.name].to_numpy() for q in plan.inputs if q.kind == "number"}
    look = _Lookup(plan, frame, group_figures(plan, given))
    moves = [move for move in plan.moves if move.level == ROW]
    wanted = tuple(keep)
    kept: Figures = {}
    for rows in blocks(len(frame)):
        values = {**same, **{name: column[rows] for name, column in columns.items()}}
        spread = look.spread(rows)
        for move in moves:
            taken = [spread[t.name, t.column] if t.column else values[t.name] for t in move.takes]
            values[move.gives.name] = plan.formulas[move.equation.number](*taken)
        for name in wanted:
            figures = np.asarray(values[name])
            if name not in kept:
                kept[name] = np.empty(len(frame), dtype=figures.dtype)
            kept[name][rows] = figures
    return kept


class _Lookup:
    """Figures of species groups, spread over rows by a column of groups."""

    def __init__(
        self, plan: Plan, frame: pl.DataFrame, figures: Mapping[str, Mapping[str, float]]
    ) -> None:
        self._tables: dict[tuple[str, str], Floats] = {}
        self._numbers: dict[str, Any] = {}
        for take in (take for move in plan.moves for take in move.takes if take.column):
            column = frame[take.column]
            dtype = column.dtype
            assert isinstance(dtype, pl.Enum), "groups are kept as an Enum, whose names are fixed"
            # A group without parameters is one of another pool, whose growing stock is nothing.
            by_group = [figures[take.name].get(name, 0.0) for name in dtype.categories]
            self._tables[take.name, take.column] = np.array(by_group, dtype=np.float64)
            self._numbers[take.column] = column.to_physical().to_numpy()

    def spread(self, rows: slice) -> dict[tuple[str, str], Floats]:
        """The figures of some rows, by name and column of groups."""
        return {
            (name, column): table.take(self._numbers[column][rows])
            for (name, column), table in self._tables.items()
        }
