"""A measurement: an integer for every sub-compartment, and digests to repeat it by."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Self

import polars as pl

from qingshan.core.carbon import refusals as codes
from qingshan.core.carbon.asked import Asked
from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.compartment import Compartments
from qingshan.core.carbon.deduction import TABLE as DISCOUNTS
from qingshan.core.carbon.deduction import Deduction
from qingshan.core.carbon.frames import WORKERS, digest_of_columns, gathered, start_digests
from qingshan.core.carbon.graph import Plan
from qingshan.core.carbon.inputs import KEY
from qingshan.core.carbon.note import Note
from qingshan.core.carbon.options import Settled
from qingshan.core.carbon.plausibility import Sight, judge, yield_t_ha_yr
from qingshan.core.carbon.reckoning import Values, reckon, take
from qingshan.core.carbon.removal import Removal, Replay
from qingshan.core.carbon.sums import Sums, resting_on_recalled
from qingshan.core.carbon.years import calendar_years
from qingshan.core.kernel.digest import digest_of
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.period import Period
from qingshan.core.kernel.units import tonnes_text
from qingshan.core.tables.shelf import Shelf, open_shelf

RESULT_COLUMNS = (KEY, "gross_unit", "removal_unit")

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

    @classmethod
    def of(cls, asked: Asked, values: Values, **more: Any) -> Self:
        """The answer to what was asked, by the values that were read for it."""
        return cls(
            method=asked.found.spec.id,
            period=asked.period,
            as_of=asked.as_of,
            options=asked.settled,
            parameters=values.parameters,
            constants=values.constants,
            deductions=values.deducted,
            **more,
        )

    @property
    def years(self) -> float:
        """Length of the period in calendar years."""
        return calendar_years(self.period)

    @cached_property
    def sums(self) -> Sums:
        """All rows added up, by species group and together."""
        rests = resting_on_recalled(self.frame, self.plan, self.parameters, self.constants)
        return Sums.of(self.frame, rests)

    @property
    def count(self) -> int:
        """How many sub-compartments there are."""
        return self.sums.of_all("count")

    @property
    def area_ha(self) -> float:
        """Area measured, ha (for reading; not part of any digest)."""
        return self.sums.area_ha

    @property
    def by_group(self) -> pl.DataFrame:
        """Per species group: count, area, carbon at both dates, removals; in order of the name."""
        return self.sums.by_group

    @property
    def share_recalled(self) -> float:
        """Share of the result (by absolute removal) resting on recalled parameters."""
        return self.sums.share_recalled

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

    def as_dict(self) -> dict[str, Any]:
        """For JSON: the run without its rows."""
        return {
            "method": self.method,
            "period": {"start": self.period.start.isoformat(), "end": self.period.end.isoformat()},
            "as_of": self.as_of.isoformat(),
            "options": self.options,
            "count": self.count,
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
    the parameters alone, so that neither order nor division of the rows changes any of them.

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
    asked = Asked(method, period, as_of, options or {}, shelf or open_shelf())
    if isinstance(compartments, pl.DataFrame):
        compartments = Compartments(compartments)
    taken = take(compartments.frame, asked)
    values = Values.read(taken.pools, asked)
    with ThreadPoolExecutor(WORKERS) as pool:
        begun = start_digests(pool, taken.frame, asked.plan.digested)
        result = reckon(taken.frame, values, asked)
        begun |= start_digests(pool, result, RESULT_COLUMNS[1:])
        sight = Sight.of(result, asked.years, asked.band)
        judged = judge(sight, asked.years, asked.band, asked.allowed)
        digests = run_digests(asked, values, gathered(begun), len(result))
    notes = (*compartments.notes, *values.notes, *judged)
    return Run.of(asked, values, frame=result, notes=notes, digests=digests)


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


def run_digests(
    asked: Asked, values: Values, columns: Mapping[str, str], count: int
) -> dict[str, str]:
    """The digests of a run: method, every table that it read, inputs, result, parameters.

    ``columns`` holds the digests of the columns digested and of the results, over ``count`` rows.
    """
    plan = asked.plan
    read = {parameter.table for parameter in plan.parameters}
    read |= {DISCOUNTS} if plan.spec.scheme else set()
    tables = {f"table {name}": asked.shelf.digest(name, asked.as_of) for name in sorted(read)}
    return {
        "method": asked.found.digest,
        **tables,
        "inputs": digest_of_columns(count, columns, plan.digested),
        "result": digest_of_columns(count, columns, RESULT_COLUMNS),
        "parameters": values.digest(),
    }


def damaged(zh: str, en: str) -> Refused:
    """The refusal of a kept run whose content no longer fits."""
    return Refused.because(codes.RUN_DAMAGED, "", finding_zh=zh, finding_en=en)
