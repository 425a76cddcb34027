"""From rows as they are given to rows with their integers; nothing of the whole is judged here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import polars as pl
import pyarrow as pa

from qingshan.core.carbon.asked import Asked
from qingshan.core.carbon.deduction import Deduction, deductions
from qingshan.core.carbon.graph import Given, compute
from qingshan.core.carbon.inputs import checked, pools_of_groups, with_groups
from qingshan.core.carbon.judging import low_confidence, rules_kept
from qingshan.core.carbon.note import Note
from qingshan.core.carbon.options import effect, needed_by_pools
from qingshan.core.carbon.parameters import Named, pool_values, run_values
from qingshan.core.kernel.digest import digest_of
from qingshan.core.kernel.errors import refuse_all

Pools = dict[str, set[str]]


@dataclass(frozen=True)
class Taken:
    """The columns that the plan takes, in order of the key; groups with the pools they stand in.

    ``was_in_order`` tells whether they came in that order.
    """

    frame: pl.DataFrame
    pools: Pools
    was_in_order: bool


def take(frame: pl.DataFrame, asked: Asked) -> Taken:
    """Rows that may be measured.

    Raises
    ------
    Refused
        E-CA-02 for an option that the rows need, E-CA-08 inputs, E-CA-10 layers, E-CA-11 rules of
        applicability.
    """
    plan, settled = asked.plan, asked.settled
    admitted = plan.spec.admitted(settled)
    frame, was_in_order = checked(frame, plan, admitted)
    columns = tuple(dict.fromkeys(("group", *plan.group_columns)))
    frame = with_groups(frame, columns)
    pools = pools_of_groups(frame, columns, plan, admitted)
    refuse_all(needed_by_pools(plan.spec, settled, set().union(*pools.values())))
    rules_kept(frame, plan, settled, asked.shelf, asked.as_of)
    return Taken(frame, pools, was_in_order)


@dataclass(frozen=True)
class Values:
    """What was read off the tables for a run: by group, for all rows, and deducted."""

    groups: Mapping[str, Named]
    run: Named
    deducted: tuple[Deduction, ...]
    notes: tuple[Note, ...]

    @classmethod
    def read(cls, pools: Pools, asked: Asked) -> Values:
        """The rows in force for these groups.

        Raises
        ------
        Refused
            E-SA-09 relative error, E-CA-05 parameters of low confidence; E-TB codes where a table
            has no value on the date.
        """
        plan, settled, shelf, as_of = asked.plan, asked.settled, asked.shelf, asked.as_of
        deducted, notes = deductions(plan.spec, settled, shelf, as_of)
        groups = pool_values(plan, pools, settled, shelf, as_of)
        run = run_values(plan, settled, shelf, as_of)
        named = {
            f"{group} {name}": value
            for group, values in groups.items()
            for name, value in values.items()
        }
        notes += low_confidence({**named, **run}, deducted, settled)
        return cls(groups, run, deducted, tuple(notes))

    def given(self, asked: Asked) -> Given:
        """As figures for the graph."""
        plan, settled = asked.plan, asked.settled
        run = {name: value.number for name, value in self.run.items()}
        run |= {option.name: effect(option, settled) for option in plan.options}
        run |= {each.name: each.fraction for each in self.deducted} | {"years": asked.years}
        by_name: dict[str, dict[str, float]] = {
            each.name: {} for each in plan.parameters if each.by_group
        }
        for group, values in self.groups.items():
            for name, value in values.items():
                by_name[name][group] = value.number
        return Given(run, by_name)

    @cached_property
    def constants(self) -> dict[str, dict[str, Any]]:
        """Those of all rows by name, for the record of a run."""
        return {name: value.as_dict() for name, value in self.run.items()}

    @cached_property
    def parameters(self) -> dict[str, dict[str, dict[str, Any]]]:
        """Those of the groups by group and name, likewise."""
        return {
            group: {name: value.as_dict() for name, value in named.items()}
            for group, named in self.groups.items()
        }

    def digest(self) -> str:
        """Over every table row that entered the result, and nothing else of its table."""
        rows = {
            group: {name: value.canonical() for name, value in named.items()}
            for group, named in self.groups.items()
        }
        return digest_of(
            {
                "groups": rows,
                "run": {name: value.canonical() for name, value in self.run.items()},
                "deductions": [each.as_dict() for each in self.deducted],
            }
        )


def reckon(frame: pl.DataFrame, values: Values, asked: Asked) -> pl.DataFrame:
    """Rows that were taken, with the outputs of the method.

    Each row's integers depend on that row and the values alone, so that neither order nor division
    of the rows changes any of them. Arrow takes the figures as they lie; a copy of them would cost
    more than most of the steps.
    """
    outputs = [quantity.name for quantity in asked.plan.spec.outputs]
    figures = compute(asked.plan, frame, values.given(asked), outputs)
    result = frame.with_columns(pl.Series(name, pa.array(each)) for name, each in figures.items())
    return result.select(asked.plan.columns)
