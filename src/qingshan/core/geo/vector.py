"""Reading a forest layer: whatever the office sends becomes attributes and CGCS2000 polygons."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyarrow as pa
import pyogrio
import pyogrio.errors
import shapely

from qingshan.core.geo.crs import CrsFound, conclude_crs, misfits, to_lonlat
from qingshan.core.geo.dbf import (
    EncodingFound,
    declared_encoding,
    decode_columns,
    read_header,
)
from qingshan.core.geo.geojson import read_geojson
from qingshan.core.geo.notes import Note
from qingshan.core.geo.refusals import (
    FILE_BROKEN,
    KIND_UNKNOWN,
    LAYER_EMPTY,
    TOO_LARGE,
)
from qingshan.core.geo.rows import absurd_row, off_globe, read_polygons
from qingshan.core.geo.unpacking import Limits, Shapefile, choose_layer, gather_files, unpack_zip
from qingshan.core.kernel.digest import digest_of_file
from qingshan.core.kernel.errors import Refused, refuse_all


@dataclass(frozen=True)
class Layer:
    """A layer as read.

    Attributes
    ----------
    name : str
        Layer name for people.
    frame : polars.DataFrame
        Attributes with a first column ``row`` (0..n-1); text stays text.
    shapes : array (n,)
        Polygons and multipolygons, longitude and latitude of CGCS2000 (EPSG:4490), 2D.
    digest : str
        SHA-256 of the file; of a folder or bare .shp, over the parts in order of suffix.
    """

    name: str
    frame: pl.DataFrame
    shapes: np.ndarray[Any, Any]
    crs: CrsFound
    encoding: EncodingFound
    digest: str
    driver: str
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True)
class _Raw:
    """What a driver hands over before shapes and coordinate system are judged."""

    name: str
    frame: pl.DataFrame
    wkb: np.ndarray[Any, Any]
    crs: str | None
    how: str
    encoding: EncodingFound
    driver: str
    digest: str = ""
    notes: tuple[Note, ...] = ()


def read_layer(
    path: Path,
    *,
    layer: str | None = None,
    crs: str | None = None,
    encoding: str | None = None,
    limits: Limits | None = None,
) -> Layer:
    """Read one polygon layer of a zipped or bare shapefile, a folder, a GeoPackage or GeoJSON.

    Parameters
    ----------
    path : Path
        The upload.
    layer : str, optional
        Layer name, needed when there are several.
    crs, encoding : str, optional
        What the user says; overrules what the file says.
    limits : Limits, optional
        What an upload may cost the machine.

    Raises
    ------
    Refused
        Every E-UP code, and E-GE-01 to 04 for all offending rows at once.
    """
    limits = limits or Limits()
    raw = _read_raw(path, layer, encoding, limits)
    if not len(raw.wkb):
        raise Refused.because(LAYER_EMPTY, raw.name, name=raw.name)
    shapes, refusals, notes = read_polygons(raw.wkb)
    known = ~shapely.is_missing(shapes)
    extents = shapely.bounds(shapes)
    try:
        system, found, more = conclude_crs(
            extents, declared=raw.crs, how=raw.how, given=crs, place=raw.name
        )
    except Refused as refused:
        raise Refused(*refusals, *refused.refusals) from None
    moved = to_lonlat(shapes, system, raw.name)
    absurd = known & (misfits(extents, system) | off_globe(moved))
    refusals += [
        absurd_row(int(at), shapely.get_coordinates(shapes[at]), found.name)
        for at in np.flatnonzero(absurd)
    ]
    refuse_all(refusals)
    rows = pl.int_range(len(raw.wkb), eager=True).alias("row")
    return Layer(
        name=raw.name,
        frame=pl.DataFrame([rows, *raw.frame.get_columns()]),
        shapes=moved,
        crs=found,
        encoding=raw.encoding,
        digest=raw.digest,
        driver=raw.driver,
        notes=(*raw.notes, *notes, *more),
    )


def _read_raw(path: Path, layer: str | None, encoding: str | None, limits: Limits) -> _Raw:
    suffix = path.suffix.lower()
    if not path.exists():
        raise _unknown(path, "文件不存在", "There is no such file")
    if path.is_file() and path.stat().st_size > limits.total_bytes:
        size = {"found": path.stat().st_size, "limit": limits.total_bytes}
        measure = {"measure_zh": "文件字节数", "measure_en": "bytes"}
        raise Refused.because(TOO_LARGE, path.name, **measure, **size)
    with tempfile.TemporaryDirectory(prefix="layer") as folder:
        if suffix == ".zip" and path.is_file():
            shapefile = unpack_zip(path, Path(folder), layer=layer, limits=limits)
            return replace(_read_shapefile(shapefile, encoding), digest=digest_of_file(path))
        if path.is_dir() or suffix == ".shp":
            shapefile, digest = gather_files(path, Path(folder), layer=layer, limits=limits)
            return replace(_read_shapefile(shapefile, encoding), digest=digest)
    if suffix == ".gpkg":
        return replace(_read_geopackage(path, layer), digest=digest_of_file(path))
    if suffix in {".geojson", ".json"}:
        return replace(_read_geojson(path, layer, encoding), digest=digest_of_file(path))
    if suffix in {".shx", ".dbf", ".prj", ".cpg"}:
        raise _unknown(path, "这只是 Shapefile 的一部分", "It is only one part of a shapefile")
    raise _unknown(
        path, f"不支持的格式（{suffix or '无后缀'}）", f"Its format ({suffix}) is not supported"
    )


def _read_shapefile(shapefile: Shapefile, encoding: str | None) -> _Raw:
    name, parts = shapefile.name, shapefile.parts
    header = read_header(parts[".dbf"])
    counted = (parts[".shx"].stat().st_size - 100) // 8
    if counted != header.records:
        raise _broken(
            name,
            f"图形有 {counted} 个，属性有 {header.records} 行",
            f"There are {counted} shapes and {header.records} rows of attributes",
        )
    cpg = parts[".cpg"].read_text("latin-1") if ".cpg" in parts else None
    # Latin-1 turns each byte into one character, so that the true encoding can be found here.
    table, meta = _arrow(parts[".shp"], name, encoding="ISO-8859-1")
    wkb_name = meta["geometry_name"] or "wkb_geometry"
    attributes = [table.column(at) for at, n in enumerate(table.schema.names) if n != wkb_name]
    columns = [pl.Series(str(at), column) for at, column in enumerate(attributes)]
    if len(columns) != len(header.fields):
        raise _broken(name, "属性表 .dbf 的字段定义有误", "The fields of the .dbf are ill defined")
    declared = declared_encoding(header, cpg)
    frame, found, notes = decode_columns(
        columns, header, declared=declared, given=encoding, place=name
    )
    wide = [f for f, n in zip(header.fields, frame.columns, strict=True) if f.kind in "NF" and n]
    notes += [
        Note.of("field too wide", name, field=field.name.decode("latin-1"))
        for field in wide
        if field.width > 18 and not field.decimals
    ]
    if table.num_rows < header.records:
        notes.append(Note.of("rows deleted", name, count=header.records - table.num_rows))
    prj = parts[".prj"].read_text("utf-8", errors="replace") if ".prj" in parts else ""
    return _Raw(
        name=name,
        frame=frame,
        wkb=_wkb_of(table, wkb_name),
        crs=prj.strip() or None,
        how="prj",
        encoding=found,
        driver="ESRI Shapefile",
        notes=(*shapefile.notes, *notes),
    )


def _read_geopackage(path: Path, layer: str | None) -> _Raw:
    with path.open("rb") as handle:
        if handle.read(16) != b"SQLite format 3\0":
            raise _broken(path.name, "内容不是 GeoPackage", "It is no GeoPackage")
    try:
        layers = [str(name) for name, kind in pyogrio.list_layers(path) if kind is not None]
    except (pyogrio.errors.DataSourceError, pyogrio.errors.DataLayerError) as fault:
        raise _broken(path.name, "内容不是 GeoPackage", "It is no GeoPackage") from fault
    if not layers:
        raise Refused.because(LAYER_EMPTY, path.name, name=path.name)
    name = choose_layer(layers, layer, path.name)
    table, meta = _arrow(path, path.name, layer=name)
    wkb_name = meta["geometry_name"] or "wkb_geometry"
    wkb = _wkb_of(table, wkb_name)
    names, notes = _freed([n for n in table.schema.names if n != wkb_name])
    frame = pl.DataFrame(pl.from_arrow(table.drop_columns([wkb_name]).rename_columns(names)))
    return _Raw(
        name=name,
        frame=frame,
        wkb=wkb,
        crs=meta["crs"],
        how="file",
        encoding=EncodingFound("UTF-8", "format"),
        driver="GPKG",
        notes=tuple(notes),
    )


def _read_geojson(path: Path, layer: str | None, encoding: str | None) -> _Raw:
    choose_layer([path.stem], layer, path.name)
    features = read_geojson(path, encoding=encoding)
    names, notes = _freed(features.frame.columns)
    crs = features.crs
    if crs is None:
        # RFC 7946 means WGS 84 degrees; metres without a word are no such thing.
        extents = shapely.bounds(shapely.from_wkb(features.wkb, on_invalid="ignore"))
        known = extents[np.isfinite(extents).all(axis=1)]
        crs = "EPSG:4326" if (np.abs(known) <= 180).all() else None
    return _Raw(
        name=path.stem,
        frame=features.frame.rename(dict(zip(features.frame.columns, names, strict=True))),
        wkb=features.wkb,
        crs=crs,
        how="file",
        encoding=features.encoding,
        driver="GeoJSON",
        notes=(*features.notes, *notes),
    )


def _freed(names: Sequence[str]) -> tuple[list[str], list[Note]]:
    """``row`` is ours; a field of that name moves aside."""
    if "row" not in names:
        return list(names), []
    free = next(f"row_{n}" for n in range(2, len(names) + 3) if f"row_{n}" not in names)
    renamed = [free if name == "row" else name for name in names]
    return renamed, [Note.of("field renamed", free, field="row", renamed=free)]


def _arrow(path: Path, name: str, **options: Any) -> tuple[pa.Table, dict[str, Any]]:
    try:
        meta, table = pyogrio.read_arrow(path, **options)
    except (
        pyogrio.errors.DataSourceError,
        pyogrio.errors.DataLayerError,
        pyogrio.errors.FeatureError,
        pa.ArrowException,
        UnicodeDecodeError,
        RuntimeError,
    ) as fault:
        raise _broken(name, "图层内容无法读取", "The layer cannot be read") from fault
    return table, meta


def _wkb_of(table: pa.Table, name: str) -> np.ndarray[Any, Any]:
    wkb = np.empty(table.num_rows, dtype=object)
    wkb[:] = table.column(name).to_pylist()
    return wkb


def _unknown(path: Path, zh: str, en: str) -> Refused:
    return Refused.because(KIND_UNKNOWN, path.name, name=path.name, reason_zh=zh, reason_en=en)


def _broken(name: str, zh: str, en: str) -> Refused:
    return Refused.because(FILE_BROKEN, name, name=name, detail_zh=zh, detail_en=en)
