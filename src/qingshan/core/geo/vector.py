"""Reading a forest layer: whatever the office sends becomes attributes and CGCS2000 polygons."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import shapely

from qingshan.core.geo.choosing import CONTAINERS, KINDS, choose_layer
from qingshan.core.geo.crs import CrsFound, conclude_crs, misfits, to_lonlat
from qingshan.core.geo.dbf import EncodingFound
from qingshan.core.geo.foreign import refuse_format
from qingshan.core.geo.formats.boundary import read_boundary
from qingshan.core.geo.formats.database import read_database
from qingshan.core.geo.formats.geojson import read_geojson
from qingshan.core.geo.formats.gpx import read_gpx
from qingshan.core.geo.formats.kml import read_kml
from qingshan.core.geo.formats.raw import Raw, Staged, Wishes, unknown
from qingshan.core.geo.formats.shapefile import keep_vertices, read_shapefile
from qingshan.core.geo.limits import Limits, keep_within
from qingshan.core.geo.notes import Note
from qingshan.core.geo.refusals import LAYER_EMPTY
from qingshan.core.geo.rows import absurd_row, off_globe, read_polygons
from qingshan.core.geo.unpacking import gather_files, unpack_zip
from qingshan.core.kernel.digest import digest_of_file
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.kernel.label import Label

_READERS: Mapping[str, Callable[[Staged, Wishes], Raw]] = {
    "shapefile": read_shapefile,
    "gpkg": read_database,
    "gdb": read_database,
    "geojson": read_geojson,
    "kml": read_kml,
    "gpx": read_gpx,
    "boundary": read_boundary,
}
_ARCHIVES = (".zip", ".kmz")
_WKB_BYTES_PER_VERTEX = 16


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
    faults : tuple of Refusal
        What is wrong with single rows, whose shape then is None; only ``read_rows`` leaves any.
    """

    name: str
    frame: pl.DataFrame
    shapes: np.ndarray[Any, Any]
    crs: CrsFound
    encoding: EncodingFound
    digest: str
    driver: str
    notes: tuple[Note, ...] = ()
    faults: tuple[Refusal, ...] = ()


def read_layer(
    path: Path,
    *,
    layer: str | None = None,
    crs: str | None = None,
    encoding: str | None = None,
    limits: Limits | None = None,
    attributes_optional: bool = False,
) -> Layer:
    """Read one polygon layer of whatever file an office sends.

    Shapefile (zip, folder, bare), File Geodatabase (zip, folder), GeoPackage, GeoJSON, KML, KMZ,
    GPX and texts of boundary points, each bare or as the one dataset of a zip.

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
    attributes_optional : bool
        Whether a shapefile without its .dbf is read as shapes alone, with a note.

    Raises
    ------
    Refused
        Every E-UP code, and E-GE-01 to 04 and 09 for all offending rows at once.
    """
    read = read_rows(
        path,
        layer=layer,
        crs=crs,
        encoding=encoding,
        limits=limits,
        attributes_optional=attributes_optional,
    )
    refuse_all(read.faults)
    return read


def read_rows(
    path: Path,
    *,
    layer: str | None = None,
    crs: str | None = None,
    encoding: str | None = None,
    limits: Limits | None = None,
    attributes_optional: bool = False,
) -> Layer:
    """As ``read_layer``, with rows that have no usable shape left in and told in ``faults``.

    Raises
    ------
    Refused
        Every E-UP code; E-GE codes only when no row has a usable shape.
    """
    limits = limits or Limits()
    raw, digest = _read_raw(path, layer, Wishes(encoding, limits, attributes_optional))
    if not len(raw.wkb):
        raise Refused.because(LAYER_EMPTY, raw.name, name=raw.name)
    _keep_small(raw, limits)
    shapes, refusals, notes = read_polygons(raw.wkb)
    told = {refusal.place for refusal in raw.refusals}
    refusals = [*raw.refusals, *(each for each in refusals if each.place not in told)]
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
    moved[absurd] = None
    if shapely.is_missing(moved).all():
        refuse_all(refusals)
    rows = pl.int_range(len(raw.wkb), eager=True).alias("row")
    return Layer(
        name=raw.name,
        frame=pl.DataFrame([rows, *raw.frame.get_columns()]),
        shapes=moved,
        crs=found,
        encoding=raw.encoding,
        digest=digest,
        driver=raw.driver,
        notes=(*raw.notes, *notes, *more),
        faults=tuple(refusals),
    )


def _read_raw(path: Path, layer: str | None, wishes: Wishes) -> tuple[Raw, str]:
    suffix = path.suffix.lower()
    if not path.exists():
        raise unknown(path.name, Label("文件不存在", "There is no such file"))
    if path.is_file():
        size, most = path.stat().st_size, wishes.limits.total_bytes
        keep_within(path.name, ("文件字节数", "bytes"), size, most)
    with tempfile.TemporaryDirectory(prefix="layer") as folder:
        if suffix in _ARCHIVES and path.is_file():
            staged = unpack_zip(path, Path(folder), layer=layer, wishes=wishes)
            return _READERS[staged.kind](staged, wishes), digest_of_file(path)
        if path.is_dir() or suffix == ".shp":
            staged, digest = gather_files(path, Path(folder), layer=layer, wishes=wishes)
            return _READERS[staged.kind](staged, wishes), digest
    if suffix not in KINDS:
        refuse_format(path.name)
    kind = KINDS[suffix]
    if kind not in CONTAINERS:
        choose_layer([path.stem], layer, path.name)
    inner = layer if kind in CONTAINERS else None
    staged = Staged(kind, path.stem, {suffix: path}, inner)
    return _READERS[kind](staged, wishes), digest_of_file(path)


def _keep_small(raw: Raw, limits: Limits) -> None:
    """Refuse by E-UP-13 what is too much for measuring, whatever the format let through."""
    keep_within(raw.name, ("图斑数", "shapes"), len(raw.wkb), limits.shapes)
    keep_within(raw.name, ("字段数", "fields"), raw.frame.width, limits.fields)
    sizes = np.array([0 if item is None else len(item) for item in raw.wkb])
    points = sizes // _WKB_BYTES_PER_VERTEX
    if points.sum() > limits.vertices or points.max() > limits.vertices_per_shape:
        # Bytes only bound the vertices from above: now they are counted.
        shapes = shapely.from_wkb(raw.wkb, on_invalid="ignore")
        keep_vertices(raw.name, shapely.get_num_coordinates(shapes), limits)
    for column in raw.frame.iter_columns():
        if column.dtype == pl.String:
            longest = column.str.len_chars().max()
            measure = (f"字段 {column.name} 的字数", f"characters in field {column.name}")
            chars = longest if isinstance(longest, int) else 0
            keep_within(raw.name, measure, chars, limits.cell_chars)
