"""A Parquet file chunk by chunk in order of its keys, sorted on disk where it is not in order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from qingshan.core.carbon import refusals as codes
from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.inputs import KEY
from qingshan.core.kernel.errors import Refused

ROWS = 1_000_000
SAMPLE = 997
"""Every so manieth key helps to choose the ranges into which a file is divided."""

_GROUPS = ("group", "group_t1")


class NotInOrder(Exception):
    """The rows do not stand in order of their keys: they have to be sorted first."""


def chunks(path: Path, method: str, rows: int) -> Iterator[tuple[pl.DataFrame, int]]:
    """Frames of at most ``rows`` rows in the order of the file, each with the rows in all.

    Raises
    ------
    Refused
        E-CA-08 for a file that cannot be read or lacks the key.
    NotInOrder
        Where a chunk is not in order of its keys.
    """
    for given, whole in _slices(path, method, rows):
        frame = _coded(given)
        if not frame[KEY].is_sorted():
            raise NotInOrder
        yield frame, whole


@contextmanager
def in_order_of_key(
    path: Path, method: str, rows: int
) -> Iterator[Iterator[tuple[pl.DataFrame, int]]]:
    """The same in order of the keys: divided into ranges of keys on disk, each sorted by itself."""
    with TemporaryDirectory(prefix="qingshan-") as name, ExitStack() as stack:
        cuts, whole = _cuts(path, method, rows)
        files = [Path(name) / f"{at}.parquet" for at in range(len(cuts) + 1)]
        writers: dict[int, Any] = {}
        for frame, _ in _slices(path, method, rows):
            ranges = cuts.search_sorted(frame[KEY], side="right")
            for at in ranges.unique().to_list():
                part = _plain(frame.filter(ranges == at)).to_arrow()
                if at not in writers:
                    writers[at] = stack.enter_context(
                        pq.ParquetWriter(files[at], part.schema, compression="lz4")
                    )
                writers[at].write_table(part)
        for writer in writers.values():
            writer.close()
        yield ((_sorted(files[at]), whole) for at in sorted(writers))


def _cuts(path: Path, method: str, rows: int) -> tuple[pl.Series, int]:
    """Keys that divide the file into ranges of about ``rows`` rows."""
    found, whole = [], 0
    for frame, count in _slices(path, method, rows, [KEY]):
        whole = count
        found.append(frame[KEY].gather_every(SAMPLE))
    sample = pl.concat(found).sort()
    parts = max(1, -(-whole // rows))
    places = [len(sample) * at // parts for at in range(1, parts)]
    return sample.gather(places).unique().sort(), whole


def _sorted(path: Path) -> pl.DataFrame:
    return _coded(pl.read_parquet(path)).sort(KEY)


def _slices(
    path: Path, method: str, rows: int, columns: list[str] | None = None
) -> Iterator[tuple[pl.DataFrame, int]]:
    """Frames of the file's own row groups, several together up to ``rows``, a large one cut."""
    known = [quantity.name for quantity in find_method(method).spec.inputs]
    try:
        metadata = pq.read_metadata(path)
        lazy = pl.scan_parquet(path)
        names = lazy.collect_schema().names()
        if KEY not in names:
            raise _unreadable(method, f"缺少 {KEY}", f"{KEY} is absent")
        wanted = columns or [name for name in known if name in names]
        for first, length in _cut(metadata, rows):
            yield lazy.select(wanted).slice(first, length).collect(), metadata.num_rows
    except (OSError, pa.ArrowException, pl.exceptions.PolarsError) as fault:
        said = type(fault).__name__
        raise _unreadable(method, f"文件读不出（{said}）", f"unreadable ({said})") from fault


def _cut(metadata: Any, rows: int) -> Iterator[tuple[int, int]]:
    """Where slices start and how long they are: at borders of row groups where these are small."""
    start = end = 0
    for at in range(metadata.num_row_groups):
        size = metadata.row_group(at).num_rows
        if end > start and end + size - start > rows:
            yield start, end - start
            start = end
        end += size
        while end - start > rows:
            yield start, rows
            start += rows
    if end > start:
        yield start, end - start


def _coded(frame: pl.DataFrame) -> pl.DataFrame:
    """The groups as one list of categories, without looking at each of their texts."""
    held = [name for name in _GROUPS if name in frame.columns]
    if len({frame[name].dtype for name in held}) == 1 and isinstance(frame[held[0]].dtype, pl.Enum):
        return frame
    coded = {name: frame[name].cast(pl.String).to_arrow().dictionary_encode() for name in held}
    met = (each for array in coded.values() for each in array.dictionary.to_pylist())
    listed = pl.Enum(sorted({each for each in met if each}))
    return frame.with_columns(
        pl.Series(array.dictionary.to_pylist(), dtype=pl.String)
        .cast(listed)
        .gather(pl.Series(pl.from_arrow(array.indices)))
        .rename(name)
        for name, array in coded.items()
    )


def _plain(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(
        pl.col(name).cast(pl.String) for name in _GROUPS if name in frame.columns
    )


def _unreadable(method: str, zh: str, en: str) -> Refused:
    facts = {"finding_zh": zh, "finding_en": en, "method": method}
    return Refused.because(codes.METHOD_NEEDS, "", **facts)
