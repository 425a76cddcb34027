"""The three forms of a dump, written piece by piece: CSV, GeoJSON (RFC 7946), GeoParquet (1.1)."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from pyproj import CRS

from qingshan.apps.base.downloads import plain
from qingshan.apps.features.layer import Field, Row
from qingshan.core.geo.shape import to_wkb

Piece = list[tuple[Row, Any]]
DECIMALS = 7
STORED = 4490
GEOMETRY = "geometry"
_ARROW = {
    "string": pa.string(),
    "integer": pa.int64(),
    "number": pa.float64(),
    "date": pa.date32(),
}


class Writer(Protocol):
    """A file that grows by pieces."""

    def add(self, piece: Piece) -> None:
        """Write some rows."""

    def close(self) -> None:
        """Finish the file."""


class CsvWriter:
    """A sheet: the properties, and a point within each shape; office programs find its mark."""

    media_type = "text/csv"

    def __init__(self, path: Path, fields: Mapping[str, Field]) -> None:
        self._names = list(fields)
        self._handle = path.open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._handle)
        self._writer.writerow([*self._names, "lon", "lat"])

    def add(self, piece: Piece) -> None:
        """Write some rows."""
        for row, shape in piece:
            cells = [plain("" if row[name] is None else row[name]) for name in self._names]
            self._writer.writerow([*cells, *_middle(shape)])

    def close(self) -> None:
        """Finish the file."""
        self._handle.close()


class GeoJsonWriter:
    """One collection of features, a line for each."""

    media_type = "application/geo+json"

    def __init__(self, path: Path, fields: Mapping[str, Field]) -> None:
        self._names = list(fields)
        self._handle = path.open("w", encoding="utf-8")
        self._handle.write('{"type":"FeatureCollection","features":[')
        self._is_first = True

    def add(self, piece: Piece) -> None:
        """Write some rows."""
        for row, shape in piece:
            drawn = (
                None if shape is None or shape.is_empty else json.loads(shapely.to_geojson(shape))
            )
            told = {"type": "Feature", "geometry": drawn, "properties": row}
            self._handle.write("\n" if self._is_first else ",\n")
            self._handle.write(json.dumps(told, ensure_ascii=False, separators=(",", ":")))
            self._is_first = False

    def close(self) -> None:
        """Finish the file."""
        self._handle.write("\n]}\n")
        self._handle.close()


class GeoParquetWriter:
    """Columns with their types, shapes as WKB, and what the format wants to know of them."""

    media_type = "application/vnd.apache.parquet"

    def __init__(self, path: Path, fields: Mapping[str, Field]) -> None:
        self._fields = fields
        columns = [pa.field(name, _ARROW[each.type]) for name, each in fields.items()]
        self._schema = pa.schema([*columns, pa.field(GEOMETRY, pa.binary())])
        # Without a second schema of its own the file gives readers what is added at the end.
        self._writer = pq.ParquetWriter(path, self._schema, compression="zstd", store_schema=False)
        self._types: set[str] = set()
        self._bounds: list[tuple[float, ...]] = []

    def add(self, piece: Piece) -> None:
        """Write some rows as one group."""
        columns: dict[str, list[Any]] = {name: [] for name in self._schema.names}
        for row, shape in piece:
            for name, each in self._fields.items():
                columns[name].append(_typed(row[name], each.type))
            is_there = shape is not None and not shape.is_empty
            columns[GEOMETRY].append(shape if is_there else None)
            if is_there:
                self._types.add(shape.geom_type)
                self._bounds.append(shape.bounds)
        columns[GEOMETRY] = to_wkb(np.array(columns[GEOMETRY], dtype=object))
        self._writer.write_table(pa.table(columns, schema=self._schema))

    def close(self) -> None:
        """Write what is known of the shapes, and finish the file."""
        column: dict[str, Any] = {
            "encoding": "WKB",
            "geometry_types": sorted(self._types),
            "crs": CRS(STORED).to_json_dict(),
            "edges": "planar",
        }
        if self._bounds:
            west, south, east, north = zip(*self._bounds, strict=True)
            column["bbox"] = [min(west), min(south), max(east), max(north)]
        told = {"version": "1.1.0", "primary_column": GEOMETRY, "columns": {GEOMETRY: column}}
        self._writer.add_key_value_metadata({"geo": json.dumps(told)})
        self._writer.close()


FORMS: dict[str, type[CsvWriter] | type[GeoJsonWriter] | type[GeoParquetWriter]] = {
    "csv": CsvWriter,
    "geojson": GeoJsonWriter,
    "parquet": GeoParquetWriter,
}
"""Each form by the ending of its files."""


def rounded(piece: Sequence[tuple[Row, Any]]) -> Piece:
    """The same rows with shapes rounded to a centimetre, so that all forms hold the same."""
    return [
        (row, None if shape is None else shapely.transform(shape, lambda p: p.round(DECIMALS)))
        for row, shape in piece
    ]


def _middle(shape: Any) -> list[str]:
    if shape is None or shape.is_empty:
        return ["", ""]
    point = shapely.point_on_surface(shape)
    return [f"{point.x:.{DECIMALS}f}", f"{point.y:.{DECIMALS}f}"]


def _typed(value: Any, kind: str) -> Any:
    return date.fromisoformat(value) if kind == "date" and value is not None else value
