"""A measurement: an integer for every sub-compartment, and digests to repeat it by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

import polars as pl

from qingshan.core.carbon import refusals as codes
from qingshan.core.carbon.catalogue import Method
from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.compartment import Compartments
from qingshan.core.carbon.deduction import TABLE as DISCOUNTS
from qingshan.core.carbon.deduction import Deduction, deductions
from qingshan.core.carbon.frames import column_digests, digest_of_columns
from qingshan.core.carbon.graph import Given, Plan, compute
from qingshan.core.carbon.inputs import KEY, LAYER, checked, pools_of_groups, with_groups
from qingshan.core.carbon.judging import low_confidence, rules_kept
from qingshan.core.carbon.note import Note
from qingshan.core.carbon.options import Settled, effect, needed_by_pools, settle
from qingshan.core.carbon.parameters import Named, pool_values, run_values
from qingshan.core.carbon.plausibility import Band, judge, yield_t_ha_yr
from qingshan.core.carbon.removal import Removal, Replay
from qingshan.core.carbon.years import calendar_years
from qingshan.core.kernel.digest import digest_of
from qingshan.core.kernel.errors import Refused, refuse_all
from qingshan.core.kernel.period import Period
from qingshan.core.kernel.units import tonnes_text
from qingshan.core.tables.shelf import Shelf, open_shelf

RESULT_COLUMNS = (KEY, "gross_unit", "removal_unit")
TOTALS = ("carbon_t1_tc", "carbon_t2_tc", "gross_unit", "removal_unit")

Parameters = dict[str, dict[str, dict[str, Any]]]


@dataclass(frozen=True)
class Run(Removal):
    """One result of a method on one set of sub-compartments for one period under one date.

    ``removal`` is the sum of the integers of ``frame`` (0.0001 tCO2e), whose columns are the inputs
    in force and the method's outputs; ``parameters`` hold by group and name what was read off the
    tables, ``constants`` by name what is the same for every row; ``digests`` cover method, tables,
    inputs and result.
    """

    method: str
    period: Period
    as_of: date
    options: Settled
    frame: pl.DataFrame
    parameters: Parameters
    constants: dict[str, dict[str, Any]]
    deductions: tuple[Deduction, ...]
    notes: tuple[Note, ...]
    digests: Mapping[str, str]

    @property
    def years(self) -> float:
        """Length of the period in calendar years."""
        return calendar_years(self.period)

    @cached_property
    def area_ha(self) -> float:
        """Area measured, ha (for reading; not part of any digest)."""
        return float(self.frame["area_measured_ha"].sum())

    @cached_property
    def plan(self) -> Plan:
        """The part of the method's graph that was in force."""
        return find_method(self.method).plan(self.options)

    @property
    def yield_t_ha_yr(self) -> float:
        """Removal per hectare and year, tCO2e."""
        return yield_t_ha_yr(self.removal, self.area_ha, self.years)

    @cached_property
    def digest(self) -> str:
        """SHA-256 over what the run is: method, period, date, options and the four digests."""
        return digest_of(
            {
                "method": self.method,
                "period": [self.period.start, self.period.end],
                "as_of": self.as_of,
                "options": self.options,
                "digests": dict(self.digests),
            }
        )

    @cached_property
    def by_group(self) -> pl.DataFrame:
        """Per species group: count, area, carbon at both dates, removals; in order of the name."""
        return (
            self.frame.group_by("group")
            .agg(
                pl.len().alias("count"),
                pl.col("area_measured_ha").sum().alias("area_ha"),
                pl.col(TOTALS).sum(),
            )
            .sort("group")
        )

    @cached_property
    def share_recalled(self) -> float:
        """Share of the result (by absolute removal) resting on recalled parameters.

        A row rests on the parameters of its group and of its layer, and on those of what it has
        besides, such as an area burnt.
        """
        groups = [
            group
            for group, values in self.parameters.items()
            if any(value["basis"] == "recalled" for value in values.values())
        ]
        rests = pl.col("group").cast(pl.String).is_in(groups)
        kinds = {kind.code: kind.pool for kind in self.plan.spec.kinds}
        for parameter in self.plan.parameters:
            if self.constants.get(parameter.name, {}).get("basis") != "recalled":
                continue
            if parameter.where:
                rests |= pl.col(parameter.where) != 0
            else:
                codes_of = [code for code, pool in kinds.items() if pool == parameter.pool]
                has_layer = LAYER in self.frame.columns
                rests |= pl.col(LAYER).is_in(codes_of) if has_layer else pl.lit(value=True)
        weight = pl.col("gross_unit").abs()
        part, whole = self.frame.select(weight.filter(rests).sum(), whole=weight.sum()).row(0)
        return int(part) / int(whole) if whole else 0.0

    def as_dict(self) -> dict[str, Any]:
        """For JSON: the run without its rows."""
        return {
            "method": self.method,
            "period": {"start": self.period.start.isoformat(), "end": self.period.end.isoformat()},
            "as_of": self.as_of.isoformat(),
            "options": self.options,
            "count": len(self.frame),
            "area_ha": self.area_ha,
            "gross_unit": self.gross,
            "removal_unit": self.removal,
            "removal_t": tonnes_text(self.removal),
            "issuable_t": self.issuable_t,
            "yield_t_ha_yr": self.yield_t_ha_yr,
            "share_recalled": self.share_recalled,
            "parameters": self.parameters,
            "constants": self.constants,
            "deductions": [deduction.as_dict() for deduction in self.deductions],
            "notes": [note.as_dict() for note in self.notes],
            "digests": dict(self.digests),
            "digest": self.digest,
        }


