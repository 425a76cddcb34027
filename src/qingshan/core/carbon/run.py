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
from qingshan.core.carbon.deduction import Deduction, risk, uncertainty
from qingshan.core.carbon.frames import (
    column_digests,
    digest_of_columns,
)
from qingshan.core.carbon.inputs import KEY, checked, with_groups
from qingshan.core.carbon.note import Note
from qingshan.core.carbon.options import Settled, number, settle
from qingshan.core.carbon.parameters import GROUP_PARAMETERS, group_values
from qingshan.core.carbon.plausibility import Band, judge, yield_t_ha_yr
from qingshan.core.carbon.specification import Terms
from qingshan.core.carbon.years import calendar_years
from qingshan.core.kernel.digest import digest_of
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.kernel.period import Period
from qingshan.core.kernel.units import tonnes_text, whole_tonnes
from qingshan.core.tables.row import Value
from qingshan.core.tables.shelf import Shelf, open_shelf

RESULT_COLUMNS = (KEY, "gross_unit", "removal_unit")
FRAME_COLUMNS = (
    KEY, "group", "group_t1", "level", "area_ha", "volume_t1_m3_ha", "volume_t2_m3_ha",
    "emission_t", "carbon_t1_tc", "carbon_t2_tc", "gross_unit", "removal_unit",
)  # fmt: skip
"""``area_ha`` of a run is the area measured: the smaller one of both dates."""

Parameters = dict[str, dict[str, dict[str, Any]]]


