"""GeoPackages and File Geodatabases: files that hold several layers."""

from __future__ import annotations

import sqlite3
import struct
from contextlib import closing
from pathlib import Path
from typing import Any

import polars as pl
import pyarrow as pa
import pyogrio
import pyogrio.errors
import pyogrio.raw

from qingshan.core.geo.choosing import choose_layer
from qingshan.core.geo.dbf import EncodingFound
from qingshan.core.geo.formats.raw import (
    Raw,
    Staged,
    Wishes,
    broken,
    freed,
    raise_if_memory,
    read_arrow,
    wkb_of,
)
from qingshan.core.geo.limits import keep_within
from qingshan.core.geo.notes import Note
from qingshan.core.geo.refusals import LAYER_EMPTY
from qingshan.core.kernel.errors import Refused

_DRIVERS = {"gpkg": "GPKG", "gdb": "OpenFileGDB"}
_NAMES = {"gpkg": "GeoPackage", "gdb": "File Geodatabase"}
_NO_SURFACE = ("Point", "LineString", "MultiPoint", "MultiLineString")
_LAST_STRAIGHT = 7


def read_database(staged: Staged, wishes: Wishes) -> Raw:
    """One layer of a GeoPackage or of the folder of a File Geodatabase.

    A layer of points or lines is passed over when there is one of polygons. Curves are drawn as
    chords, heights and measures fall away later.

    Raises
    ------
    Refused
        E-UP-13 too much; E-UP-14 several layers; E-UP-15 no such layer; E-UP-20 none;
        E-UP-21 not what it says to be.
    """
    path, limits = staged.path, wishes.limits
    if staged.kind == "gpkg":
        _keep_plain(path, staged.name)
    name, notes = _choose(staged)
    info = _told(staged, pyogrio.read_info, layer=name)
    keep_within(name, ("图斑数", "shapes"), int(info["features"]), limits.shapes)
    keep_within(name, ("字段数", "fields"), len(info["fields"]), limits.fields)
    # The count above is what the file says; this is what is taken whatever it says.
    table, meta = read_arrow(path, staged.name, layer=name, max_features=limits.shapes + 1)
    keep_within(name, ("图斑数", "shapes"), table.num_rows, limits.shapes)
    wkb_name = meta["geometry_name"] or "wkb_geometry"
    wkb = wkb_of(table, wkb_name)
    curved = sum(_is_curved(item) for item in wkb)
    if curved:
        wkb = _told(staged, pyogrio.raw.read, layer=name, columns=[])[2]
        notes.append(Note.of("curves drawn", name, count=curved))
    frame, more = _attributes(table, wkb_name)
    return Raw(
        name=name,
        frame=frame,
        wkb=wkb,
        crs=meta["crs"],
        how="file",
        encoding=EncodingFound("UTF-8", "format"),
        driver=_DRIVERS[staged.kind],
        notes=(*staged.notes, *notes, *more),
    )


def _choose(staged: Staged) -> tuple[str, list[Note]]:
    found = _told(staged, pyogrio.list_layers)
    kinds = {str(name): str(kind) for name, kind in found if kind is not None}
    if not kinds:
        raise Refused.because(LAYER_EMPTY, staged.name, name=staged.name)
    flat = [name for name, kind in kinds.items() if kind.split(" ")[0] not in _NO_SURFACE]
    if staged.layer is not None or not flat:
        return choose_layer(list(kinds), staged.layer, staged.name), []
    name = choose_layer(flat, None, staged.name)
    passed = "、".join(sorted(set(kinds) - {name}))
    return name, [Note.of("layers passed over", name, layers=passed)] if passed else []


def _told(staged: Staged, ask: Any, **options: Any) -> Any:
    try:
        return ask(staged.path, **options)
    except (
        pyogrio.errors.DataSourceError,
        pyogrio.errors.DataLayerError,
        pyogrio.errors.FeatureError,
        UnicodeDecodeError,
        RuntimeError,
    ) as fault:
        raise_if_memory(fault)
        raise _no_database(staged.kind, staged.name) from fault


def _keep_plain(path: Path, name: str) -> None:
    """A GeoPackage is an SQLite file whose only virtual tables are the R-trees of its layers.

    Another module of virtual tables could reach files beside it (OGC 12-128r19, clause 3.1.3
    names the R-tree alone).
    """
    with path.open("rb") as handle:
        if handle.read(16) != b"SQLite format 3\0":
            raise _no_database("gpkg", name)
    query = "SELECT sql FROM sqlite_master WHERE sql LIKE 'CREATE VIRTUAL%'"
    try:
        with closing(sqlite3.connect(f"file:{_quoted(path)}?mode=ro", uri=True)) as base:
            modules = [str(sql).lower() for (sql,) in base.execute(query)]
    except (sqlite3.Error, UnicodeDecodeError, OverflowError) as fault:
        raise _no_database("gpkg", name) from fault
    if any("using rtree" not in " ".join(sql.split()) for sql in modules):
        raise broken(
            name,
            "其中有 GeoPackage 标准以外的虚拟表",
            "It holds virtual tables that the GeoPackage standard does not know",
        )


def _quoted(path: Path) -> str:
    return str(path.resolve()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")


def _no_database(kind: str, name: str) -> Refused:
    return broken(name, f"内容不是 {_NAMES[kind]}", f"It is no {_NAMES[kind]}")


def _is_curved(wkb: bytes | None) -> bool:
    if wkb is None or len(wkb) < 5:
        return False
    (kind,) = struct.unpack_from("<I" if wkb[0] else ">I", wkb, 1)
    return bool(kind % 1000 > _LAST_STRAIGHT)


def _attributes(table: pa.Table, wkb_name: str) -> tuple[pl.DataFrame, list[Note]]:
    """Fields that people can read; pictures and other bytes are left out and said."""
    binary = [
        field.name
        for field in table.schema
        if field.name != wkb_name
        and (pa.types.is_binary(field.type) or pa.types.is_large_binary(field.type))
    ]
    notes = [Note.of("field of bytes", name, field=name) for name in binary]
    kept = table.drop_columns([*binary, wkb_name])
    names, more = freed(kept.schema.names)
    if not names:
        return pl.DataFrame(), notes
    return pl.DataFrame(pl.from_arrow(kept.rename_columns(names))), [*notes, *more]
