"""Measuring a Parquet file that need not fit in memory: the same integers, the same digests."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyarrow.parquet as pq

from qingshan.core.carbon import refusals as codes
from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.frames import WORKERS, digest_of_columns
from qingshan.core.carbon.inputs import KEY
from qingshan.core.carbon.options import settle
from qingshan.core.carbon.ordering import ROWS, NotInOrder, chunks, in_order_of_key
from qingshan.core.carbon.pieces import ColumnDigest
from qingshan.core.carbon.plausibility import Band, judge, yield_t_ha_yr
from qingshan.core.carbon.run import RESULT_COLUMNS, Run, measure
from qingshan.core.carbon.runfile import METADATA
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.period import Period
from qingshan.core.kernel.units import CARBON_PER_TONNE, tonnes_text, whole_tonnes
from qingshan.core.tables.shelf import Shelf, open_shelf

GROUPS = ("group", "group_t1")
KINDS = (*GROUPS, "layer")
PER_CHUNK = {"allow_yield": "judged over the whole"}
"""A division of the rows must not decide what is refused: yields are judged at the end."""

_WHOLE = ("yield-outside", "yield-high", "yield-allowed", "growth-outside")
_AREA_PER_HA = 1e8
_NULLABLE = "area_t1_ha"
_HIGH_MOST = 10_000


@dataclass(frozen=True)
class Asked:
    """What is asked of every chunk alike, as ``run.measure`` takes it."""

    method: str
    period: Period
    as_of: date
    options: Mapping[str, Any] = field(default_factory=dict)
    shelf: Shelf = field(default_factory=open_shelf)

    def run(self, frame: pl.DataFrame, **more: Any) -> Run:
        """Measure some rows, with more options."""
        return measure(
            frame,
            method=self.method,
            period=self.period,
            as_of=self.as_of,
            options={**self.options, **more},
            shelf=self.shelf,
        )


@dataclass(frozen=True)
class Streamed:
    """A run whose rows were never in memory together.

    ``record`` is a run of a few rows with the whole's parameters, deductions, notes and digests;
    ``count``, ``area_ha``, ``gross`` and ``removal`` (0.0001 t) are those of the whole.
    """

    record: Run
    count: int
    area_ha: float
    gross: int
    removal: int
    share_recalled: float

    @property
    def digest(self) -> str:
        """The digest that the run of the whole frame has."""
        return self.record.digest

    def as_dict(self) -> dict[str, Any]:
        """As ``Run.as_dict``."""
        return self.record.as_dict() | {
            "count": self.count,
            "area_ha": self.area_ha,
            "gross_unit": self.gross,
            "removal_unit": self.removal,
            "removal_t": tonnes_text(self.removal),
            "issuable_t": max(0, whole_tonnes(self.removal)),
            "yield_t_ha_yr": yield_t_ha_yr(self.removal, self.area_ha, self.record.years),
            "share_recalled": self.share_recalled,
        }


@dataclass
class _Totals:
    """What is added up over the chunks; integers only, so that no division changes a sum."""

    count: int = 0
    area: int = 0
    gross: int = 0
    removal: int = 0
    weight: int = 0
    recalled: int = 0
    strange: pl.DataFrame | None = None
    samples: pl.DataFrame | None = None
    digests: dict[str, ColumnDigest] = field(default_factory=dict)


def measure_file(
    path: Path,
    asked: Asked,
    *,
    rows: int = ROWS,
    out: Path | None = None,
    tell: Callable[[int, int], None] | None = None,
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
    settle(find_method(asked.method).spec, asked.options)
    keeping = _Keeping(out, tell or (lambda *_: None))
    try:
        return _pass(chunks(path, asked.method, rows), asked, keeping)
    except NotInOrder:
        keeping.again()
        with in_order_of_key(path, asked.method, rows) as ordered:
            return _pass(ordered, asked, keeping)


@dataclass
class _Keeping:
    """Where the rows go, and who hears how far it is."""

    out: Path | None
    tell: Callable[[int, int], None]
    writer: Any = None

    def add(self, frame: pl.DataFrame) -> None:
        if self.out is None:
            return
        held = [name for name in GROUPS if name in frame.columns]
        table = frame.with_columns(pl.col(held).cast(pl.String)).to_arrow()
        if self.writer is None:
            self.writer = pq.ParquetWriter(self.out, table.schema, compression="zstd")
        self.writer.write_table(table)

    def again(self) -> None:
        """Begin anew: the rows so far were not in order."""
        if self.writer is not None:
            self.writer.close()
            self.writer = None

    def finish(self, words: bytes) -> None:
        if self.writer is not None:
            self.writer.add_key_value_metadata({METADATA: words})
            self.writer.close()


def _pass(frames: Iterator[tuple[pl.DataFrame, int]], asked: Asked, keeping: _Keeping) -> Streamed:
    totals = _Totals()
    band = Band.on(asked.shelf, asked.as_of)
    last: str | None = None
    with ThreadPoolExecutor(WORKERS) as pool:
        for frame, whole in frames:
            first = frame[KEY][0]
            if last is not None and first <= last:
                raise _repeated(asked.method) if first == last else NotInOrder
            last = frame[KEY][-1]
            run = asked.run(frame, **PER_CHUNK)
            _add(totals, run, band, pool)
            keeping.add(run.frame)
            keeping.tell(totals.count, whole)
    if not totals.count:
        asked.run(pl.DataFrame())
    found = _finished(totals, asked)
    keeping.finish(_words(found))
    return found


def _add(totals: _Totals, run: Run, band: Band, pool: ThreadPoolExecutor) -> None:
    frame = run.frame
    names = [*run.plan.digested, *RESULT_COLUMNS[1:]]
    for name in names:
        if name not in totals.digests:
            totals.digests[name] = ColumnDigest(name, has_nulls=name == _NULLABLE)
    list(pool.map(lambda name: totals.digests[name].add(frame[name]), names))
    areas = frame["area_measured_ha"]
    weight, recalled = _recalled(run)
    totals.count += len(frame)
    totals.area += int(np.rint(areas.to_numpy() * _AREA_PER_HA).astype(np.int64).sum())
    totals.gross += run.gross
    totals.removal += run.removal
    totals.weight += weight
    totals.recalled += recalled
    rate = pl.col("gross_unit") / (pl.col("area_measured_ha") * CARBON_PER_TONNE * run.years)
    totals.strange = _joined(totals.strange, frame.filter(rate > band.high).head(_HIGH_MOST))
    totals.samples = _joined(totals.samples, _kinds(frame))
    assert totals.samples is not None
    held = [name for name in KINDS if name in frame.columns]
    totals.samples = totals.samples.unique(held, maintain_order=True)


def _recalled(run: Run) -> tuple[int, int]:
    """The sum of absolute removals, and that of rows resting on recalled parameters."""
    frame = run.frame
    if run.constants:
        weight = int(frame["gross_unit"].abs().sum())
        return weight, round(run.share_recalled * weight)
    rows = frame.group_by("group").agg(pl.col("gross_unit").abs().sum()).rows()
    rests = {
        group
        for group, named in run.parameters.items()
        if any(value["basis"] == "recalled" for value in named.values())
    }
    return sum(each for _, each in rows), sum(each for group, each in rows if group in rests)


def _kinds(frame: pl.DataFrame) -> pl.DataFrame:
    """One row of each kind: the first of each pair of groups, and of each layer."""
    held = [name for name in KINDS if name in frame.columns]
    if "layer" in held:
        return frame.unique(held, maintain_order=True)
    numbers = np.zeros(len(frame), dtype=np.int64)
    for name in held:
        numbers = numbers * 1_000 + frame[name].to_physical().to_numpy()
    places = [int(np.argmax(numbers == kind)) for kind in np.flatnonzero(np.bincount(numbers))]
    return frame[sorted(places)]


def _finished(totals: _Totals, asked: Asked) -> Streamed:
    """The run's record: parameters by one row of each kind, digests and notes of the whole."""
    assert totals.samples is not None
    probe = asked.run(totals.samples, **PER_CHUNK)
    inputs = probe.plan.digested
    columns = {name: digest.hexdigest() for name, digest in totals.digests.items()}
    digests = dict(probe.digests) | {
        "inputs": digest_of_columns(totals.count, columns, inputs),
        "result": digest_of_columns(totals.count, columns, RESULT_COLUMNS),
    }
    notes = [note for note in probe.notes if note.code not in _WHOLE]
    record = replace(
        probe,
        options=settle(find_method(asked.method).spec, asked.options),
        digests=digests,
        notes=(*notes, *_judged(totals, asked, probe)),
    )
    return Streamed(
        record=record,
        count=totals.count,
        area_ha=totals.area / _AREA_PER_HA,
        gross=totals.gross,
        removal=totals.removal,
        share_recalled=totals.recalled / totals.weight if totals.weight else 0.0,
    )