@dataclass(frozen=True)
class Run:
    """One result of a method on one set of sub-compartments for one period under one date.

    ``removal`` is the sum of the integers of ``frame`` (0.0001 tCO2e); ``parameters`` hold by
    group and
    name what was read off the tables; ``digests`` cover method, tables, inputs and result.
    """

    method: str
    period: Period
    as_of: date
    options: Settled
    frame: pl.DataFrame
    parameters: Parameters
    deductions: tuple[Deduction, ...]
    notes: tuple[Note, ...]
    digests: Mapping[str, str]

    @cached_property
    def removal(self) -> int:
        """The removal after deductions, in carbon units of 0.0001 t."""
        return int(self.frame["removal_unit"].sum())

    @cached_property
    def gross(self) -> int:
        """The removal before deductions, in carbon units."""
        return int(self.frame["gross_unit"].sum())

    @property
    def issuable_t(self) -> int:
        """Whole tonnes that a ticket can carry; a loss carries none."""
        return max(0, whole_tonnes(self.removal))

    @property
    def years(self) -> float:
        """Length of the period in calendar years."""
        return calendar_years(self.period)

    @cached_property
    def area_ha(self) -> float:
        """Area measured, ha (for reading; not part of any digest)."""
        return float(self.frame["area_ha"].sum())

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
                pl.col(
                    "area_ha", "carbon_t1_tc", "carbon_t2_tc", "gross_unit", "removal_unit"
                ).sum(),
            )
            .sort("group")
        )

    @property
    def share_recalled(self) -> float:
        """Share of the result (by absolute removal) resting on recalled parameters."""
        recalled = [
            group
            for group, values in self.parameters.items()
            if any(value["basis"] == "recalled" for value in values.values())
        ]
        weight = self.frame.group_by("group").agg(pl.col("gross_unit").abs().sum())
        whole = int(weight["gross_unit"].sum())
        part = int(weight.filter(pl.col("group").is_in(recalled))["gross_unit"].sum())
        return part / whole if whole else 0.0

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
        E-CA-01 method, E-CA-02 options, E-CA-03 relative error, E-CA-04 yield, E-CA-05 parameters
        of low
        confidence, E-CA-08 inputs; E-TB codes where a table has no value on ``as_of``.
    """
    found = find_method(method)
    settled = settle(found.spec, options or {})
    shelf = shelf or open_shelf()
    frame = compartments.frame if isinstance(compartments, Compartments) else compartments
    frame = checked(frame, found)
    notes = list(compartments.notes) if isinstance(compartments, Compartments) else []
    deducted, more = _deductions(shelf, settled, as_of)
    notes += more
    frame, groups = with_groups(frame)
    values = group_values(shelf, groups, as_of)
    _check_confidence(values, settled)
    years = calendar_years(period)
    baseline = number(settled, "baseline_removal") if settled["baseline"] == "scenario" else None
    terms = Terms(years, float(baseline or 0), deducted[0].fraction, deducted[1].fraction)
    factors = {
        group: found.factor(*(value[name].number for name in GROUP_PARAMETERS))
        for group, value in values.items()
    }
    measured = found.execute(frame, factors, terms)
    result = _assemble(frame, measured)
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
            for group, named in values.items()
        },
        deductions=deducted,
        notes=tuple(notes),
        digests=_digests(found, shelf, as_of, frame, result)
        | {"parameters": _rows_digest(values, deducted)},
    )


@dataclass(frozen=True)
class Replay:
    """A run repeated: whether it is equal, and where it first differs."""

    is_equal: bool
    differs: tuple[str, ...]
    run: Run


def replay(
    compartments: Compartments | pl.DataFrame, recorded: Run, *, shelf: Shelf | None = None
) -> Replay:
    """Measure again under the recorded method, period, date and options, and compare the digests.

    ``differs`` names the parts that differ: ``method``, ``tables``, ``inputs``, ``result``.
    Integers are
    compared through their digest; equal digests are equal integers for every sub-compartment.
    """
    again = measure(
        compartments,
        method=recorded.method,
        period=recorded.period,
        as_of=recorded.as_of,
        options={name: value for name, value in recorded.options.items() if value is not None},
        shelf=shelf,
    )
    names = sorted({*again.digests, *recorded.digests})
    differs = tuple(n for n in names if again.digests.get(n) != recorded.digests.get(n))
    return Replay(again.digest == recorded.digest, differs, again)


def _deductions(
    shelf: Shelf, settled: Settled, as_of: date
) -> tuple[tuple[Deduction, Deduction], list[Note]]:
    first, notes = uncertainty(shelf, settled, as_of)
    second, more = risk(shelf, settled, as_of)
    return (first, second), [*notes, *more]


def _check_confidence(values: Mapping[str, Mapping[str, Value]], settled: Settled) -> None:
    if settled["allow_low_confidence"]:
        return
    refuse_all(
        Refusal(
            codes.CONFIDENCE_LOW,
            f"{value.table} · {group} · {name}",
            {"parameter": f"{group} {name}", "source": value.source.title},
        )
        for group, named in values.items()
        for name, value in named.items()
        if value.confidence == "L"
    )


def _assemble(frame: pl.DataFrame, measured: pl.DataFrame) -> pl.DataFrame:
    joined = frame.drop("area_ha").hstack(measured.rename({"area_measured_ha": "area_ha"}))
    return joined.select(FRAME_COLUMNS)


def _digests(
    method: Method, shelf: Shelf, as_of: date, frame: pl.DataFrame, result: pl.DataFrame
) -> dict[str, str]:
    columns = tuple(quantity.name for quantity in method.spec.inputs)
    inputs = column_digests(frame, columns)
    results = column_digests(result, RESULT_COLUMNS[1:]) | {KEY: inputs[KEY]}
    tables = {f"table {name}": shelf.digest(name, as_of) for name in method.spec.tables}
    return {
        "method": method.digest,
        **tables,
        "inputs": digest_of_columns(len(frame), inputs, columns),
        "result": digest_of_columns(len(frame), results, RESULT_COLUMNS),
    }


def _rows_digest(values: Mapping[str, Mapping[str, Value]], deducted: tuple[Deduction, ...]) -> str:
    """Over every table row that entered the result, and nothing else of its table."""
    rows = {
        group: {name: value.canonical() for name, value in named.items()}
        for group, named in values.items()
    }
    return digest_of({"groups": rows, "deductions": [d.as_dict() for d in deducted]})


def damaged(zh: str, en: str) -> Refused:
    """The refusal of a kept run whose content no longer fits."""
    return Refused.because(codes.RUN_DAMAGED, "", finding_zh=zh, finding_en=en)
