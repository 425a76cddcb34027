"""A run kept as one Parquet file: its rows, and all else as JSON in the file's own metadata."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.deduction import Deduction
from qingshan.core.carbon.frames import digest_of_frame
from qingshan.core.carbon.inputs import KEY, with_groups
from qingshan.core.carbon.note import Note
from qingshan.core.carbon.run import RESULT_COLUMNS, Run, damaged
from qingshan.core.kernel.period import Period

GROUPS = ("group", "group_t1")
METADATA = b"qingshan_run"


def keep_run(run: Run, path: Path) -> None:
    """Write a run; the rows stand in order of the key, so that the same run gives the same rows."""
    texts = run.frame.with_columns(
        pl.col(name).cast(pl.String) for name in GROUPS if name in run.frame.columns
    )
    table = texts.sort(KEY).to_arrow()
    words = json.dumps(run.as_dict(), ensure_ascii=False, sort_keys=True).encode()
    table = table.replace_schema_metadata({METADATA: words})
    pq.write_table(table, path, compression="zstd")


def is_run(path: Path) -> bool:
    """Whether a file is a kept run, whatever is in it; a table of a method is none."""
    try:
        return METADATA in (pq.read_metadata(path).metadata or {})
    except (OSError, pa.ArrowInvalid):
        return False


def kept_run(path: Path) -> Run:
    """Read a run back.

    Raises
    ------
    Refused
        E-CA-06 when the file is no run, or its rows or totals no longer fit its digests.
    """
    try:
        with pq.ParquetFile(path) as file:
            table, kept = file.read(), file.metadata.metadata
    except (OSError, pa.ArrowInvalid) as fault:
        raise damaged("不是计量结果文件", f"no run file ({type(fault).__name__})") from fault
    words = (kept or {}).get(METADATA)
    frame = pl.from_arrow(table)
    if words is None or not isinstance(frame, pl.DataFrame):
        raise damaged("没有计量说明", "without the record of the run")
    told: dict[str, Any] = json.loads(words)
    plan = find_method(told["method"]).plan(told["options"])
    if tuple(frame.columns) != plan.columns:
        raise damaged("列不符", "other columns")
    frame = with_groups(frame, tuple(name for name in GROUPS if name in frame.columns))
    run = Run(
        method=told["method"],
        period=Period(*(date.fromisoformat(told["period"][end]) for end in ("start", "end"))),
        as_of=date.fromisoformat(told["as_of"]),
        options=told["options"],
        frame=frame,
        parameters=told["parameters"],
        constants=told["constants"],
        deductions=tuple(Deduction.from_dict(row) for row in told["deductions"]),
        notes=tuple(Note.from_dict(row) for row in told["notes"]),
        digests=told["digests"],
    )
    if digest_of_frame(frame, RESULT_COLUMNS, KEY) != run.digests["result"]:
        raise damaged("各小班的减排量与摘要不符", "the removals do not fit their digest")
    if run.digest != told["digest"] or run.removal != told["removal_unit"]:
        raise damaged("合计或摘要不符", "total or digest does not fit")
    return run
