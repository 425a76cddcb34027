"""Writing layers as offices exchange them: zipped shapefile, GeoPackage, GeoJSON."""

from __future__ import annotations

import json
import tempfile
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyogrio
import pyogrio.raw
import shapely
from pyproj import CRS, Transformer

from qingshan.core.geo.crs import CGCS2000, transform
from qingshan.core.geo.notes import Note

_PARTS = (".cpg", ".dbf", ".prj", ".shp", ".shx")
_NAME_BYTES, _TEXT_BYTES = 10, 254
# Dates inside the files are fixed, so that the same layer always has the same digest.
_STAMP = (1980, 1, 1, 0, 0, 0)
_STAMP_TEXT = "1980-01-01"


def write_shapefile(
    path: Path,
    frame: pl.DataFrame,
    shapes: np.ndarray[Any, Any],
    *,
    crs: str = "EPSG:4524",
    encoding: str = "GBK",
    declare_encoding: bool = False,
) -> tuple[Note, ...]:
    """A zipped shapefile, by default as county software makes it: zone 36, GBK, no .cpg.

    Parameters
    ----------
    path : Path
        The .zip; its stem becomes the layer name.
    frame : DataFrame
        Attributes; names of at most ten bytes, by custom pinyin such as LIN_BAN.
    shapes : array (n,)
        Longitude and latitude (EPSG:4490).
    crs, encoding : str
        Of the file written.
    declare_encoding : bool
        Whether a .cpg goes with it.

    Returns
    -------
    notes
        Characters the encoding lacks, texts cut at 254 bytes.
    """
    for name in frame.columns:
        assert len(name.encode(encoding)) <= _NAME_BYTES, f"field name {name} is too long"
    frame, notes = _storable(frame, encoding)
    with tempfile.TemporaryDirectory(prefix="layer") as folder:
        shp = Path(folder) / f"{path.stem}.shp"
        _write(
            shp,
            frame,
            _moved(shapes, crs),
            driver="ESRI Shapefile",
            crs=crs,
            encoding=encoding,
            layer_options={"DBF_DATE_LAST_UPDATE": _STAMP_TEXT},
        )
        if not declare_encoding:
            shp.with_suffix(".cpg").unlink(missing_ok=True)
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in (shp.with_suffix(suffix) for suffix in _PARTS):
                if part.exists():
                    info = zipfile.ZipInfo(part.name, _STAMP)
                    info.compress_type = zipfile.ZIP_DEFLATED
                    archive.writestr(info, part.read_bytes())
    return tuple(notes)


def write_geopackage(
    path: Path,
    frame: pl.DataFrame,
    shapes: np.ndarray[Any, Any],
    *,
    crs: str = "EPSG:4490",
    layer: str | None = None,
) -> None:
    """One layer of a GeoPackage; an existing file gains the layer."""
    options: dict[str, Any] = {"layer": layer or path.stem, "append": False}
    pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": f"{_STAMP_TEXT}T00:00:00.000Z"})
    try:
        _write(path, frame, _moved(shapes, crs), driver="GPKG", crs=crs, **options)
    finally:
        pyogrio.set_gdal_config_options({"OGR_CURRENT_DATE": None})


def write_geojson(path: Path, frame: pl.DataFrame, shapes: np.ndarray[Any, Any]) -> None:
    """A FeatureCollection in longitude and latitude (RFC 7946)."""
    geometries = shapely.to_geojson(np.asarray(shapes, dtype=object))
    features = [
        {
            "type": "Feature",
            "properties": {name: _plain(value) for name, value in row.items()},
            "geometry": None if geometry is None else json.loads(geometry),
        }
        for row, geometry in zip(frame.iter_rows(named=True), geometries, strict=True)
    ]
    document = {"type": "FeatureCollection", "features": features}
    path.write_text(json.dumps(document, ensure_ascii=False) + "\n", encoding="utf-8")


def _write(path: Path, frame: pl.DataFrame, shapes: np.ndarray[Any, Any], **options: Any) -> None:
    masks = [column.is_null().to_numpy() for column in frame.iter_columns()]
    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb(shapes, output_dimension=2),
        field_data=[_values(column) for column in frame.iter_columns()],
        field_mask=[mask if mask.any() else None for mask in masks],
        fields=frame.columns,
        geometry_type="MultiPolygon" if _has_many(shapes) else "Polygon",
        promote_to_multi=_has_many(shapes),
        **options,
    )


def _has_many(shapes: np.ndarray[Any, Any]) -> bool:
    return bool((shapely.get_type_id(shapes) == shapely.GeometryType.MULTIPOLYGON).any())


def _values(column: pl.Series) -> np.ndarray[Any, Any]:
    if column.dtype == pl.String:
        return np.array(column.to_list(), dtype=object)
    if column.dtype.is_numeric() or column.dtype == pl.Boolean:
        return column.fill_null(0).to_numpy()
    return column.to_numpy()


def _moved(shapes: np.ndarray[Any, Any], crs: str) -> np.ndarray[Any, Any]:
    target = CRS.from_user_input(crs)
    shapes = np.asarray(shapes, dtype=object)
    if target.to_epsg() == CGCS2000:
        return shapes
    return transform(shapes, Transformer.from_crs(CRS.from_epsg(CGCS2000), target, always_xy=True))


def _storable(frame: pl.DataFrame, encoding: str) -> tuple[pl.DataFrame, list[Note]]:
    """Text as the dBASE table can hold it, and what was lost on the way."""
    notes = []
    columns = []
    for column in frame.iter_columns():
        if column.dtype != pl.String:
            columns.append(column)
            continue
        texts = column.drop_nulls().unique(maintain_order=True).to_list()
        stored = {text: _fitted(text, encoding) for text in texts}
        lost = {letter for text in texts for letter in text if not _fits(letter, encoding)}
        if lost:
            facts = {"characters": "、".join(sorted(lost)), "encoding": encoding}
            notes.append(Note("characters lost", column.name, {"field": column.name, **facts}))
        cut = sum(len(text.encode(encoding, "replace")) > _TEXT_BYTES for text in texts)
        if cut:
            notes.append(Note.of("text shortened", column.name, field=column.name, count=cut))
        columns.append(column.replace(list(stored), list(stored.values())))
    return pl.DataFrame(columns), notes


def _fits(letter: str, encoding: str) -> bool:
    try:
        letter.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _fitted(text: str, encoding: str) -> str:
    data = text.encode(encoding, "replace")[:_TEXT_BYTES]
    return data.decode(encoding, "ignore")


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