def measure(
    compartments: Compartments | pl.DataFrame,
    *,
    method: str,
    period: Period,
    as_of: date,
    options: Mapping[str, Any] | None = None,
    shelf: Shelf | None = None,
) -> Run:
    """Measure sub-compartments by a method.

    Every table is read under ``as_of`` for both dates; each row's integer depends on that row and
    the
    parameters alone, so that neither order nor division of the rows changes any of them.

    Parameters
    ----------
    compartments
        As ``compartment.fit`` returns them (columns of the method's ``spec.inputs``).
    method
        Name and version, such as ``gz_ticket_v1``.
    period
        From the survey at ``t1`` to the survey at ``t2``.
    as_of
        The one date under which every table is read.
    options
        Numbers in the unit that the method's option names; absent ones take their default.
    shelf
        The tables; the project's own by default.

    Raises
    ------
    Refused
        E-CA-01 method, E-CA-02 options, E-SA-09 relative error, E-CA-04 yield, E-CA-05 parameters
        of low confidence, E-CA-08 inputs, E-CA-10 layers, E-CA-11 rules of applicability; E-TB
        codes where a table has no value on ``as_of``.
    """
    found = find_method(method)
    settled = settle(found.spec, options or {})
    plan = found.plan(settled)
    shelf = shelf or open_shelf()
    frame = compartments.frame if isinstance(compartments, Compartments) else compartments
    frame, pools = _taken(frame, plan, settled)
    rules_kept(frame, plan, settled, shelf, as_of)
    notes = list(compartments.notes) if isinstance(compartments, Compartments) else []
    deducted, more = deductions(found.spec, settled, shelf, as_of)
    values = _Values(
        pool_values(plan, pools, settled, shelf, as_of),
        run_values(plan, settled, shelf, as_of),
        deducted,
    )
    notes += [*more, *low_confidence(values.rows(), deducted, settled)]
    years = calendar_years(period)
    measured = compute(
        plan, frame, values.given(plan, settled, years), [q.name for q in found.spec.outputs]
    )
    result = frame.with_columns(pl.Series(name, each) for name, each in measured.items())
    result = result.select(plan.columns)
    allowed = settled["allow_yield"]
    notes += judge(result, years, Band.on(shelf, as_of), str(allowed) if allowed else None)
    return Run(
        method=found.spec.id,
        period=period,
        as_of=as_of,
        options=settled,
        frame=result,
        parameters={
            group: {name: value.as_dict() for name, value in named.items()}
            for group, named in values.groups.items()
        },
        constants={name: value.as_dict() for name, value in values.run.items()},
        deductions=deducted,
        notes=tuple(notes),
        digests=_digests(found, plan, shelf, as_of, result) | {"parameters": values.digest()},
    )


def replay(
    compartments: Compartments | pl.DataFrame, recorded: Run, *, shelf: Shelf | None = None
) -> Replay[Run]:
    """Measure again under the recorded method, period, date and options, and compare the digests.

    ``differs`` names the parts that differ: ``method``, ``tables``, ``inputs``, ``result``.
    Integers are compared through their digest; equal digests are equal integers for every
    sub-compartment.
    """
    again = measure(
        compartments,
        method=recorded.method,
        period=recorded.period,
        as_of=recorded.as_of,
        options={name: value for name, value in recorded.options.items() if value is not None},
        shelf=shelf,
    )
    return Replay.of(recorded, again)


@dataclass(frozen=True)
class _Values:
    """What was read off the tables for a run: by group, for all rows, and deducted."""

    groups: Mapping[str, Named]
    run: Named
    deducted: tuple[Deduction, ...]

    def rows(self) -> Named:
        """Every value under the name by which people are told of it."""
        named = {
            f"{group} {name}": value
            for group, values in self.groups.items()
            for name, value in values.items()
        }
        return {**named, **self.run}

    def given(self, plan: Plan, settled: Settled, years: float) -> Given:
        """As figures for the graph."""
        run = {name: value.number for name, value in self.run.items()}
        run |= {option.name: effect(option, settled) for option in plan.options}
        run |= {each.name: each.fraction for each in self.deducted} | {"years": years}
        by_name: dict[str, dict[str, float]] = {
            each.name: {} for each in plan.parameters if each.by_group
        }
        for group, values in self.groups.items():
            for name, value in values.items():
                by_name[name][group] = value.number
        return Given(run, by_name)

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


def _taken(
    frame: pl.DataFrame, plan: Plan, settled: Settled
) -> tuple[pl.DataFrame, dict[str, set[str]]]:
    """The columns that the plan takes, and the groups in them with the pools they stand in."""
    admitted = plan.spec.admitted(settled)
    frame = checked(frame, plan, admitted)
    columns = tuple(dict.fromkeys(("group", *plan.group_columns)))
    frame = with_groups(frame, columns)
    pools = pools_of_groups(frame, columns, plan, admitted)
    refuse_all(needed_by_pools(plan.spec, settled, set().union(*pools.values())))
    return frame, pools


def _digests(
    method: Method, plan: Plan, shelf: Shelf, as_of: date, result: pl.DataFrame
) -> dict[str, str]:
    columns = plan.digested
    inputs = column_digests(result, columns)
    results = column_digests(result, RESULT_COLUMNS[1:]) | {KEY: inputs[KEY]}
    read = {parameter.table for parameter in plan.parameters}
    read |= {DISCOUNTS} if plan.spec.scheme else set()
    tables = {f"table {name}": shelf.digest(name, as_of) for name in sorted(read)}
    return {
        "method": method.digest,
        **tables,
        "inputs": digest_of_columns(len(result), inputs, columns),
        "result": digest_of_columns(len(result), results, RESULT_COLUMNS),
    }


def damaged(zh: str, en: str) -> Refused:
    """The refusal of a kept run whose content no longer fits."""
    return Refused.because(codes.RUN_DAMAGED, "", finding_zh=zh, finding_en=en)
