"""The lists of a plot survey as they are handed in: plots, trees and strata, units and all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl

from qingshan.core.carbon.plots import refusals as codes
from qingshan.core.carbon.plots.run import PlotSurvey
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import MU_PER_HECTARE, SQUARE_METRE_PER_HECTARE
from qingshan.core.sampling import refusals as sampling_codes
from qingshan.core.sampling.trees import EXAMPLES, PLOT_COLUMNS, TREE_COLUMNS
from qingshan.core.sheets.grid import Limits
from qingshan.core.sheets.plots import plots, trees
from qingshan.core.sheets.reading import examine_sheet
from qingshan.core.sheets.specification import Column, Kind, Specification

LIMITS = Limits(rows=200_000, file_bytes=64 << 20, unpacked_bytes=512 << 20)
"""Of a workbook or of a list with headings in words; longer ones come as Parquet or plain CSV."""

STRATUM_COLUMNS: Mapping[str, pl.DataType] = {"stratum": pl.String(), "area_ha": pl.Float64()}
_ONE = Decimal(1)
_HECTARES = {
    **dict.fromkeys(("公顷", "ha", "hm2", "hm²"), _ONE),
    **dict.fromkeys(("平方米", "m2", "m²"), _ONE / SQUARE_METRE_PER_HECTARE),
    **dict.fromkeys(("亩", "mu"), _ONE / MU_PER_HECTARE),
}
_FIELD_NAMES = {"dbh_cm": "d_cm", "height_m": "h_m"}


@dataclass(frozen=True)
class Files:
    """Where the lists lie; the earlier occasion in files of its own, or told by ``occasion``."""

    trees: Path
    plots: Path
    strata: Path
    earlier_trees: Path | None = None
    earlier_plots: Path | None = None

    def named(self) -> dict[str, Path]:
        """Every file that was handed in, by what it is."""
        return {name: path for name, path in vars(self).items() if path is not None}


@dataclass(frozen=True)
class Handed:
    """The survey as read, and what its reader should know: units assumed or converted."""

    survey: PlotSurvey
    notes: tuple[Label, ...]


@dataclass(frozen=True)
class _Listed:
    frame: pl.DataFrame
    notes: tuple[Label, ...]
    refusals: tuple[Refusal, ...] = ()


def specifications() -> dict[str, Specification]:
    """The three lists: ``plots``, ``trees`` and ``strata``, each as a template can be made of it.

    Plots and trees are those of the field, with what a measurement needs besides: stratum,
    occasion, count, age of a culm.
    """
    field_plots, field_trees = plots(), trees()
    area = replace(field_plots.column("area_m2"), key="area_ha", units=_HECTARES)
    stratum = replace(field_plots.column("stratum"), is_required=True)
    occasion = _number(
        "occasion", Label("期次", "occasion"), Label("前期填较小的数", "earlier: less")
    )
    held = ("plot", "tree", "species", "dbh_cm", "height_m", "status")
    listed = tuple(_renamed(field_trees.column(key)) for key in held)
    count = _number("count", Label("株数", "count"), Label("空为 1 株", "blank: one tree"))
    age = _number("age_du", Label("竹度", "age of a culm"), Label("竹，单位度", "bamboo, in du"))
    strata = Specification(
        "strata",
        Label("层面积表", "list of strata"),
        (
            stratum,
            replace(area, label=Label("面积", "area"), aliases=("层面积", "area of the stratum")),
        ),
        unique=("stratum",),
    )
    return {
        "plots": replace(
            field_plots,
            columns=(field_plots.column("plot"), stratum, area, occasion),
            unique=(),
            either=(),
        ),
        "trees": replace(field_trees, columns=(*listed, count, age, occasion), unique=()),
        "strata": strata,
    }


def read_survey(files: Files, *, as_of: date) -> Handed:
    """Plots, trees and areas of the strata, from .xlsx, .csv or .parquet.

    A Parquet file, and a CSV whose headings are names such as ``d_cm``, is read as it stands: its
    names state the units. Headings in words state theirs: ``样地面积（m²）``; the area of a plot or
    a stratum without one is refused, since hectares and mu differ by fifteen.

    Raises
    ------
    Refused
        E-SH codes of all lists at once; E-CA-12 where the occasion is told twice; E-SA-12 for an
        absent column. What the values are is judged by ``measuring``.
    """
    forms = specifications()
    read = {
        name: _listed(path, forms[name.removeprefix("earlier_")], as_of)
        for name, path in files.named().items()
    }
    refuse_all(refusal for listed in read.values() for refusal in listed.refusals)
    frames = {name: listed.frame for name, listed in read.items()}
    strata = frames["strata"]
    refuse_all((*_twice(frames, files), *_repeated(strata)))
    survey = PlotSurvey(
        _joined(frames, "plots"),
        _joined(frames, "trees"),
        dict(strata.select("stratum", "area_ha").iter_rows()),
    )
    notes = (note for listed in read.values() for note in listed.notes)
    return Handed(survey, tuple(dict.fromkeys(notes)))


def _number(key: str, label: Label, help_: Label) -> Column:
    return Column(key, label, Kind.NUMBER, help_, is_required=False)


def _renamed(column: Column) -> Column:
    return replace(column, key=_FIELD_NAMES.get(column.key, column.key))


def _listed(path: Path, form: Specification, as_of: date) -> _Listed:
    columns = {"plots": PLOT_COLUMNS, "trees": TREE_COLUMNS, "strata": STRATUM_COLUMNS}[form.name]
    plain = _plain(path, columns)
    if plain is not None:
        absent = [name for name in STRATUM_COLUMNS if form.name == "strata" and name not in plain]
        return _Listed(plain, (), tuple(_absent(form.label, name, plain) for name in absent))
    reading = examine_sheet(path, form, as_of=as_of, limits=LIMITS)
    notes = tuple(Label(note.say("zh"), note.say("en")) for note in reading.notes)
    if reading.refusals or reading.sheet is None:
        return _Listed(pl.DataFrame(), notes, reading.refusals)
    frame = reading.sheet.frame.drop("row")
    blank = [name for name in frame.columns if frame[name].null_count() == len(frame)]
    return _Listed(frame.drop(blank), notes)


def _plain(path: Path, columns: Mapping[str, pl.DataType]) -> pl.DataFrame | None:
    """A table whose headings are the names of the columns; None where it is none of these."""
    suffix = path.suffix.lower()
    try:
        if suffix == ".parquet":
            frame = pl.read_parquet(path)
        elif suffix == ".csv" and set(_heads(path)) <= set(columns):
            frame = pl.read_csv(_utf8(path), schema_overrides=dict(columns))
        else:
            return None
    except (OSError, UnicodeDecodeError, pl.exceptions.PolarsError) as fault:
        said = type(fault).__name__
        raise Refused.because(
            codes.LIST_UNREADABLE, path.name, name=path.name, said=said
        ) from fault
    texts = [name for name in frame.columns if columns.get(name) == pl.String()]
    return frame.with_columns(pl.col(texts).cast(pl.String).str.strip_chars())


def _utf8(path: Path) -> bytes:
    """The bytes of a text in UTF-8; what is none was written in GB 18030, as Windows does."""
    data = path.read_bytes()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("gb18030").encode()
    return data


def _heads(path: Path) -> list[str]:
    with path.open("rb") as handle:
        line = handle.readline(1 << 16).decode("utf-8-sig", errors="replace")
    return [word.strip().strip('"') for word in line.split(",")]


def _absent(label: Label, column: str, frame: pl.DataFrame) -> Refusal:
    facts = {
        "table_zh": label.zh,
        "table_en": label.en,
        "column": column,
        "columns": "、".join(frame.columns),
    }
    return Refusal(sampling_codes.COLUMN_MISSING, label, facts)


def _twice(frames: Mapping[str, pl.DataFrame], files: Files) -> Iterator[Refusal]:
    """An occasion told by the file and by a column: which one counts is not for us to say."""
    if files.earlier_trees is None:
        return
    for name, path in files.named().items():
        if name != "strata" and "occasion" in frames[name].columns:
            yield Refusal(codes.OCCASION_TOLD_TWICE, path.name, {"name": path.name})


def _repeated(strata: pl.DataFrame) -> Iterator[Refusal]:
    names = strata.filter(pl.col("stratum").is_duplicated())["stratum"]
    if len(names):
        facts = {
            "what_zh": "层面积表",
            "what_en": "list of strata",
            "count": len(names),
            "examples": "、".join(names.unique().sort().head(EXAMPLES)),
        }
        yield Refusal(sampling_codes.ROW_REPEATED, "层面积表", facts)


def _joined(frames: Mapping[str, pl.DataFrame], name: str) -> pl.DataFrame:
    """The list of both occasions; files of their own are occasion 1 and 2.

    One list of plots stands for both occasions: the same plots were measured twice.
    """
    later = frames[name]
    if "earlier_trees" not in frames:
        return later
    earlier = frames.get(f"earlier_{name}", later)
    both = (
        frame.with_columns(occasion=pl.lit(at, pl.Int64))
        for at, frame in ((1, earlier), (2, later))
    )
    return pl.concat(both, how="diagonal_relaxed")
