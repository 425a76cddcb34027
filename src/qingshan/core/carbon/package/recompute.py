"""Measuring again from a package alone, and where the answer differs from what it claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from qingshan import __version__
from qingshan.core.carbon.difference import Difference, difference
from qingshan.core.carbon.package.manifest import Manifest
from qingshan.core.carbon.package.opening import Unpacked, opened_run, unpacked
from qingshan.core.carbon.package.plots import PlotRecord, opened_plots
from qingshan.core.carbon.plots.difference import PlotDifference, plot_difference
from qingshan.core.carbon.plots.run import PlotRun
from qingshan.core.carbon.removal import Replay
from qingshan.core.carbon.run import Run, replay
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.units import tonnes_text
from qingshan.core.tables.row import Row
from qingshan.core.tables.shelf import Shelf, open_shelf


@dataclass(frozen=True)
class TableChange:
    """A row of a packed table that this installation tells otherwise, or does not have."""

    table: str
    key: str
    name: str
    packed: str
    here: str

    def as_dict(self) -> dict[str, str]:
        """For JSON."""
        return dict(vars(self))


@dataclass(frozen=True)
class Recomputed:
    """What a package claims, and what came out when it was measured again from its own data.

    ``differs`` names the parts whose digests differ (``method``, ``inputs``, ``result``, tables);
    ``difference`` says in full where; ``tables_here`` are rows of the packed tables that this
    installation tells otherwise: the result is what the package says, but rests on other rows.
    """

    manifest: Manifest
    recorded: Run | PlotRecord
    again: Run | PlotRun
    differs: tuple[str, ...]
    difference: Difference | PlotDifference
    tables_here: tuple[TableChange, ...]

    @property
    def is_equal(self) -> bool:
        """Whether every integer and every digest came out again."""
        return not self.differs and self.again.digest == self.recorded.digest

    def as_dict(self) -> dict[str, Any]:
        """For JSON."""
        return {
            "equal": self.is_equal,
            "digest": self.recorded.digest,
            "digest_again": self.again.digest,
            "removal_unit": self.recorded.removal,
            "removal_unit_again": self.again.removal,
            "removal_t": tonnes_text(self.again.removal),
            "issuable_t": self.again.issuable_t,
            "count": len(self.again.frame),
            "method": self.manifest.method,
            "as_of": self.recorded.as_of.isoformat(),
            "code": {"packed": self.manifest.code, "here": __version__},
            "differs": list(self.differs),
            "difference": None if self.is_equal else self.difference.as_dict(),
            "tables_here": [change.as_dict() for change in self.tables_here],
        }


def recompute(path: Path, *, shelf: Shelf | None = None) -> Recomputed:
    """Measure the inputs of a package by its own table rows and compare every integer.

    The package knows its route, sub-compartments or plots. Nothing but the file is needed: no
    database, no network. The formulas are those of this installation; where its method is another
    than the packed one, ``differs`` names ``method``.

    Parameters
    ----------
    path
        The package.
    shelf
        The tables of this installation, to tell what they say otherwise.

    Raises
    ------
    Refused
        As ``opening.opened``, and as ``run.measure`` when the packed data do not measure.
    """
    with unpacked(path) as package:
        return recomputed(package, shelf=shelf)


def recomputed(package: Unpacked, *, shelf: Shelf | None = None) -> Recomputed:
    """The same for a package that was unpacked already."""
    here = shelf or open_shelf()
    if package.is_plots:
        claimed = opened_plots(package)
        measured = claimed.measured()
        return Recomputed(
            manifest=package.manifest,
            recorded=claimed.record,
            again=measured,
            differs=Replay.of(claimed.record, measured).differs,
            difference=plot_difference(
                claimed.record, claimed.record.told, measured, measured.as_dict()
            ),
            tables_here=_otherwise(claimed.shelf, here, measured.as_of),
        )
    found = opened_run(package)
    again = replay(found.inputs, found.run, shelf=found.shelf)
    return Recomputed(
        manifest=package.manifest,
        recorded=found.run,
        again=again.run,
        differs=again.differs,
        difference=difference(found.run, again.run),
        tables_here=_otherwise(found.shelf, here, found.run.as_of),
    )


def _otherwise(packed: Shelf, here: Shelf, as_of: date) -> tuple[TableChange, ...]:
    changes = []
    for table in packed.tables():
        told = {(row.key, row.name): row for row in packed.rows(table, as_of)}
        ours = _rows_here(here, table, as_of)
        for place in sorted(told.keys() | ours.keys()):
            one, other = told.get(place), ours.get(place)
            if _said(one) != _said(other):
                changes.append(TableChange(table, *place, _said(one), _said(other)))
    return tuple(changes)


def _rows_here(here: Shelf, table: str, as_of: date) -> dict[tuple[str, str], Row]:
    try:
        return {(row.key, row.name): row for row in here.rows(table, as_of)}
    except Refused:
        return {}


def _said(row: Row | None) -> str:
    """Value, unit and source of a row; a dash where there is none."""
    return "—" if row is None else f"{row.value_text} {row.unit} ({row.source.id})"
