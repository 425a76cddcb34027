"""Measuring a Parquet file that need not fit in memory: the same integers, the same digests."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import polars as pl
import pyarrow.parquet as pq

from qingshan.core.carbon import refusals as codes
from qingshan.core.carbon.asked import Asked
from qingshan.core.carbon.frames import WORKERS, gathered
from qingshan.core.carbon.inputs import KEY
from qingshan.core.carbon.ordering import ROWS, NotInOrder, in_order_of_key, plain, slices
from qingshan.core.carbon.pieces import ColumnDigest
from qingshan.core.carbon.plausibility import Sight, judge
from qingshan.core.carbon.reckoning import Pools, Taken, Values, reckon, take
from qingshan.core.carbon.run import RESULT_COLUMNS, Run, run_digests
from qingshan.core.carbon.runfile import METADATA
from qingshan.core.carbon.sums import Sums, resting_on_recalled
from qingshan.core.kernel.errors import Refused

AHEAD = 8
"""Pieces that are read while others are worked on."""

_NULLABLE = "area_t1_ha"

T = TypeVar("T")


@dataclass(frozen=True)
class Streamed(Run):
    """A run whose rows were never in memory together: ``frame`` is empty, the sums are of all."""

    added: Sums

    @property
    def sums(self) -> Sums:
        """All rows added up, by species group and together."""
        return self.added

    @property
    def removal(self) -> int:
        """The removal after deductions, in carbon units of 0.0001 t."""
        return self.added.of_all("removal_unit")

    @property
    def gross(self) -> int:
        """The removal before deductions, in carbon units."""
        return self.added.of_all("gross_unit")


def measure_file(
    path: Path,
    asked: Asked,
    *,
    rows: int = ROWS,
    out: Path | None = None,
    tell: Callable[[int, int], None] = lambda *_: None,
) -> Streamed:
    """Measure a Parquet file in the method's own columns, chunk by chunk.

    Whatever the chunks and the order of the rows, digests and totals are those of ``run.measure``
    over the whole frame. A file that is not in order of its keys is first divided into ranges of
    keys beside each other on disk.

    Parameters
    ----------
    path
        Columns as ``spec.inputs``, one row a sub-compartment.
    asked
        Method, period, date, options and tables.
    rows
        Rows held at once.
    out
        Where the run is kept, as ``runfile.keep_run`` would.
    tell
        Called with rows done and rows in all.

    Raises
    ------
    Refused
        As ``run.measure``; E-CA-08 for a file that cannot be read and for keys that repeat.
    """
    keep = _Kept(out)
    try:
        try:
            return _pass(slices(path, asked.plan, rows), asked, keep, tell)
        except NotInOrder:
            keep.begin()
            with in_order_of_key(path, asked.plan, rows) as ordered:
                return _pass(ordered, asked, keep, tell)
    finally:
        keep.begin()


class _Kept:
    """Where the rows go, as ``runfile.keep_run`` writes them; the file stands when all is well."""

    def __init__(self, out: Path | None) -> None:
        self._out = out
        self._part = None if out is None else out.with_name(f"{out.name}.part")
        self._writer: Any = None

    def add(self, frame: pl.DataFrame) -> None:
        """The next rows."""
        if self._part is None:
            return
        table = plain(frame).to_arrow()
        if self._writer is None:
            self._writer = pq.ParquetWriter(self._part, table.schema, compression="zstd")
        self._writer.write_table(table)

    def begin(self) -> None:
        """Let go of the rows so far: they were not in order, or are refused."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        if self._part is not None:
            self._part.unlink(missing_ok=True)

    def finish(self, found: Streamed) -> None:
        """The record of the run, and its name for the file."""
        if self._writer is not None and self._part is not None and self._out is not None:
            words = json.dumps(found.as_dict(), ensure_ascii=False, sort_keys=True)
            self._writer.add_key_value_metadata({METADATA: words.encode()})
            self._writer.close()
            self._part.replace(self._out)


