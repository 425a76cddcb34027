"""Packages of the route over plots: its lists, its tables, its record, and all of it again."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl
import pyarrow.parquet as pq

from qingshan.core.carbon.package import refusals as codes
from qingshan.core.carbon.package.handed import handed_in
from qingshan.core.carbon.package.manifest import (
    LISTS,
    METHOD,
    PLOT_LISTS,
    READMES,
    RUN,
    SURVEY,
    no_package,
)
from qingshan.core.carbon.package.opening import Unpacked
from qingshan.core.carbon.package.packing import as_json, parquet_bytes, sealed, tables_of, zipped
from qingshan.core.carbon.package.readme import plot_readme
from qingshan.core.carbon.plots.explain import FORMULAS
from qingshan.core.carbon.plots.lists import STRATUM_COLUMNS, Files, read_survey
from qingshan.core.carbon.plots.measuring import measure_plots, replay_plots, strata_frame
from qingshan.core.carbon.plots.run import ROUTE, PlotOptions, PlotRun, PlotSurvey
from qingshan.core.carbon.removal import Removal
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.period import Period
from qingshan.core.sampling.trees import PLOT_COLUMNS, TREE_COLUMNS
from qingshan.core.tables.shelf import Shelf, open_shelf

METADATA = b"qingshan_plot_run"
_KEYS: Mapping[str, tuple[str, ...]] = {
    "plots": ("occasion", "plot"),
    "trees": ("occasion", "plot", "tree"),
    "strata": ("stratum",),
}
_COLUMNS: Mapping[str, Mapping[str, pl.DataType]] = {
    "plots": PLOT_COLUMNS,
    "trees": TREE_COLUMNS,
    "strata": STRATUM_COLUMNS,
}


@dataclass(frozen=True)
class PlotRecord(Removal):
    """What a run over plots was found to be: its strata, and ``told`` as ``PlotRun.as_dict``."""

    frame: pl.DataFrame
    told: Mapping[str, Any]

    @property
    def digest(self) -> str:
        """The digest that was recorded."""
        return str(self.told["digest"])

    @property
    def digests(self) -> Mapping[str, str]:
        """Those of its parts."""
        return dict(self.told["digests"])

    @property
    def period(self) -> Period:
        """From the first occasion to the second."""
        return Period(*(date.fromisoformat(self.told["period"][end]) for end in ("start", "end")))

    @property
    def as_of(self) -> date:
        """The date of the tables."""
        return date.fromisoformat(self.told["as_of"])

    @property
    def options(self) -> PlotOptions:
        """How it was measured."""
        return PlotOptions.from_dict(self.told["options"])


@dataclass(frozen=True)
class OpenedPlots:
    """A package over plots: what was claimed, and from which lists and tables."""

    record: PlotRecord
    survey: PlotSurvey
    shelf: Shelf

    def measured(self) -> PlotRun:
        """Measured anew from its own lists and tables, whatever it claims."""
        record = self.record
        return measure_plots(
            self.survey,
            period=record.period,
            as_of=record.as_of,
            options=record.options,
            shelf=self.shelf,
        )


def pack_plots(
    run: PlotRun,
    survey: PlotSurvey,
    *,
    shelf: Shelf | None = None,
    handed: Files | None = None,
) -> bytes:
    """A run over plots with its lists and table rows, as one zip of always the same bytes.

    Parameters
    ----------
    run, survey
        The run and what it was measured from; lists are packed in order of their keys.
    shelf
        The tables; the project's own by default.
    handed
        The files of the survey, to be packed as they were handed in.

    Raises
    ------
    Refused
        E-PK-01 when the lists do not lead to the run.
    """
    tables = Shelf((shelf or open_shelf()).folder)
    again = replay_plots(survey, run, shelf=tables)
    if not again.is_equal:
        names = ", ".join(again.differs)
        raise Refused.because(codes.INPUTS_OTHER, ROUTE, parts_zh=names, parts_en=names)
    frames = {
        "plots": survey.plots,
        "trees": survey.trees,
        "strata": strata_frame(survey.areas_ha),
    }
    members = {
        RUN: _record_bytes(run),
        METHOD: as_json({"route": ROUTE, "formulas": dict(FORMULAS)}),
        **{f"{name}.parquet": _list_bytes(frames[name], name) for name in PLOT_LISTS},
        **tables_of(tables, run.as_of),
        **({} if handed is None else {SURVEY: bundle_of(handed)}),
    }
    for language, name in READMES.items():
        members[name] = plot_readme(run, language, with_survey=handed is not None).encode()
    return sealed(
        members,
        method=ROUTE,
        as_of=run.as_of.isoformat(),
        digest=run.digest,
        digests=dict(run.digests),
        period={"start": run.period.start.isoformat(), "end": run.period.end.isoformat()},
        options=run.options.as_dict(),
        removal_unit=run.removal,
    )


def opened_plots(package: Unpacked) -> OpenedPlots:
    """The record, lists and tables of an unpacked package over plots (E-PK-02)."""
    frames = {name: package.frame(member) for name, member in zip(PLOT_LISTS, LISTS, strict=True)}
    with package.reading_run():
        words = (pq.read_metadata(package.folder / RUN).metadata or {})[METADATA]
        record = PlotRecord(package.frame(RUN), json.loads(words))
        told = (record.digest, record.removal, record.period, record.as_of, record.options)
        areas = dict(frames["strata"].select("stratum", "area_ha").iter_rows())
    package.check_digest(told[0])
    if record.removal != package.manifest.removal_unit:
        raise no_package(package.name, "合计与清单不符", "the total does not fit its manifest")
    return OpenedPlots(record, PlotSurvey(frames["plots"], frames["trees"], areas), package.shelf)


def bundle_of(files: Files) -> bytes:
    """The files of a survey as handed in, under what each of them is."""
    return zipped(
        {f"{name}{path.suffix.lower()}": path.read_bytes() for name, path in files.named().items()}
    )


def survey_of_bundle(package: Unpacked) -> PlotSurvey:
    """The lists read anew from the files that were handed in.

    Raises
    ------
    Refused
        E-PK-08 for a package without them; as ``read_survey``.
    """
    with handed_in(package, SURVEY) as folder:
        found = {path.stem: path for path in sorted(folder.iterdir())}
        unknown = found.keys() - vars(Files(folder, folder, folder)).keys()
        if unknown or not found.keys() >= set(PLOT_LISTS):
            raise no_package(package.name, "原始数据不是样地调查", "its survey is none of plots")
        return read_survey(Files(**found), as_of=date.fromisoformat(package.manifest.as_of)).survey


def _record_bytes(run: PlotRun) -> bytes:
    """The strata as rows, everything else as words in the file's own metadata."""
    words = json.dumps(run.as_dict(), ensure_ascii=False, sort_keys=True).encode()
    table = run.frame.to_arrow().replace_schema_metadata({METADATA: words})
    buffer = io.BytesIO()
    pq.write_table(table, buffer, compression="zstd")
    return buffer.getvalue()


def _list_bytes(frame: pl.DataFrame, name: str) -> bytes:
    """The columns that a measurement takes, in their kinds and in order of the key."""
    kinds = _COLUMNS[name]
    held = [column for column in kinds if column in frame.columns]
    plain = frame.select(pl.col(column).cast(kinds[column], strict=False) for column in held)
    return parquet_bytes(plain.sort([key for key in _KEYS[name] if key in held]))
