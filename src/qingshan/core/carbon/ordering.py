"""A Parquet file chunk by chunk in order of its keys, sorted on disk where it is not in order."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from qingshan.core.carbon import refusals as codes
from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.inputs import KEY
from qingshan.core.kernel.errors import Refused

ROWS = 500_000
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
    for batch, whole in _batches(path, method, rows):
        frame = _frame(batch)
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
        for batch, _ in _batches(path, method, rows):
            table = pa.Table.from_batches([batch])
            keys = pl.Series(pl.from_arrow(table.column(KEY))).cast(pl.String)
            ranges = cuts.search_sorted(keys, side="right").to_numpy()
            for at in np.unique(ranges).tolist():
                part = table.filter(pa.array(ranges == at))
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
    for batch, count in _batches(path, method, rows, [KEY]):
        whole = count
        keys = pl.Series(pl.from_arrow(batch.column(0))).cast(pl.String)
        found.append(keys.gather_every(SAMPLE))
    sample = pl.concat(found).sort()
    parts = max(1, -(-whole // rows))
    places = [len(sample) * at // parts for at in range(1, parts)]
    return sample.gather(places).unique().sort(), whole


def _sorted(path: Path) -> pl.DataFrame:
    table = pq.read_table(path).combine_chunks()
    batches = table.to_batches()
    return _frame(batches[0]).sort(KEY)


def _batches(
    path: Path, method: str, rows: int, columns: list[str] | None = None
) -> Iterator[tuple[Any, int]]:
    known = [quantity.name for quantity in find_method(method).spec.inputs]
    try:
        with pq.ParquetFile(path, pre_buffer=True) as file:
            names = file.schema_arrow.names
            if KEY not in names:
                raise _unreadable(method, f"缺少 {KEY}", f"{KEY} is absent")
            wanted = columns or [name for name in known if name in names]
            for batch in file.iter_batches(batch_size=rows, columns=wanted):
                if batch.num_rows:
                    yield batch, file.metadata.num_rows
    except (OSError, pa.ArrowException) as fault:
        said = type(fault).__name__
        raise _unreadable(method, f"文件读不出（{said}）", f"unreadable ({said})") from fault


def _frame(batch: Any) -> pl.DataFrame:
    """A batch as a frame, the groups as one list of categories without looking at each text."""
    coded = {name: batch.column(name) for name in _GROUPS if name in batch.schema.names}
    coded = {
        name: array if pa.types.is_dictionary(array.type) else array.dictionary_encode()
        for name, array in coded.items()
    }
    names = sorted(
        {each for array in coded.values() for each in array.dictionary.to_pylist() if each}
    )
    listed = pl.Enum(names)
    series = []
    for name in batch.schema.names:
        if name in coded:
            array = coded[name]
            words = pl.Series(array.dictionary.to_pylist(), dtype=pl.String).cast(listed)
            series.append(words.gather(pl.Series(pl.from_arrow(array.indices))).rename(name))
        else:
            series.append(pl.Series(name, pl.from_arrow(batch.column(name))))
    return pl.DataFrame(series)


def _unreadable(method: str, zh: str, en: str) -> Refused:
    facts = {"finding_zh": zh, "finding_en": en, "method": method}
    return Refused.because(codes.METHOD_NEEDS, "", **facts)
