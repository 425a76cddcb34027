"""Tables of plots and of trees: what they must hold, checked all at once, and sums by plot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.sampling import exact
from qingshan.core.sampling import refusals as codes
from qingshan.core.sampling.estimate import RULE, TABLE, measurement_wrong
from qingshan.core.tables.shelf import Shelf

STATUS_TABLE, LIMIT_TABLE = "fieldwork.tree_status", "sampling.limit"
EXAMPLES = 5

PLOT_COLUMNS: Mapping[str, pl.DataType] = {
    "occasion": pl.Int64(), "plot": pl.String(), "stratum": pl.String(), "area_ha": pl.Float64(),
}  # fmt: skip
TREE_COLUMNS: Mapping[str, pl.DataType] = {
    "occasion": pl.Int64(), "plot": pl.String(), "tree": pl.String(), "species": pl.String(),
    "d_cm": pl.Float64(), "h_m": pl.Float64(), "age_du": pl.Float64(), "status": pl.String(),
    "count": pl.Int64(),
}  # fmt: skip
OPTIONAL = {"occasion": 1, "h_m": None, "age_du": None, "status": None, "count": 1}
"""Columns that may be absent, with what stands there then; one survey is occasion 1."""
MAY_BE_BLANK = ("h_m", "age_du")

LABELS: Mapping[str, Label] = {
    "d_cm": Label("胸径", "diameter"),
    "h_m": Label("树高", "height"),
    "age_du": Label("竹龄", "age of a culm"),
    "count": Label("株数", "count"),
    "area_ha": Label("样地面积", "area of the plot"),
}
_TABLES = {
    "plots": Label("样地清单", "list of plots"),
    "trees": Label("每木检尺表", "list of trees"),
}


@dataclass(frozen=True)
class Field:
    """Checked tables of one survey: every plot, and the trees that live.

    ``listed`` holds every tree as it was handed in; ``passed_over`` counts trees by status that do
    not count; ``without_status`` is the number of rows taken as living because the table states no
    status; ``below_start`` counts trees thinner than the rule starts at (they are measured like
    the others).
    """

    plots: pl.DataFrame
    trees: pl.DataFrame
    listed: pl.DataFrame
    passed_over: Mapping[str, int] = field(default_factory=dict)
    without_status: int = 0
    below_start: int = 0


def field_of(
    plots: pl.DataFrame,
    trees: pl.DataFrame,
    shelf: Shelf,
    as_of: date,
    statuses: Mapping[str, str] | None = None,
) -> Field:
    """Check both tables of a field survey.

    A plot without trees is a plot with none: it stays, and counts as zero.

    Parameters
    ----------
    plots
        ``plot``, ``stratum``, ``area_ha``, and ``occasion`` where there are several.
    trees
        ``plot``, ``tree``, ``species``, ``d_cm``; optional ``h_m``, ``age_du`` (culms of
        bamboo), ``status``, ``count``, ``occasion``.
    shelf, as_of
        Limits and the meaning of statuses (``sampling.limit``, ``fieldwork.tree_status``).
    statuses
        What other status codes stand for, such as ``{"1": "11"}``.

    Raises
    ------
    Refused
        E-SA-03, E-SA-05, E-SA-06, E-SA-07 and E-SA-12, all at once.
    """
    plots, trees = _shaped(plots, "plots"), _shaped(trees, "trees")
    live = _statuses(shelf, as_of)
    named = pl.col("status").replace(dict(statuses or {}))
    listed, trees = trees, trees.with_columns(status=named)
    wrong = [
        *_repeated(plots, ["occasion", "plot"], _TABLES["plots"]),
        *_repeated(trees, ["occasion", "plot", "tree"], _TABLES["trees"]),
        *_beyond(plots, ("area_ha",), shelf, as_of),
        *_beyond(trees, ("d_cm", "h_m", "age_du", "count"), shelf, as_of),
        *_unknown_statuses(trees, live),
        *_unknown_plots(plots, trees),
    ]
    refuse_all(wrong)
    counts = dict(trees.group_by("status").agg(pl.len()).iter_rows())
    start = shelf.value(TABLE, key=RULE, name="dbh_min", unit="cm", as_of=as_of).number
    living = [code for code, is_live in live.items() if is_live]
    kept = trees.filter(pl.col("status").is_null() | pl.col("status").is_in(living))
    return Field(
        plots=plots.sort("occasion", "plot"),
        trees=kept,
        listed=listed,
        passed_over={code: counts[code] for code in sorted(live) if code in counts
                     and not live[code]},
        without_status=counts.get(None, 0),
        below_start=int((kept["d_cm"] < start).sum()),
    )  # fmt: skip


def by_plot(surveyed: Field, columns: list[str]) -> pl.DataFrame:
    """The plots with the sums of tree columns, times ``count``; zero where no tree stands."""
    added = exact.sums(surveyed.trees, ["occasion", "plot"], columns, times="count")
    joined = surveyed.plots.join(added, on=["occasion", "plot"], how="left")
    return joined.with_columns(pl.col(columns).fill_null(0.0)).sort("occasion", "plot")


def stock_m3_ha(stock: pl.Series, area_ha: pl.Series, unit: str | None) -> pl.Series:
    """Growing stock per hectare from stocks that plots report.

    Parameters
    ----------
    stock, area_ha
        Columns of one length, a plot each.
    unit
        ``m3/plot`` or ``m3/ha``. None is asked for, never guessed: inventories store both.

    Raises
    ------
    Refused
        E-SA-04 when the unit is not stated.
    """
    per_ha = stock / area_ha
    if unit == "m3/ha":
        return stock
    if unit == "m3/plot":
        return per_ha
    as_plot, as_ha = (exact.mean(column.drop_nulls().to_list()) for column in (per_ha, stock))
    raise Refused.because(
        codes.STOCK_UNIT_ASKED, stock.name, as_plot=f"{as_plot:.1f}", as_ha=f"{as_ha:.1f}"
    )


def _shaped(frame: pl.DataFrame, table: str) -> pl.DataFrame:
    """The columns in their kinds; what may be absent is filled in."""
    columns = PLOT_COLUMNS if table == "plots" else TREE_COLUMNS
    label = _TABLES[table]
    refuse_all(
        Refusal(
            codes.COLUMN_MISSING,
            label,
            {
                "table_zh": label.zh,
                "table_en": label.en,
                "column": name,
                "columns": "、".join(frame.columns),
            },
        )
        for name in columns
        if name not in frame.columns and name not in OPTIONAL
    )
    return frame.select(
        (pl.col(name) if name in frame.columns else pl.lit(OPTIONAL[name]))
        .cast(kind, strict=False)
        .alias(name)
        for name, kind in columns.items()
    )


def _statuses(shelf: Shelf, as_of: date) -> dict[str, bool]:
    """Whether trees of a code live; one that does not tell is asked about like an unknown one."""
    return {
        code: shelf.value(STATUS_TABLE, key=code, name="is_live", unit="flag", as_of=as_of).value
        > 0
        for code in shelf.keys(STATUS_TABLE)
        if "is_live" in shelf.names(STATUS_TABLE, code)
    }


def _repeated(frame: pl.DataFrame, key: list[str], label: Label) -> list[Refusal]:
    # Equal keys have equal hashes; unequal ones that meet by chance are told apart below.
    if frame.select(pl.struct(key).hash()).to_series().n_unique() == len(frame):
        return []
    rows = frame.filter(pl.struct(key).is_duplicated()).select(key)
    if not len(rows):
        return []
    facts = {
        "what_zh": label.zh,
        "what_en": label.en,
        "count": len(rows),
        "examples": _examples(rows),
    }
    return [Refusal(codes.ROW_REPEATED, label, facts)]


def _beyond(
    frame: pl.DataFrame, columns: tuple[str, ...], shelf: Shelf, as_of: date
) -> list[Refusal]:
    wrong = []
    for name in columns:
        if name in MAY_BE_BLANK and frame[name].null_count() == len(frame):
            continue
        low, high = (
            shelf.value(LIMIT_TABLE, key=name, name=bound, unit=_unit(name), as_of=as_of)
            for bound in ("min", "max")
        )
        inside = pl.col(name).is_between(low.number, high.number)
        outside = inside.not_() | pl.col(name).is_nan() if name != "count" else inside.not_()
        missing = pl.lit(value=False) if name in MAY_BE_BLANK else pl.col(name).is_null()
        rows = frame.filter(outside | missing)
        if len(rows):
            key = [part for part in ("plot", "tree") if part in frame.columns]
            limits = (f"{low.value_text} {_unit(name)}", f"{high.value_text} {_unit(name)}")
            wrong.append(
                measurement_wrong(LABELS[name], len(rows), [_examples(rows.select(key))], limits)
            )
    return wrong


def _unit(name: str) -> str:
    return {"d_cm": "cm", "h_m": "m", "age_du": "du", "area_ha": "ha", "count": "count"}[name]


def _unknown_statuses(trees: pl.DataFrame, live: Mapping[str, bool]) -> list[Refusal]:
    stated = trees.filter(pl.col("status").is_not_null() & ~pl.col("status").is_in(list(live)))
    some = trees["status"].null_count()
    counts = dict(stated.group_by("status").agg(pl.len()).sort("status").iter_rows())
    if 0 < some < len(trees):
        counts[""] = some
    known = "、".join(live)
    return [
        Refusal(
            codes.STATUS_UNKNOWN, code, {"value": code or "（空）", "count": count, "known": known}
        )
        for code, count in counts.items()
    ]


def _unknown_plots(plots: pl.DataFrame, trees: pl.DataFrame) -> list[Refusal]:
    key = ["occasion", "plot"]
    alone = trees.select(key).join(plots.select(key), on=key, how="anti")
    if not len(alone):
        return []
    facts = {"count": len(alone), "examples": _examples(alone.unique().sort(key))}
    return [Refusal(codes.PLOT_UNKNOWN, "", facts)]


def _examples(rows: pl.DataFrame) -> str:
    """The first few keys in order, parts joined by a stroke."""
    told = rows.unique().sort(rows.columns).head(EXAMPLES)
    return "、".join("/".join("—" if part is None else str(part) for part in row)
                    for row in told.iter_rows())  # fmt: skip
