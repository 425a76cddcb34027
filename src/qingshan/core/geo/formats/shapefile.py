"""Shapefiles: shapes by the driver, text by its bytes, sizes by the headers before either."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from qingshan.core.geo.dbf import (
    DbfHeader,
    EncodingFound,
    declared_encoding,
    decode_columns,
    read_header,
)
from qingshan.core.geo.formats.raw import Raw, Staged, Wishes, broken, read_arrow, wkb_of
from qingshan.core.geo.limits import Limits, keep_within
from qingshan.core.geo.notes import Note

_HEADER_BYTES = 100
# Lines and polygons, with Z and M: their number of points stands at byte 40 of the record.
_WITH_PARTS = (3, 5, 13, 15, 23, 25)


def read_shapefile(staged: Staged, wishes: Wishes) -> Raw:
    """A shapefile set out as ``.shp .shx`` and, when it has them, ``.dbf .prj .cpg``.

    Raises
    ------
    Refused
        E-UP-02 text in no encoding; E-UP-13 too many shapes, vertices or fields; E-UP-21 parts
        that do not belong together.
    """
    name, parts = staged.name, staged.parts
    counted = count_within(name, parts, wishes.limits)
    if ".dbf" not in parts:
        return _without_attributes(staged)
    header = read_header(parts[".dbf"])
    keep_within(name, ("字段数", "fields"), len(header.fields), wishes.limits.fields)
    if counted != header.records:
        raise broken(
            name,
            f"图形有 {counted} 个，属性有 {header.records} 行",
            f"There are {counted} shapes and {header.records} rows of attributes",
        )
    # Latin-1 turns each byte into one character, so that the true encoding can be found here.
    table, meta = read_arrow(parts[".shp"], name, encoding="ISO-8859-1")
    wkb_name = meta["geometry_name"] or "wkb_geometry"
    attributes = [table.column(at) for at, n in enumerate(table.schema.names) if n != wkb_name]
    columns = [pl.Series(str(at), column) for at, column in enumerate(attributes)]
    if len(columns) != len(header.fields):
        raise broken(name, "属性表 .dbf 的字段定义有误", "The fields of the .dbf are ill defined")
    cpg = parts[".cpg"].read_text("latin-1") if ".cpg" in parts else None
    frame, found, notes = decode_columns(
        columns,
        header,
        declared=declared_encoding(header, cpg),
        given=wishes.encoding,
        place=name,
    )
    notes += _wide_fields(header, frame, name)
    if table.num_rows < header.records:
        notes.append(Note.of("rows deleted", name, count=header.records - table.num_rows))
    return _raw(staged, frame, wkb_of(table, wkb_name), found, notes)


def count_within(name: str, parts: Mapping[str, Path], limits: Limits) -> int:
    """The number of shapes; E-UP-13 when they or their vertices are too many.

    ESRI Shapefile Technical Description (1998), pages 4 to 9 and 23: index and record headers
    tell both, so that nothing large is built before it is known to be allowed.
    """
    size = parts[".shx"].stat().st_size - _HEADER_BYTES
    count = max(size // 8, 0)
    keep_within(name, ("图斑数", "shapes"), count, limits.shapes)
    if count and parts[".shp"].stat().st_size > _HEADER_BYTES:
        index = np.fromfile(parts[".shx"], ">i4", 2 * count, offset=_HEADER_BYTES)
        points = _points(parts[".shp"], index.reshape(-1, 2).astype(np.int64) * 2)
        keep_vertices(name, points, limits)
    return count


def keep_vertices(name: str, points: np.ndarray[Any, Any], limits: Limits) -> None:
    """Refuse by E-UP-13 too many vertices in all or in one shape."""
    keep_within(name, ("顶点总数", "vertices in all"), int(points.sum()), limits.vertices)
    most = int(np.argmax(points)) if len(points) else 0
    if len(points):
        measure = (f"第 {most + 1} 行的顶点数", f"vertices in row {most + 1}")
        keep_within(name, measure, int(points[most]), limits.vertices_per_shape)


def _points(shp: Path, index: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    data = np.memmap(shp, np.uint8, "r")
    start = index[:, 0] + 8
    inside = (index[:, 0] >= _HEADER_BYTES) & (start + 44 <= len(data)) & (index[:, 1] >= 44)
    start = start[inside]

    def number_at(offset: int) -> np.ndarray[Any, Any]:
        gathered = data[start[:, None] + offset + np.arange(4)]
        numbers: np.ndarray[Any, Any] = np.ascontiguousarray(gathered).view("<i4")[:, 0]
        return numbers

    points = np.zeros(len(index), np.int64)
    if len(start):
        points[inside] = np.where(np.isin(number_at(0), _WITH_PARTS), number_at(40), 0)
    return np.maximum(points, 0)


def _without_attributes(staged: Staged) -> Raw:
    table, meta = read_arrow(staged.parts[".shp"], staged.name)
    wkb = wkb_of(table, meta["geometry_name"] or "wkb_geometry")
    notes = [Note.of("attributes absent", staged.name)]
    return _raw(staged, pl.DataFrame(), wkb, EncodingFound("ASCII", "ascii"), notes)


def _raw(
    staged: Staged,
    frame: pl.DataFrame,
    wkb: np.ndarray[Any, Any],
    encoding: EncodingFound,
    notes: list[Note],
) -> Raw:
    parts = staged.parts
    prj = parts[".prj"].read_text("utf-8", errors="replace") if ".prj" in parts else ""
    return Raw(
        name=staged.name,
        frame=frame,
        wkb=wkb,
        crs=prj.strip() or None,
        how="prj",
        encoding=encoding,
        driver="ESRI Shapefile",
        notes=(*staged.notes, *notes),
    )


def _wide_fields(header: DbfHeader, frame: pl.DataFrame, name: str) -> list[Note]:
    wide = [f for f, n in zip(header.fields, frame.columns, strict=True) if f.kind in "NF" and n]
    return [
        Note.of("field too wide", name, field=field.name.decode("latin-1"))
        for field in wide
        if field.width > 18 and not field.decimals
    ]
