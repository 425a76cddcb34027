"""Columns as they come: numbers kept as text, codes as numbers, empty in many ways."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

_EMPTY_WORDS = ("null", "none", "nan", "<null>", "n/a")
EMPTY = (
    *("", "-", "—", "--", "/", "无"),
    *(spelt for word in _EMPTY_WORDS for spelt in (word, word.upper(), word.capitalize())),
)
"""Spellings of "unknown" after trimming; a dBASE number may also be all asterisks."""

FEW = 0.25
"""Share of distinct values up to which a column is read value by value instead of row by row."""

_THOUSANDS = r"^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$"
_STARS = r"^\*+$"
_WIDE = "０１２３４５６７８９．，－＋"
_NARROW = "0123456789.,-+"


def text(column: pl.Series) -> pl.Series:
    """Trimmed text; whole floats lose their ``.0``; what means unknown becomes null."""
    if column.dtype.is_float():
        whole = (column.is_finite() & (column == column.round())).fill_null(value=False)
        plain = column.cast(pl.String)
        short = column.cast(pl.Int64, strict=False).cast(pl.String)
        column = pl.select(pl.when(whole).then(short).otherwise(plain)).to_series()
    return by_distinct(column.cast(pl.String), _clean)


def by_distinct(column: pl.Series, change: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """Apply ``change`` to each distinct text once; codes repeat a few values many times."""
    if not len(column):
        return change(column)
    coded = column.to_arrow().dictionary_encode()
    if len(coded.dictionary) > len(column) * FEW:
        return change(column)
    distinct = pl.Series(coded.dictionary.to_pylist(), dtype=pl.String)
    numbers = pl.Series(pl.from_arrow(coded.indices))
    return change(distinct).gather(numbers).rename(column.name)


def _clean(column: pl.Series) -> pl.Series:
    trimmed = column.str.strip_chars()
    if (trimmed.str.len_bytes() != trimmed.str.len_chars()).any():
        trimmed = trimmed.str.replace_many(list(_WIDE), list(_NARROW))
    unknown = trimmed.is_in(EMPTY)
    starred = trimmed.str.starts_with("*")
    if starred.any():
        unknown |= trimmed.str.contains(_STARS)
    return pl.select(pl.when(~unknown).then(trimmed)).to_series().rename(column.name)


def number(column: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Values as floats, and where a value stands that is no finite number.

    A comma is accepted only where it groups thousands (``1,234.5``); ``12,5`` could be twelve and a
    half or one hundred and twenty-five and is therefore no number.
    """
    if column.dtype.is_numeric():
        values = column.cast(pl.Float64)
        infinite = values.is_infinite().fill_null(value=False)
        known = values.is_not_nan() & ~infinite
        return pl.select(pl.when(known).then(values)).to_series(), infinite
    written = text(column)
    grouped = written.str.contains(_THOUSANDS).fill_null(value=False)
    plain = pl.select(
        pl.when(grouped).then(written.str.replace_all(",", "")).otherwise(written)
    ).to_series()
    values = plain.cast(pl.Float64, strict=False)
    values = pl.select(pl.when(values.is_finite()).then(values)).to_series()
    return values, written.is_not_null() & values.is_null()


def blank(length: int, dtype: pl.DataType | type[pl.DataType] = pl.Float64) -> pl.Series:
    """A column of unknowns."""
    return (
        pl.Series("", [None] * length, dtype=dtype)
        if length < 1
        else pl.repeat(None, length, dtype=dtype, eager=True)
    )
