"""Digests of frames: over the buffers of columns in canonical order, fast and free of row order."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from qingshan.core.kernel.digest import digest_of_parts

WORKERS = 2


def digest_of_frame(frame: pl.DataFrame, columns: tuple[str, ...], key: str) -> str:
    """SHA-256 over ``columns`` with the rows in order of ``key``, whatever order they came in.

    Numbers enter as 64-bit little-endian words (floats bit for bit, minus zero as zero), texts as
    UTF-8
    with their offsets, nulls as a mask of their own; each column with its name and kind.
    """
    ordered = frame.select(columns)
    if not frame[key].is_sorted():
        ordered = ordered.sort(key)
    with ThreadPoolExecutor(WORKERS) as pool:
        parts = list(pool.map(_column_digest, ordered.get_columns()))
    return digest_of_parts([f"rows {len(frame)}", *parts])


def _column_digest(column: pl.Series) -> str:
    hasher = hashlib.sha256()
    kind = "text" if _is_text(column) else ("float" if column.dtype.is_float() else "integer")
    hasher.update(f"{column.name}:{kind}:".encode())
    absent = column.is_null()
    if absent.any():
        hasher.update(np.packbits(absent.to_numpy()).tobytes())
    if kind == "text":
        for buffer in _text_buffers(column):
            hasher.update(buffer)
    elif kind == "float":
        hasher.update(_words(column.fill_null(0.0).to_numpy() + 0.0, "<f8"))
    else:
        hasher.update(_words(column.cast(pl.Int64).fill_null(0).to_numpy(), "<i8"))
    return hasher.hexdigest()


def _is_text(column: pl.Series) -> bool:
    return column.dtype in (pl.String, pl.Categorical, pl.Enum)


def _words(values: np.ndarray[Any, Any], dtype: str) -> memoryview:
    return memoryview(np.ascontiguousarray(values, dtype=dtype).data).cast("B")


def _text_buffers(column: pl.Series) -> tuple[memoryview, memoryview]:
    """Offsets from zero and the bytes they cut, of all rows in one piece."""
    array = column.cast(pl.String).fill_null("").to_arrow().cast(pa.large_string())
    _, offsets, data = array.buffers()
    cuts = np.frombuffer(offsets, dtype="<i8")[array.offset : array.offset + len(array) + 1]
    held = memoryview(b"") if data is None else memoryview(data)[int(cuts[0]) : int(cuts[-1])]
    return _words(cuts - cuts[0], "<i8"), held