def _judged(totals: _Totals, asked: Asked, probe: Run) -> list[Any]:
    """The yield of the whole, and single sub-compartments that lie high."""
    band = Band.on(asked.shelf, asked.as_of)
    allowed = asked.options.get("allow_yield")
    reason = str(allowed) if allowed else None
    whole = probe.frame.head(1).with_columns(
        gross_unit=pl.lit(totals.gross),
        area_measured_ha=pl.lit(totals.area / _AREA_PER_HA),
        volume_t2_m3_ha=pl.col("volume_t1_m3_ha"),
    )
    notes = list(judge(whole, probe.years, band, reason))
    strange = totals.strange
    if strange is not None and len(strange):
        more = judge(strange, probe.years, band, reason)
        notes += [note for note in more if note.code in ("yield-high", "yield-allowed")]
    return list({note.code: note for note in notes}.values())


def _joined(one: pl.DataFrame | None, other: pl.DataFrame) -> pl.DataFrame:
    held = [name for name in GROUPS if name in other.columns]
    other = other.with_columns(pl.col(held).cast(pl.String))
    return other if one is None else pl.concat([one, other]).head(_HIGH_MOST)


def _words(found: Streamed) -> bytes:
    return json.dumps(found.as_dict(), ensure_ascii=False, sort_keys=True).encode()


def _repeated(method: str) -> Refused:
    facts = {"finding_zh": "小班编号重复", "finding_en": "keys are repeated", "method": method}
    return Refused.because(codes.METHOD_NEEDS, "", **facts)
