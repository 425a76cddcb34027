"""A method's own columns as a list to fill in, and such a list read back."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from qingshan.core.carbon import refusals as codes
from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.compartment import Compartments
from qingshan.core.carbon.inputs import KEY, LAYER
from qingshan.core.carbon.options import settle
from qingshan.core.carbon.specification import Quantity, Spec
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.sheets.grid import Limits
from qingshan.core.sheets.reading import read_sheet
from qingshan.core.sheets.specification import Column, Kind, Specification

LIMITS = Limits(rows=200_000, file_bytes=64 << 20, unpacked_bytes=512 << 20)


def template_of(spec: Spec, options: Mapping[str, Any] | None = None) -> tuple[Quantity, ...]:
    """The columns that a method asks for under options; those of its defaults when none are given.

    Raises
    ------
    Refused
        E-CA-02 for options that the method does not take.
    """
    return find_method(spec.id).plan(settle(spec, options or {})).inputs


def template_list(spec: Spec, columns: tuple[Quantity, ...] | None = None) -> Specification:
    """Columns of a method, by default all, as a list: headings with units, names as aliases."""
    return Specification(
        name=spec.id,
        label=spec.label,
        columns=tuple(_column(quantity) for quantity in columns or spec.inputs),
        unique=(KEY,),
        help=spec.scope,
    )


def template_csv(spec: Spec, columns: tuple[Quantity, ...] | None = None) -> bytes:
    """The same as CSV: the columns under their own names, with the mark that Excel needs."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(each.name for each in columns or spec.inputs)
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def read_columns(path: Path, spec: Spec, *, as_of: date) -> Compartments:
    """Sub-compartments from a table in the method's own columns: .parquet, .xlsx or .csv.

    Raises
    ------
    Refused
        E-SH codes, all at once, for a sheet; E-CA-08 for a Parquet file that cannot be read. What
        the values are is judged by ``measure``.
    """
    if path.suffix.lower() == ".parquet":
        return Compartments(_parquet(path, spec))
    sheet = read_sheet(path, template_list(spec), as_of=as_of, limits=LIMITS)
    frame = sheet.frame.drop("row")
    empty = [q.name for q in spec.inputs if q.name in frame.columns and _is_blank(frame[q.name])]
    return Compartments(frame.drop(empty))


def _is_blank(column: pl.Series) -> bool:
    """A column that nobody filled in is one that is absent."""
    return column.null_count() == len(column)


def _parquet(path: Path, spec: Spec) -> pl.DataFrame:
    try:
        return pl.read_parquet(path)
    except (OSError, pl.exceptions.PolarsError) as fault:
        said = type(fault).__name__
        facts = {"finding_zh": f"读不出（{said}）", "finding_en": f"unreadable ({said})"}
        raise Refused.because(codes.METHOD_NEEDS, path.name, method=spec.id, **facts) from fault


def _column(quantity: Quantity) -> Column:
    is_number = quantity.kind == "number"
    column = Column(
        key=quantity.name,
        label=quantity.label,
        kind=Kind.NUMBER if is_number else Kind.TEXT,
        help=_help(quantity),
        aliases=(quantity.name,),
        is_required=not (quantity.may_be_absent or quantity.layers),
        units={quantity.unit: Decimal(1)} if quantity.unit else {},
    )
    return replace(column, kind=Kind.IDENTIFIER) if quantity.name == KEY else column


def _help(quantity: Quantity) -> Label:
    if quantity.name == KEY:
        return Label("每行一个小班，编号不得重复", "one row a sub-compartment, no key twice")
    if quantity.name == LAYER:
        return Label("tree 乔木，bamboo 竹，shrub 灌木", "tree, bamboo or shrub")
    if quantity.kind != "number":
        return Label("参数表中的树种组名称", "a species group of the tables")
    if quantity.layers:
        layers = "、".join(quantity.layers)
        return Label(
            f"{layers} 小班填写，单位 {quantity.unit}", f"for {layers}, in {quantity.unit}"
        )
    if quantity.is_positive:
        return Label(f"大于零，单位 {quantity.unit}", f"above zero, in {quantity.unit}")
    return Label(f"不小于零，单位 {quantity.unit}", f"zero or more, in {quantity.unit}")
