"""What passes between unpacking, the readers of the formats, and the layer."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pyogrio
import pyogrio.errors

from qingshan.core.geo.dbf import EncodingFound
from qingshan.core.geo.limits import Limits
from qingshan.core.geo.notes import Note
from qingshan.core.geo.refusals import FILE_BROKEN, KIND_UNKNOWN
from qingshan.core.kernel.errors import Refusal, Refused
from qingshan.core.kernel.label import Label

_INT64_MAX = (1 << 63) - 1
_FAULTS = (
    pyogrio.errors.DataSourceError,
    pyogrio.errors.DataLayerError,
    pyogrio.errors.FeatureError,
    pa.ArrowException,
    UnicodeDecodeError,
    RuntimeError,
)


@dataclass(frozen=True)
class Staged:
    """A dataset set out for reading: its kind, its name for people, its files by suffix.

    ``layer`` is the layer wanted inside, for formats that hold several.
    """

    kind: str
    name: str
    parts: Mapping[str, Path]
    layer: str | None = None
    notes: tuple[Note, ...] = ()

    @property
    def path(self) -> Path:
        """The file (or folder) of a dataset that is only one."""
        (path,) = self.parts.values()
        return path


@dataclass(frozen=True)
class Wishes:
    """How a dataset is to be read, whatever its format."""

    encoding: str | None
    limits: Limits
    attributes_optional: bool = False


@dataclass(frozen=True)
class Raw:
    """What a reader hands over before shapes and coordinate system are judged.

    ``refusals`` speak of single rows (place ``#n``); ``crs`` is what the file says, found ``how``.
    """

    name: str
    frame: pl.DataFrame
    wkb: np.ndarray[Any, Any]
    crs: str | None
    how: str
    encoding: EncodingFound
    driver: str
    notes: tuple[Note, ...] = ()
    refusals: tuple[Refusal, ...] = ()


def read_arrow(path: Path, name: str, **options: Any) -> tuple[pa.Table, dict[str, Any]]:
    """A layer as an Arrow table; E-UP-21 when the driver cannot, MemoryError when memory ends."""
    try:
        meta, table = pyogrio.read_arrow(path, **options)
    except _FAULTS as fault:
        raise_if_memory(fault)
        raise broken(name, "图层内容无法读取", "The layer cannot be read") from fault
    return table, meta


def raise_if_memory(fault: BaseException) -> None:
    """Memory that ends is no fault of the file, though drivers report it as one."""
    if isinstance(fault, MemoryError) or "memory" in str(fault).lower():
        raise MemoryError(str(fault)) from fault


def wkb_of(table: pa.Table, name: str) -> np.ndarray[Any, Any]:
    """The column of shapes as an array of bytes, None where there is none."""
    wkb = np.empty(table.num_rows, dtype=object)
    wkb[:] = table.column(name).to_pylist()
    return wkb


def freed(names: Sequence[str]) -> tuple[list[str], list[Note]]:
    """``row`` is ours; a field of that name moves aside."""
    if "row" not in names:
        return list(names), []
    free = next(f"row_{n}" for n in range(2, len(names) + 3) if f"row_{n}" not in names)
    renamed = [free if name == "row" else name for name in names]
    return renamed, [Note.of("field renamed", free, field="row", renamed=free)]


def frame_of(rows: Sequence[Mapping[str, Any]]) -> pl.DataFrame:
    """Attributes of rows that need not have the same fields."""
    names = list(dict.fromkeys(name for row in rows for name in row))
    return pl.DataFrame([_column(name, [row.get(name) for row in rows]) for name in names])


def unknown(name: str, reason: Label, steps: Label | None = None) -> Refused:
    """E-UP-08: why the file cannot be read, and the steps that lead to one that can."""
    steps = steps or Label(
        "请在原软件中导出为上述格式之一后上传",
        "Export it in one of these formats and upload again",
    )
    facts = {"reason_zh": reason.zh, "reason_en": reason.en}
    facts |= {"steps_zh": steps.zh, "steps_en": steps.en}
    return Refused.because(KIND_UNKNOWN, name, name=name, **facts)


def broken(name: str, zh: str, en: str) -> Refused:
    """E-UP-21: what does not hold together."""
    return Refused.because(FILE_BROKEN, name, name=name, detail_zh=zh, detail_en=en)


def _column(name: str, values: list[Any]) -> pl.Series:
    """One kind of value keeps its type; numbers of two kinds become floats, all else text."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return pl.Series(name, values, dtype=pl.Boolean)
    if kinds == {int} and all(abs(v) <= _INT64_MAX for v in values if v is not None):
        return pl.Series(name, values, dtype=pl.Int64)
    if kinds <= {int, float} and float in kinds:
        return pl.Series(name, [None if v is None else float(v) for v in values], dtype=pl.Float64)
    return pl.Series(name, [_as_text(v) for v in values], dtype=pl.String)


def _as_text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
