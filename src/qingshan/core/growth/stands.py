"""The stands that a curve is fitted on: what is usable, by species group and origin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from qingshan.core.growth import refusals as codes
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

Floats = npt.NDArray[np.float64]

COLUMNS = ("row", "group", "origin", "age_yr", "volume_m3_ha", "area_ha")
ORIGINS: Mapping[str, Label] = {
    "natural": Label("天然", "natural"),
    "planted": Label("人工", "planted"),
    "unknown": Label("起源不明", "origin unknown"),
}
REASONS: Mapping[str, Label] = {
    "group_unknown": Label("树种组未知", "species group unknown"),
    "age_unknown": Label("林龄未知", "age unknown"),
    "age_zero": Label("林龄为 0", "age of 0"),
    "volume_unknown": Label("蓄积未知", "volume unknown"),
    "volume_zero": Label("蓄积为 0", "volume of 0"),
    "area_unknown": Label("面积未知或为 0", "area unknown or 0"),
}
"""Why a stand is left out; the first that applies is counted."""


@dataclass(frozen=True)
class Stands:
    """Stands of one group and origin, in order of age, volume and area.

    ``age_yr`` in years, ``volume_m3_ha`` in m3/ha, ``area_ha`` in ha; ``rows`` are the caller's.
    """

    group: str
    origin: str
    rows: npt.NDArray[np.int64]
    age_yr: Floats
    volume_m3_ha: Floats
    area_ha: Floats

    def __len__(self) -> int:
        return len(self.age_yr)

    @property
    def ages(self) -> int:
        """How many different ages there are."""
        return len(np.unique(self.age_yr))

    @property
    def label(self) -> Label:
        """Group and origin in words."""
        return label_of(self.group, self.origin)

    @property
    def id(self) -> str:
        """The name of their curve."""
        return f"{self.group}|{self.origin}"


@dataclass(frozen=True)
class Usable:
    """The stands by group and origin, and how many were left out for which reason."""

    groups: tuple[Stands, ...]
    left_out: Mapping[str, int]
    count: int

    def reasons(self) -> Label:
        """How many were left out and why, as one phrase."""
        zh = "、".join(f"{REASONS[why].zh} {count} 个" for why, count in self.left_out.items())
        en = ", ".join(f"{count} {REASONS[why].en}" for why, count in self.left_out.items())
        return Label(zh or "无", en or "none")


def label_of(group: str, origin: str) -> Label:
    """Species group and origin in words."""
    named = ORIGINS[origin]
    return Label(f"{group}（{named.zh}）", f"{group} ({named.en})")


def usable(frame: pl.DataFrame) -> Usable:
    """Divide stands by group and origin and leave out what cannot be fitted.

    Parameters
    ----------
    frame
        Columns ``COLUMNS``: species group, origin (``natural``, ``planted`` or null), age in
        years, growing stock in m3/ha, area in ha. Order of rows does not matter.

    Raises
    ------
    Refused
        E-GR-05 when nothing is left.
    """
    marked = marked_by_reason(frame)
    kept = marked.filter(pl.col("reason").is_null())
    found = Usable(tuple(_groups(kept)), left_out_of(marked), len(frame))
    if not found.groups:
        said = found.reasons()
        raise Refused.because(
            codes.STANDS_ABSENT, count=len(frame), reasons_zh=said.zh, reasons_en=said.en
        )
    return found


def marked_by_reason(frame: pl.DataFrame) -> pl.DataFrame:
    """The columns ``COLUMNS`` with a column ``reason``: null for stands that can be used."""
    clean = frame.select(COLUMNS).with_columns(
        pl.col("row").cast(pl.Int64),
        pl.col("group").cast(pl.String),
        pl.col("origin").cast(pl.String).fill_null("unknown"),
        *(_finite(name) for name in ("age_yr", "volume_m3_ha", "area_ha")),
    )
    reason = (
        pl.when(pl.col("group").is_null()).then(pl.lit("group_unknown"))
        .when(pl.col("age_yr").is_null()).then(pl.lit("age_unknown"))
        .when(pl.col("age_yr") <= 0).then(pl.lit("age_zero"))
        .when(pl.col("volume_m3_ha").is_null()).then(pl.lit("volume_unknown"))
        .when(pl.col("volume_m3_ha") <= 0).then(pl.lit("volume_zero"))
        .when(pl.col("area_ha").is_null() | (pl.col("area_ha") <= 0)).then(pl.lit("area_unknown"))
    )  # fmt: skip
    return clean.with_columns(reason.alias("reason"))


def left_out_of(marked: pl.DataFrame) -> dict[str, int]:
    """How many stands are left out for each reason, in the order of ``REASONS``."""
    counted = marked.filter(pl.col("reason").is_not_null()).group_by("reason").len()
    counts = dict(counted.iter_rows())
    return {why: int(counts[why]) for why in REASONS if why in counts}


def _finite(column: str) -> pl.Expr:
    value = pl.col(column).cast(pl.Float64)
    return pl.when(value.is_finite()).then(value).alias(column)


def _groups(kept: pl.DataFrame) -> Iterator[Stands]:
    ordered = kept.sort("group", "origin", "age_yr", "volume_m3_ha", "area_ha", "row")
    for (group, origin), part in ordered.group_by("group", "origin", maintain_order=True):
        yield Stands(
            group=str(group),
            origin=str(origin),
            rows=part["row"].to_numpy(),
            age_yr=part["age_yr"].to_numpy(),
            volume_m3_ha=part["volume_m3_ha"].to_numpy(),
            area_ha=part["area_ha"].to_numpy(),
        )
