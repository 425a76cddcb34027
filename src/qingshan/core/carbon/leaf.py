"""Opening the figure of one sub-compartment: its tree is the method's graph over that one row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from qingshan.core.carbon.graph import (
    CLASS,
    ROW,
    Given,
    Move,
    Take,
    compute,
    group_figures,
    run_figures,
)
from qingshan.core.carbon.inputs import LAYER
from qingshan.core.carbon.node import Node, figure
from qingshan.core.carbon.options import effect
from qingshan.core.carbon.run import Run
from qingshan.core.carbon.specification import RATES, Parameter, Quantity
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text

UNIT = "0.0001 tCO2e"
RESULT = "removal_unit"


def compartment_id(key: str) -> str:
    """Node id of a sub-compartment's removal."""
    return f"compartment:{key}"


def leaf_tree(run: Run, row: Mapping[str, Any]) -> Node:
    """The removal of one row of ``run.frame`` with everything below it."""
    return Opening(run, row).tree()


class Opening:
    """Figures of a run by the graph: of one row, of a species group, or of the run as a whole."""

    def __init__(self, run: Run, row: Mapping[str, Any] | None = None) -> None:
        self._run = run
        self._plan = run.plan
        self._row = row
        self._given = _given(run)
        self._run_figures = {**self._given.run, **run_figures(self._plan, self._given)}
        self._groups = group_figures(self._plan, self._given)
        self._figures: dict[str, Any] = {}
        pools = {kind.code: kind.pool for kind in self._plan.spec.kinds}
        self._pool = pools.get(str(row.get(LAYER))) if row else None
        if row is not None:
            frame = run.frame.filter(pl.col("compartment") == row["compartment"])
            every = [move.gives.name for move in self._plan.moves if move.level == ROW]
            measured = compute(self._plan, frame, self._given, every)
            self._figures = {name: value[0].item() for name, value in measured.items()}

    def tree(self) -> Node:
        """The integer of the row, and all that it rests on."""
        return self._gift(self._plan.by_gift[RESULT])

    def run_figure(self, short: str) -> Node | None:
        """A computed figure that is the same for every row."""
        return next(
            (
                self._gift(move)
                for move in self._plan.moves
                if move.level not in (ROW, CLASS) and move.gives.short == short
            ),
            None,
        )

    def group_figure(self, short: str, group: str) -> Node | None:
        """A computed figure of a species group, such as its carbon per growing stock."""
        return next(
            (
                self._gift(move, group)
                for move in self._plan.moves
                if move.level == CLASS
                and move.gives.short == short
                and group in self._groups[move.gives.name]
            ),
            None,
        )

    def parameter(self, name: str, group: str = "") -> Node | None:
        """One parameter as it was read: value, unit, source, page, basis, confidence, validity."""
        stated = self._plan.spec.parameter(name)
        held = self._run.parameters.get(group, {}) if group else self._run.constants
        if stated is None or name not in held:
            return None
        return self._parameter(stated, held[name], group)

    def option(self, name: str) -> Node | None:
        """One option with what was chosen, as it counts in the formulas."""
        option = next((each for each in self._plan.options if each.name == name), None)
        if option is None:
            return None
        given = self._run.options.get(name)
        value = effect(option, self._run.options)
        source = {"option": name, "given": given}
        if option.when is not None:
            source |= {option.when[0]: self._run.options.get(option.when[0])}
        shown = f"{value:g}"
        return Node(f"option:{name}", option.label, value, shown, option.unit, source=source)

    def rate(self, name: str) -> Node:
        """A deduction or the length of the period, and where it comes from."""
        if name == "years":
            source = {"period": f"{self._run.period.start} – {self._run.period.last}"}
            years = self._run.years
            return Node("years", RATES[name], years, figure(years, 4), "yr", source=source)
        found = next(d for d in self._run.deductions if d.name == name)
        return Node(
            f"deduction:{name}",
            found.label,
            found.fraction,
            f"{found.percent.normalize():f}%",
            "1",
            source=found.source,
        )

    def _gift(self, move: Move, group: str = "") -> Node:
        name = move.gives.name
        value = self._groups[name][group] if group else self._figures.get(name)
        value = self._run_figures[name] if value is None else value
        below = tuple(self._taken(take, group) for take in move.takes if self._counts(take))
        return Node(
            self._id(move, group),
            self._label(move, group),
            value,
            _shown(value, move.gives),
            move.gives.unit,
            move.equation.text,
            children=below,
        )

    def _counts(self, take: Take) -> bool:
        """Whether a figure is one of the row's own layer; those of other pools are nothing."""
        quantity = self._plan.spec.quantity(take.name)
        if quantity is None or not quantity.layers or not self._pool:
            return True
        return self._pool in quantity.layers

    def _taken(self, take: Take, group: str) -> Node:
        if take.column:
            assert self._row is not None, "a value is looked up by the group of a row"
            group = str(self._row[take.column])
        move = self._plan.by_gift.get(take.name)
        if move is not None:
            return self._gift(move, group if move.level == CLASS else "")
        stated = self._plan.spec.parameter(take.name)
        if stated is not None:
            found = self.parameter(take.name, group if stated.by_group else "")
            assert found is not None, f"{take.name} of {group or 'the run'} was read"
            return found
        if take.name in RATES:
            return self.rate(take.name)
        return self.option(take.name) or self._given_in(take.name)

    def _given_in(self, name: str) -> Node:
        quantity = self._plan.spec.quantity(name)
        assert quantity is not None, f"{name} is a column"
        assert self._row is not None, f"{name} is given by a row"
        value = self._row[name]
        base = compartment_id(self._row["compartment"])
        shown = "—" if value is None else _shown(value, quantity)
        return Node(
            f"{base}/{quantity.short}",
            quantity.label,
            value,
            shown,
            quantity.unit,
            source={"column": name},
        )

    def _parameter(self, stated: Parameter, row: Mapping[str, Any], group: str) -> Node:
        label = Label(f"{group} {stated.label.zh}", f"{stated.label.en} of {group}")
        return Node(
            f"parameter:{group}/{stated.name}" if group else f"parameter:{stated.name}",
            label if group else stated.label,
            float(row["value"]),
            str(row["value"]),
            stated.unit,
            source=row,
        )

    def _id(self, move: Move, group: str) -> str:
        if group:
            return f"{move.gives.short}:{group}"
        if move.level != ROW or self._row is None:
            return f"figure:{move.gives.short}"
        base = compartment_id(self._row["compartment"])
        return base if move.gives.name == RESULT else f"{base}/{move.gives.short}"

    def _label(self, move: Move, group: str) -> Label:
        if group:
            return Label(f"{group} {move.gives.label.zh}", f"{move.gives.label.en} of {group}")
        if move.gives.name == RESULT and self._row is not None:
            key = self._row["compartment"]
            return Label(f"小班 {key} 减排量", f"removal of sub-compartment {key}")
        return move.gives.label


def shorts(run: Run) -> set[str]:
    """The endings of ids below a sub-compartment."""
    named = [*run.plan.inputs, *(move.gives for move in run.plan.moves)]
    return {quantity.short for quantity in named}


def _given(run: Run) -> Given:
    """The figures that entered a run, from what it recorded."""
    plan = run.plan
    figures = {name: float(row["value"]) for name, row in run.constants.items()}
    figures |= {option.name: effect(option, run.options) for option in plan.options}
    figures |= {each.name: each.fraction for each in run.deductions} | {"years": run.years}
    groups: dict[str, dict[str, float]] = {p.name: {} for p in plan.parameters if p.by_group}
    for group, values in run.parameters.items():
        for name, row in values.items():
            groups[name][group] = float(row["value"])
    return Given(figures, groups)


def _shown(value: Any, quantity: Quantity) -> str:
    if quantity.unit == UNIT:
        return f"{tonnes_text(int(value))} t"
    return figure(float(value), quantity.decimals) if isinstance(value, int | float) else str(value)
