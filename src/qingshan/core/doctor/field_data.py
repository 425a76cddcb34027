"""Field data of a forest: checked, and measured on its plots, in a process of its own."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import numpy.typing as npt
import polars as pl
import shapely

from qingshan.core.carbon.figures import Comparison, Own
from qingshan.core.geo.confined import Budget, run_confined
from qingshan.core.kernel.period import Period

FIELD_READER = "qingshan.core.doctor.field_reader"
PLOT_COMPARER = "qingshan.core.doctor.plot_comparer"
MARKED, SHAPES, REPORT = "marked.xlsx", "shapes.arrow", "report.json"
BUDGET = Budget(seconds=120.0)
"""Lists of sixty thousand trees and thousands of photos take longer than a survey."""


@dataclass(frozen=True)
class FieldFiles:
    """The files of a survey of plots; only the list of trees is always there."""

    trees: Path
    plots: Path | None = None
    earlier: Path | None = None
    earlier_plots: Path | None = None
    photos: Path | None = None

    def named(self) -> dict[str, Path]:
        """Every file that was handed in, by what it is."""
        return {name: path for name, path in vars(self).items() if path is not None}


@dataclass(frozen=True)
class Forest:
    """The forest that the plots stand for: outlines with strata, areas of the strata, period.

    ``shapes`` are in degrees (CGCS2000); ``strata`` holds the stratum of each, None where plots
    were not designed by strata.
    """

    shapes: npt.NDArray[Any]
    period: Period
    strata: tuple[str | None, ...] = ()
    areas_ha: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class FieldAnswer:
    """What was found: ``report`` as ``FieldReport.to_json`` tells it, the list of trees marked.

    ``estimate`` is the run over plots as ``PlotRun.as_dict`` tells it, None where the lists do
    not give one; ``hindrances`` say why not.
    """

    report: Mapping[str, Any]
    marked: bytes | None
    estimate: Mapping[str, Any] | None
    hindrances: tuple[Mapping[str, Any], ...]


def check_field_confined(
    files: FieldFiles, forest: Forest, *, as_of: date, language: str = "zh"
) -> FieldAnswer:
    """As ``fieldwork.checking.check_field``, then the route over plots where the lists allow it.

    Raises
    ------
    Refused
        E-UP-25 took too long, E-UP-26 needed too much memory, E-UP-27 the reader broke down,
        E-UP-09 to 14 for an archive of photos; what is wrong with the lists stands in the answer.
    """
    order = _order(files, forest, as_of) | {"language": language}
    with tempfile.TemporaryDirectory(prefix="confined", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        strata = forest.strata or (None,) * len(forest.shapes)
        wkb = pl.Series("shape", shapely.to_wkb(forest.shapes).tolist(), dtype=pl.Binary)
        pl.DataFrame([wkb, pl.Series("stratum", strata, dtype=pl.String)]).write_ipc(
            folder / SHAPES
        )
        told = run_confined(FIELD_READER, folder, files.trees, order, BUDGET)
        marked = folder / MARKED
        return FieldAnswer(
            report=json.loads((folder / REPORT).read_text(encoding="utf-8")),
            marked=marked.read_bytes() if marked.exists() else None,
            estimate=told["estimate"],
            hindrances=tuple(told["hindrances"]),
        )


@dataclass(frozen=True)
class PlotComparison:
    """Someone's own figures beside those of plots; ``digest`` is that of the run over plots."""

    found: Comparison
    digest: str


def compare_field_confined(
    files: FieldFiles, forest: Forest, own: Own, *, as_of: date
) -> PlotComparison:
    """As ``carbon.plots.own.compare_plots``, on the lists and the land of a forest.

    Raises
    ------
    Refused
        What the route over plots refuses of the lists; E-UP-25 to 27 as ``check_field_confined``.
    """
    order = _order(files, forest, as_of) | {
        "own": {"values": dict(own.values), "cells": dict(own.cells)}
    }
    with tempfile.TemporaryDirectory(prefix="confined", ignore_cleanup_errors=True) as name:
        told = run_confined(PLOT_COMPARER, Path(name), files.trees, order, BUDGET)
    return PlotComparison(Comparison.from_trees(told["comparison"]), told["digest"])


def _order(files: FieldFiles, forest: Forest, as_of: date) -> dict[str, Any]:
    return {
        "files": {name: str(path.absolute()) for name, path in files.named().items()},
        "as_of": as_of.isoformat(),
        "period": [forest.period.start.isoformat(), forest.period.end.isoformat()],
        "areas_ha": dict(forest.areas_ha),
    }
