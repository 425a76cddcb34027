"""Digests of frames: over the buffers of columns in canonical order, fast and free of row order."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa

from qingshan.core.kernel.digest import digest_of, digest_of_parts

WORKERS = 2
BLOCK_ROWS = 16_384


def blocks(count: int) -> Iterator[slice]:
    """Slices of as many rows as stay in the processor's cache from one step to the next."""
    return (slice(at, min(at + BLOCK_ROWS, count)) for at in range(0, count, BLOCK_ROWS))


def in_order(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    """The rows in order of ``key`` (bytes of UTF-8), the canonical order of every digest here."""
    return frame if frame[key].is_sorted() else frame.sort(key)


def rises(column: pl.Series) -> bool:
    """Whether each text lies behind the one before: in order, and none of them twice."""
    return bool(len(column) < 2 or (column.slice(1) > column.slice(0, len(column) - 1)).all())


def column_digests(frame: pl.DataFrame, columns: tuple[str, ...]) -> dict[str, str]:
    """SHA-256 of each column of a frame that is in order.

    Numbers enter as 64-bit little-endian words (floats bit for bit, minus zero as zero), texts as
    UTF-8 with their lengths, categories as their sorted names and the numbers of these, nulls as a
    mask of their own; each column with its name and kind.
    """
    if len(frame) <= BLOCK_ROWS:
        return {name: _digest(frame[name]) for name in columns}
    with ThreadPoolExecutor(WORKERS) as pool:
        return gathered(start_digests(pool, frame, columns))


def start_digests(
    pool: ThreadPoolExecutor, frame: pl.DataFrame, columns: tuple[str, ...]
) -> dict[str, Future[str]]:
    """``column_digests`` begun in a pool, so that other work on the frame goes on beside them."""
    return {name: pool.submit(_digest, frame[name]) for name in columns}


def gathered(begun: Mapping[str, Future[str]]) -> dict[str, str]:
    """What was begun, by name, when it is done."""
    return {name: digest.result() for name, digest in begun.items()}


def digest_of_columns(rows: int, digests: Mapping[str, str], columns: tuple[str, ...]) -> str:
    """One digest over columns already digested, and how many rows they have."""
    return digest_of_parts([f"rows {rows}", *(digests[name] for name in columns)])


def digest_of_frame(frame: pl.DataFrame, columns: tuple[str, ...], key: str) -> str:
    """SHA-256 over ``columns`` with the rows in order of ``key``, whatever order they came in."""
    digests = column_digests(in_order(frame, key), columns)
    return digest_of_columns(len(frame), digests, columns)


def _digest(column: pl.Series) -> str:
    hasher = hashlib.sha256()
    kind = kind_of(column)
    hasher.update(f"{column.name}:{kind}:".encode())
    if column.null_count():
        hasher.update(np.packbits(column.is_null().to_numpy()).tobytes())
    if kind == "text":
        for buffer in text_buffers(column):
            hasher.update(buffer)
    elif kind == "category":
        names, numbers = categories(column)
        hasher.update(digest_of(names).encode())
        hasher.update(_words(numbers, "<u4"))
    else:
        hasher.update(words(column))
    return hasher.hexdigest()


def kind_of(column: pl.Series) -> str:
    """How a column enters a digest: ``category``, ``text``, ``float`` or ``integer``."""
    if isinstance(column.dtype, pl.Enum):
        return "category"
    if column.dtype == pl.String:
        return "text"
    return "float" if column.dtype.is_float() else "integer"


def words(column: pl.Series) -> memoryview:
    """Numbers as 64-bit little-endian words: minus zero as zero, null as zero."""
    if kind_of(column) == "float":
        return _words(_filled(column, 0.0).to_numpy() + 0.0, "<f8")
    return _words(_filled(column.cast(pl.Int64), 0).to_numpy(), "<i8")


def _filled(column: pl.Series, value: float | str) -> pl.Series:
    return column.fill_null(value) if column.null_count() else column


def _words(values: np.ndarray[Any, Any], dtype: str) -> memoryview:
    return memoryview(np.ascontiguousarray(values, dtype=dtype).data).cast("B")


def text_buffers(column: pl.Series) -> tuple[memoryview, memoryview]:
    """The length of each text and the bytes of all of them in one piece."""
    array = _filled(column, "").to_arrow()
    array = array if array.type == pa.large_string() else array.cast(pa.large_string())
    _, offsets, data = array.buffers()
    cuts = np.frombuffer(offsets, dtype="<i8")[array.offset : array.offset + len(array) + 1]
    held = memoryview(b"") if data is None else memoryview(data)[int(cuts[0]) : int(cuts[-1])]
    return _words(np.diff(cuts), "<u4"), held


def categories(column: pl.Series) -> tuple[list[str], np.ndarray[Any, Any]]:
    """Names that occur, sorted, and for each row the number of its name (0 for null)."""
    names, codes, used = occurring(column)
    rank = np.zeros(len(names) + 1, dtype=np.uint32)
    for number, name in enumerate(used, start=1):
        rank[names.index(name)] = number
    return used, rank.take(codes)


def names_in(column: pl.Series) -> list[str]:
    """The names of a column of categories that occur in it, sorted."""
    return occurring(column)[2]


def occurring(column: pl.Series) -> tuple[list[str], np.ndarray[Any, Any], list[str]]:
    """All names, for each row the place of its own (behind the last for null), and those met."""
    dtype = column.dtype
    assert isinstance(dtype, pl.Enum), "categories are kept as an Enum, whose names are fixed"
    names = dtype.categories.to_list()
    given = column.to_physical()
    codes = _filled(given.cast(pl.UInt32) if given.null_count() else given, len(names)).to_numpy()
    met = np.bincount(codes, minlength=len(names))[: len(names)]
    return names, codes, sorted(names[at] for at in np.flatnonzero(met).tolist())
