"""A Parquet file chunk by chunk in order of its keys, sorted on disk where it is not in order."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from qingshan.core.carbon import refusals as codes
from qingshan.core.carbon.graph import Plan
from qingshan.core.carbon.inputs import KEY, LAYER
from qingshan.core.kernel.errors import Refused

ROWS = 1_000_000
PIECE_ROWS = 131_072
SAMPLE = 997
"""Every so manieth key helps to choose the ranges into which a file is divided."""

GROUPS = ("group", "group_t1")


class NotInOrder(Exception):
    """The rows do not stand in order of their keys: they have to be sorted first."""


def slices(
    path: Path, plan: Plan, rows: int, columns: Collection[str] = ()
) -> Iterator[tuple[pl.DataFrame, int]]:
    """Frames of the columns that the plan takes, or ``columns``, in the order of the file.

    About ``rows`` rows are held at once: the file's own row groups, several together, a large one
    cut. They are handed on in pieces that stay at hand while they are worked on, each with the
    number of rows in all.

    Raises
    ------
    Refused
        E-CA-08 for a file that cannot be read or lacks the key.
    """
    taken = columns or {LAYER, *(quantity.name for quantity in plan.inputs)}
    try:
        metadata = pq.read_metadata(path)
        lazy = pl.scan_parquet(path)
        names = lazy.collect_schema().names()
        if KEY not in names:
            raise _unreadable(plan, f"缺少 {KEY}", f"{KEY} is absent")
        wanted = [name for name in names if name in taken]
        groups = [metadata.row_group(at).num_rows for at in range(metadata.num_row_groups)]
        for first, length in _cut(groups, rows):
            held = lazy.select(wanted).slice(first, length).collect()
            for start, size in _cut(held[KEY].chunk_lengths(), min(rows, PIECE_ROWS)):
                yield held.slice(start, size).rechunk(), metadata.num_rows
    except (OSError, pa.ArrowException, pl.exceptions.PolarsError) as fault:
        said = type(fault).__name__
        raise _unreadable(plan, f"文件读不出（{said}）", f"unreadable ({said})") from fault


@contextmanager
def in_order_of_key(
    path: Path, plan: Plan, rows: int
) -> Iterator[Iterator[tuple[pl.DataFrame, int]]]:
    """The same in order of the keys: divided into ranges of keys on disk, each sorted by itself."""
    with TemporaryDirectory(prefix="qingshan-") as name, ExitStack() as stack:
        cuts, whole = _cuts(path, plan, rows)
        files = [Path(name) / f"{at}.parquet" for at in range(len(cuts) + 1)]
        writers: dict[int, Any] = {}
        for frame, _ in slices(path, plan, rows):
            ranges = cuts.search_sorted(frame[KEY], side="right")
            for at in ranges.unique().to_list():
                part = plain(frame.filter(ranges == at)).to_arrow()
                if at not in writers:
                    writers[at] = stack.enter_context(
                        pq.ParquetWriter(files[at], part.schema, compression="lz4")
                    )
                writers[at].write_table(part)
        for writer in writers.values():
            writer.close()
        yield ((_sorted(files[at]), whole) for at in sorted(writers))


def _cuts(path: Path, plan: Plan, rows: int) -> tuple[pl.Series, int]:
    """Keys that divide the file into ranges of about ``rows`` rows."""
    found, whole = [], 0
    for frame, count in slices(path, plan, rows, [KEY]):
        whole = count
        found.append(frame[KEY].gather_every(SAMPLE))
    sample = pl.concat(found).sort()
    parts = max(1, -(-whole // rows))
    places = [len(sample) * at // parts for at in range(1, parts)]
    return sample.gather(places).unique().sort(), whole


def _sorted(path: Path) -> pl.DataFrame:
    return pl.read_parquet(path).sort(KEY)


def _cut(sizes: Iterable[int], rows: int) -> Iterator[tuple[int, int]]:
    """Where slices start and how long they are: at given borders where these lie close enough."""
    start = end = 0
    for size in sizes:
        if end > start and end + size - start > rows:
            yield start, end - start
            start = end
        end += size
        while end - start > rows:
            yield start, rows
            start += rows
    if end > start:
        yield start, end - start


def plain(frame: pl.DataFrame) -> pl.DataFrame:
    """The groups as texts: lists of categories differ from frame to frame."""
    return frame.with_columns(
        pl.col(name).cast(pl.String) for name in GROUPS if name in frame.columns
    )


def _unreadable(plan: Plan, zh: str, en: str) -> Refused:
    facts = {"finding_zh": zh, "finding_en": en, "method": plan.spec.id}
    return Refused.because(codes.METHOD_NEEDS, "", **facts)
