"""Field data checked as a whole: trees, plots, photos and an earlier occasion, in one report."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from qingshan.core.fieldwork import refusals as codes
from qingshan.core.fieldwork.digits import check_digits
from qingshan.core.fieldwork.duplicates import check_duplicates
from qingshan.core.fieldwork.finding import EARLIER, LISTS, PLOTS, TREES, Finding, Listed
from qingshan.core.fieldwork.heights import check_heights
from qingshan.core.fieldwork.limits import Limits, Status
from qingshan.core.fieldwork.occasions import Change, Comparison, years_between
from qingshan.core.fieldwork.photos import check_photos, read_photos
from qingshan.core.fieldwork.positions import Places, check_positions
from qingshan.core.fieldwork.shifts import check_units
from qingshan.core.kernel.errors import Refusal
from qingshan.core.kernel.label import Label, joined
from qingshan.core.kernel.level import Level
from qingshan.core.sheets.correction import marked
from qingshan.core.sheets.grid import Limits as SheetLimits
from qingshan.core.sheets.reading import Reading, examine_sheet
from qingshan.core.sheets.specification import Specification

GOOD, ASKS, BLOCKED = "good", "asks", "blocked"
LARGE = SheetLimits(rows=60_000)
"""A survey of trees is longer than other lists."""

_ORDER = {level: number for number, level in enumerate(Level)}
_POSITIONS = Label("样地位置", "positions of plots")
_OCCASIONS = Label("与前期比较", "comparison with an earlier occasion")
_PHOTOS = Label("照片", "photos")


@dataclass(frozen=True)
class Handed:
    """The files that were handed in; only the list of trees is always there."""

    trees: Path
    plots: Path | None = None
    earlier: Path | None = None
    earlier_plots: Path | None = None
    photos: Path | None = None


@dataclass(frozen=True)
class Rules:
    """Under what field data is checked: specifications of the lists, limits, codes, one day."""

    trees: Specification
    plots: Specification
    limits: Limits
    statuses: Mapping[str, Status]
    as_of: date


@dataclass(frozen=True)
class FieldReport:
    """What was found; ``change`` is None when there is no earlier occasion."""

    file: str
    specification: Specification
    readings: Mapping[str, Reading]
    findings: tuple[Finding, ...]
    change: Change | None = None

    @property
    def verdict(self) -> str:
        """``blocked``, ``asks`` or ``good``; what only asks to be looked at leaves it good."""
        levels = {finding.level for finding in self.findings}
        if Level.BLOCKS in levels:
            return BLOCKED
        return ASKS if Level.ASKS in levels else GOOD

    @property
    def count(self) -> int:
        """Trees that were read."""
        sheet = self.readings[TREES].sheet
        return 0 if sheet is None else len(sheet.frame)

    def to_json(self) -> dict[str, Any]:
        """Stable keys, both languages."""
        return {
            "file": self.file,
            "trees": self.count,
            "verdict": self.verdict,
            "lists": {
                name: {
                    "file": None if reading.sheet is None else reading.sheet.file,
                    "digest": None if reading.sheet is None else reading.sheet.digest,
                    "rows": 0 if reading.sheet is None else len(reading.sheet.frame),
                    "notes": [{"zh": n.say("zh"), "en": n.say("en")} for n in reading.notes],
                }
                for name, reading in self.readings.items()
            },
            "change": None if self.change is None else self.change.as_dict(),
            "findings": [finding.as_dict() for finding in self.findings],
        }

    def marked(self, path: Path, language: str = "zh") -> bytes:
        """The list of trees back as .xlsx, with a column of problems (see ``sheets.correction``).

        What belongs to another list, or to no row, stands on a sheet in front.
        """
        reading = self.readings[TREES]
        own = {id(refusal) for refusal in reading.refusals}
        extra = [
            finding.refusal if finding.source == TREES else _without_cell(finding)
            for finding in self.findings
            if id(finding.refusal) not in own
        ]
        return marked(
            path, self.specification, reading, extra=extra, language=language, limits=LARGE
        )


def check_field(handed: Handed, rules: Rules, places: Places | None = None) -> FieldReport:
    """Check everything that was handed in; what cannot be checked is told, never passed over.

    ``places`` are the shapes that plots should lie in. Never raises ``Refused``: a list that
    cannot be read is a finding that blocks.
    """
    lists = {TREES: (handed.trees, rules.trees), PLOTS: (handed.plots, rules.plots)}
    lists[EARLIER] = (handed.earlier, rules.trees)
    readings = {
        name: examine_sheet(path, specification, as_of=rules.as_of, limits=LARGE)
        for name, (path, specification) in lists.items()
        if path is not None
    }
    found = [
        Finding(Level.BLOCKS, refusal, name)
        for name, reading in readings.items()
        for refusal in reading.refusals
    ]
    earlier_plots = None
    if handed.earlier_plots is not None:
        before = examine_sheet(handed.earlier_plots, rules.plots, as_of=rules.as_of, limits=LARGE)
        found += [Finding(Level.BLOCKS, refusal, EARLIER) for refusal in before.refusals]
        earlier_plots = None if before.sheet is None else before.sheet.frame
    frames = {
        name: Listed(reading.sheet, name, rules.trees.column("species").choices)
        for name, reading in readings.items()
        if reading.sheet is not None
    }
    change = None
    if TREES in frames:
        found += _trees(frames, rules)
        found += _plots(frames, rules, places or Places())
        found += _photos(frames, handed.photos, rules)
        said, change = _occasions(frames, earlier_plots, rules)
        found += said
    ordered = sorted(found, key=lambda one: _ORDER[one.level])
    return FieldReport(handed.trees.name, rules.trees, readings, tuple(ordered), change)


def _trees(frames: Mapping[str, Listed], rules: Rules) -> Iterator[Finding]:
    trees = frames[TREES]
    yield from check_heights(trees, rules.limits)
    yield from check_digits(trees, rules.limits)
    yield from check_duplicates(trees, rules.limits)


def _plots(frames: Mapping[str, Listed], rules: Rules, places: Places) -> Iterator[Finding]:
    if PLOTS not in frames:
        reason = Label("没有样地清单", "there is no list of plots")
        yield frames[TREES].untested(_POSITIONS, reason, codes.NOT_TESTED)
        return
    plots, trees = frames[PLOTS], frames[TREES]
    known = set(plots.sheet.frame["plot"].drop_nulls())
    unknown = trees.sheet.frame.filter(
        pl.col("plot").is_not_null() & ~pl.col("plot").is_in(list(known))
    )
    for (plot,), part in unknown.group_by("plot", maintain_order=True):
        yield trees.at(
            Level.BLOCKS, codes.PLOT_UNKNOWN, "plot", int(part["row"][0]),
            plot=plot, count=len(part),
        )  # fmt: skip
    yield from check_positions(plots, places, rules.limits)


def _photos(frames: Mapping[str, Listed], folder: Path | None, rules: Rules) -> Iterator[Finding]:
    if folder is None:
        reason = Label("没有提供照片", "no photos were given")
        yield frames[TREES].untested(_PHOTOS, reason, codes.NOT_TESTED)
        return
    plots = frames[PLOTS].sheet.frame if PLOTS in frames else None
    known = frames[TREES].sheet.frame["plot"] if plots is None else plots["plot"]
    photos, broken = read_photos(folder, set(known.drop_nulls()))
    yield from check_photos(photos, broken, plots, rules.limits)


def _occasions(
    frames: Mapping[str, Listed], earlier_plots: pl.DataFrame | None, rules: Rules
) -> tuple[list[Finding], Change | None]:
    found: list[Finding] = []
    trees = frames[TREES]
    if PLOTS in frames and earlier_plots is not None:
        found += check_units(frames[PLOTS], earlier_plots, rules.limits)
    if EARLIER not in frames:
        reason = Label("没有前期检尺表", "there is no earlier list of trees")
        return [*found, trees.untested(_OCCASIONS, reason, codes.NOT_TESTED)], None
    earlier = frames[EARLIER].sheet.frame
    shifts = list(check_units(trees, earlier, rules.limits))
    shifted = [str(one.refusal.facts["column"]) for one in shifts if one.code == codes.UNIT_CHANGED]
    plots = frames[PLOTS].sheet.frame if PLOTS in frames else None
    comparison = Comparison(
        trees,
        earlier,
        years=years_between(plots, earlier_plots),
        statuses=rules.statuses,
        limits=rules.limits,
        shifted=frozenset(shifted),
    )
    found += [*shifts, *comparison.findings()]
    return found, comparison.change()


def _without_cell(finding: Finding) -> Refusal:
    """A refusal of another list: its cell is none of the list that goes back."""
    facts = {key: value for key, value in finding.refusal.facts.items() if key != "cell"}
    place = joined((LISTS[finding.source], finding.refusal.place), " ")
    return replace(finding.refusal, place=place, facts=facts)