def _pass(
    frames: Iterator[tuple[pl.DataFrame, int]],
    asked: Asked,
    keep: _Kept,
    tell: Callable[[int, int], None],
) -> Streamed:
    """One way through the rows: while some are reckoned, the next are read, the last digested."""
    whole = _Whole(asked)
    with ThreadPoolExecutor(1) as reader, ThreadPoolExecutor(WORKERS) as pool:
        for frame, count in _ahead(frames, reader):
            keep.add(whole.add(frame, pool))
            tell(whole.count, count)
        found = whole.run(pool)
    keep.finish(found)
    return found


def _ahead(items: Iterator[T], reader: ThreadPoolExecutor) -> Iterator[T]:
    """The same items, made while those before them are in use."""
    begun = deque(reader.submit(next, items, None) for _ in range(AHEAD))
    while (item := begun.popleft().result()) is not None:
        begun.append(reader.submit(next, items, None))
        yield item


class _Whole:
    """What is known of all rows so far: groups and their values, sums, sights, digests."""

    def __init__(self, asked: Asked) -> None:
        self._asked = asked
        names = (*asked.plan.digested, *RESULT_COLUMNS[1:])
        self._digests = {name: ColumnDigest(name, has_nulls=name == _NULLABLE) for name in names}
        self._begun: list[Future[None]] = []
        self._pools: Pools = {}
        self._values: Values | None = None
        self._sums: list[Sums] = []
        self._sights: list[Sight] = []
        self._last: pl.DataFrame | None = None
        self.count = 0

    def add(self, frame: pl.DataFrame, pool: ThreadPoolExecutor) -> pl.DataFrame:
        """The next rows, measured; their digests go on in the pool.

        Raises
        ------
        NotInOrder
            Where a key lies before the one that it follows.
        """
        asked = self._asked
        taken = take(frame, asked)
        self._follows(taken)
        values = self._values_of(taken.pools)
        result = reckon(taken.frame, values, asked)
        self._wait()
        self._begun = [pool.submit(each.add, result[n]) for n, each in self._digests.items()]
        rests = resting_on_recalled(result, asked.plan, values.parameters, values.constants)
        self._sums.append(Sums.of(result, rests))
        self._sights.append(Sight.of(result, asked.years, asked.band))
        self._last = result.tail(1)
        self.count += len(result)
        return result

    def run(self, pool: ThreadPoolExecutor) -> Streamed:
        """The run of all rows (E-CA-08 where there were none, E-CA-04 for the yield)."""
        asked = self._asked
        if self._last is None:
            take(pl.DataFrame(), asked)
        assert self._values is not None, "no rows are refused"
        assert self._last is not None, "no rows are refused"
        self._wait()
        begun = {name: pool.submit(each.hexdigest) for name, each in self._digests.items()}
        judged = judge(Sight.together(self._sights), asked.years, asked.band, asked.allowed)
        return Streamed.of(
            asked,
            self._values,
            frame=self._last.clear(),
            notes=(*self._values.notes, *judged),
            digests=run_digests(asked, self._values, gathered(begun), self.count),
            added=Sums.together(self._sums),
        )

    def _follows(self, taken: Taken) -> None:
        first, last = taken.frame[KEY][0], None if self._last is None else self._last[KEY][0]
        if first == last:
            raise _repeated(self._asked.method)
        if not taken.was_in_order or (last is not None and first < last):
            raise NotInOrder

    def _values_of(self, pools: Pools) -> Values:
        """Read anew where groups come that were not met before."""
        known = self._pools
        met = {group: known.get(group, set()) | pools.get(group, set()) for group in known | pools}
        if self._values is None or met != known:
            self._pools = dict(sorted(met.items()))
            self._values = Values.read(self._pools, self._asked)
        return self._values

    def _wait(self) -> None:
        """The digests of the rows before: pieces of a column have to come one after another."""
        for each in self._begun:
            each.result()


def _repeated(method: str) -> Refused:
    facts = {"finding_zh": "小班编号重复", "finding_en": "keys are repeated", "method": method}
    return Refused.because(codes.METHOD_NEEDS, "", **facts)
