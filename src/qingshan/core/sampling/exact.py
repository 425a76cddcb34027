"""Sums that do not depend on order or chunks: exact for plots, in fixed point for trees."""

from __future__ import annotations

import math
from collections.abc import Iterable

import polars as pl

FIXED_BITS = 40
"""Tree values enter their plot's sum in steps of 2^-40 (kg or m3), far below any measurement."""

LARGEST = float(2 ** (62 - FIXED_BITS))
"""A plot's sum must stay below this (4.2 million kg or m3)."""


def total(values: Iterable[float]) -> float:
    """The correctly rounded sum, the same in any order."""
    return math.fsum(values)


def mean(values: list[float]) -> float:
    """The mean by the exact sum."""
    return math.fsum(values) / len(values)


def variance(values: list[float]) -> float:
    """The variance of a sample (n - 1) in its centred form; at least two values."""
    middle = mean(values)
    return math.fsum((value - middle) ** 2 for value in values) / (len(values) - 1)


def sums(
    frame: pl.DataFrame, by: list[str], columns: list[str], times: str | None = None
) -> pl.DataFrame:
    """The sum of each column in each group, the same for any order and any division of rows.

    ``times`` names a column of whole numbers: a row with 3 counts as three rows.

    Values are added as integers of 2^-40: integer addition neither rounds nor minds its order.
    """
    step = float(2**FIXED_BITS)
    count = pl.lit(1) if times is None else pl.col(times)
    added = (
        frame.lazy()
        .group_by(by)
        .agg(
            *(_fixed(name, step, count).sum().alias(name) for name in columns),
            *((pl.col(name).abs() * count).sum().alias(f"{name} size") for name in columns),
        )
        .collect()
    )
    for name in columns:
        largest = added[f"{name} size"].max()
        assert largest is None or float(str(largest)) < LARGEST, f"{name} is too large to add"
    return added.select(*by, *((pl.col(name).cast(pl.Float64) / step) for name in columns)).sort(by)


def _fixed(name: str, step: float, count: pl.Expr) -> pl.Expr:
    return (pl.col(name) * step).round().cast(pl.Int64) * count
