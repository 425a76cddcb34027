"""Layers of every format, and rows that cannot be used."""

from __future__ import annotations

import json
import math
import struct
import warnings

import numpy as np
import polars as pl
import pyogrio.raw
import pytest
import shapely

from qingshan.core.geo.area import areas_ha
from qingshan.core.geo.notes import _TEXTS, Note
from qingshan.core.geo.overlay import own_pairs
from qingshan.core.geo.shape import check_areas, check_shapes
from qingshan.core.geo.vector import read_layer
from qingshan.core.geo.writing import write_geojson, write_geopackage
from qingshan.core.kernel.errors import Refused


def kinds(layer):
    return [note.kind for note in layer.notes]


def places_of(path, code):
    with pytest.raises(Refused) as caught:
        read_layer(path)
    return [refusal.place for refusal in caught.value.refusals if refusal.code == code]


def feature(geometry, **properties):
    return {"type": "Feature", "properties": properties, "geometry": geometry}


def square(x=107.98, y=26.57, step=0.001):
    ring = [[x, y], [x + step, y], [x + step, y + step], [x, y + step], [x, y]]
    return {"type": "Polygon", "coordinates": [ring]}


@pytest.fixture
def geojson_of(tmp_path):
    def make(features, encoding="utf-8", **members):
        path = tmp_path / "xiaoban.geojson"
        document = {"type": "FeatureCollection", "features": features, **members}
        path.write_bytes(json.dumps(document, ensure_ascii=False).encode(encoding))
        return path

    return make


@pytest.mark.reference
def test_real_stands(reference):
    """190 real stands in British Columbia (MIT), EPSG:3005; published sum 1,366.738 ha."""
    layer = read_layer(reference / "data" / "stands" / "ws3_tsa24" / "stands.shp")
    stated = layer.frame["area"].to_numpy()
    measured = areas_ha(layer.shapes)
    ids = [str(row) for row in layer.frame["row"]]
    assert len(layer.shapes) == 190
    assert layer.crs.code == "EPSG:3005"
    assert stated.sum() == pytest.approx(1366.738, abs=5e-4)
    assert measured.sum() == pytest.approx(1366.738, abs=5e-4)
    assert measured == pytest.approx(stated, rel=1e-6)
    assert check_shapes(layer.shapes, ids) == []
    assert own_pairs(layer.shapes, 0.01).is_empty()
    assert check_areas(stated, measured, ids, 0.01, 0.05) == ([], [])
    assert measured.min() < 0.002, "the sliver of 0.0019 ha is kept"


def test_geopackage(tmp_path, attributes, stands, refuses):
    frame = attributes.with_columns(
        XIANG=pl.lit("㵲阳镇"), DATE=pl.lit("2023-01-05"), row=pl.lit("0007")
    )
    path = tmp_path / "stands.gpkg"
    write_geopackage(path, frame, stands, crs="EPSG:4524")
    layer = read_layer(path)
    assert (layer.driver, layer.crs.code, layer.crs.how) == ("GPKG", "EPSG:4524", "file")
    assert layer.frame.drop("row").equals(frame.rename({"row": "row_2"}))
    assert kinds(layer) == ["field renamed"]
    assert areas_ha(layer.shapes) == pytest.approx(areas_ha(stands), rel=1e-7)
    write_geopackage(path, frame, stands, layer="second")
    with refuses("E-UP-14"):
        read_layer(path)
    assert read_layer(path, layer="second").crs.code == "EPSG:4490"
    with refuses("E-UP-15"):
        read_layer(path, layer="third")


def test_geopackage_without_system(tmp_path, stands, refuses):
    path = tmp_path / "stands.gpkg"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        pyogrio.raw.write(
            path,
            geometry=shapely.to_wkb(stands),
            field_data=[],
            fields=[],
            geometry_type="Polygon",
            driver="GPKG",
        )
    layer = read_layer(path)
    assert kinds(layer) == ["crs by degrees"]
    assert layer.frame.columns == ["row"]


def test_files_that_are_not_what_they_say(tmp_path, refuses):
    for name, data in {
        "a.gpkg": b"no database",
        "b.gpkg": b"SQLite format 3\0" + b"x" * 2000,
        "a.geojson": b"<OGRVRTDataSource/>",
        "b.geojson": b'{"type": "gdal_streamed_alg", "features": []}',
        "c.geojson": b"[1, 2]",
        "d.json": b'{"type": "FeatureCollection", "features": [NaN]}',
        "e.json": b"[" * 100_000,
        "g.json": b'{"type": "FeatureCollection", "features": ' + b"[" * 10**6,
        "f.json": b'{"type": "FeatureCollection", "features": [7]}',
    }.items():
        (tmp_path / name).write_bytes(data)
        with refuses("E-UP-21"):
            read_layer(tmp_path / name)


def test_geojson_roundtrip(tmp_path, attributes, stands):
    path = tmp_path / "xiaoban.json"
    write_geojson(path, attributes, stands)
    layer = read_layer(path)
    assert (layer.driver, layer.crs.code, layer.encoding.name) == ("GeoJSON", "EPSG:4326", "UTF-8")
    assert layer.frame.drop("row").equals(attributes)
    assert shapely.equals_exact(layer.shapes, stands, tolerance=1e-9).all()


def test_geojson_values_stay_what_they_are(geojson_of):
    layer = read_layer(
        geojson_of(
            [
                feature(square(), id="0012", day="2024-04-16", mixed=1, big=2**70, part={"a": 1}),
                feature(square(108), id="520103199001011234", mixed="01", flag=True, n=1),
                feature(square(109), n=2.5),
            ]
        )
    )
    assert layer.frame["id"].to_list() == ["0012", "520103199001011234", None]
    assert layer.frame["day"].to_list() == ["2024-04-16", None, None]
    assert layer.frame["mixed"].to_list() == ["1", "01", None]
    assert layer.frame["big"].to_list()[0] == str(2**70)
    assert layer.frame["part"].to_list()[0] == '{"a": 1}'
    assert layer.frame["flag"].to_list() == [None, True, None]
    assert layer.frame["n"].to_list() == [None, 1.0, 2.5]


def test_geojson_encodings(geojson_of, refuses):
    features = [feature(square(), XIANG="㵲阳镇")]
    assert read_layer(geojson_of(features, "utf-8-sig")).frame["XIANG"][0] == "㵲阳镇"
    layer = read_layer(geojson_of(features, "gb18030"))
    assert layer.frame["XIANG"][0] == "㵲阳镇"
    assert kinds(layer) == ["encoding declared wrongly"]
    path = geojson_of(features, "gb18030")
    assert read_layer(path, encoding="gb18030").encoding.how == "given"
    with refuses("E-UP-02"):
        read_layer(path, encoding="utf-8")
    path.write_bytes(b'{"a": "\xff\xff"}')
    with refuses("E-UP-02"):
        read_layer(path)


def test_geojson_in_metres(geojson_of, refuses):
    here = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4524"}}
    metres = [feature(square(36_498_000, 2_940_000, 100))]
    assert read_layer(geojson_of(metres, crs=here)).crs.code == "EPSG:4524"
    assert kinds(read_layer(geojson_of(metres))) == ["crs by zone prefix"]
    with refuses("E-UP-03"):
        read_layer(geojson_of([feature(square(498_000, 2_940_000, 100))]))


def test_empty_layers(geojson_of, folder_of, attributes, stands, refuses):
    with refuses("E-UP-20"):
        read_layer(geojson_of([]))
    with refuses("E-UP-20"):
        read_layer(folder_of(attributes.head(0), stands[:0]))


def test_rows_that_cannot_be_used_are_all_named(geojson_of, refuses):
    point = {"type": "Point", "coordinates": [107.98, 26.57]}
    nothing = {"type": "Polygon", "coordinates": []}
    short = {"type": "Polygon", "coordinates": [[[107, 26], [107, 26]]]}
    far = square(107.98, 89.9995)
    shapes = [square(), point, None, nothing, short, square(108), far, square(109), square(110)]
    path = geojson_of([feature(shape) for shape in shapes])
    with refuses("E-GE-01", "E-GE-02", "E-GE-04"):
        read_layer(path)
    assert places_of(path, "E-GE-02") == ["#2"]
    assert places_of(path, "E-GE-01") == ["#3", "#4"]
    assert places_of(path, "E-GE-04") == ["#5"]
    crs = {"type": "name", "properties": {"name": "EPSG:4490"}}
    path = geojson_of([feature(shape) for shape in shapes], crs=crs)
    assert places_of(path, "E-GE-03") == ["#7"]
    with refuses("E-GE-01", "E-UP-03"):
        read_layer(geojson_of([feature(None), feature(square(5e5, 3e6, 10))]))


def test_null_shape_in_a_shapefile(folder_of, attributes, stands, refuses):
    stands[4] = None
    path = folder_of(attributes, stands)
    with refuses("E-GE-01"):
        read_layer(path)
    assert places_of(path, "E-GE-01") == ["#5"]


@pytest.mark.parametrize("value", [math.nan, math.inf, 1e300])
def test_absurd_coordinates(folder_of, attributes, stands, value, refuses):
    folder = folder_of(attributes, stands, crs="EPSG:4490")
    shp = folder / "xiaoban.shp"
    data = bytearray(shp.read_bytes())
    # Second record: header 8, type 4, box 32, counts 8, part 4; its first vertex follows.
    record = 100 + 8 + 2 * struct.unpack_from(">i", data, 104)[0]
    struct.pack_into("<d", data, record + 8 + 4 + 32 + 8 + 4, value)
    struct.pack_into("<d", data, record + 8 + 4 + 32 + 8 + 4 + 4 * 16, value)
    shp.write_bytes(bytes(data))
    with refuses("E-GE-03"):
        read_layer(folder)
    assert places_of(folder, "E-GE-03") == ["#2"]


def test_heights_are_dropped(tmp_path, stands):
    path = tmp_path / "tall.gpkg"
    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb(shapely.force_3d(stands, 900.0), output_dimension=3),
        field_data=[],
        fields=[],
        geometry_type="Polygon Z",
        driver="GPKG",
        crs="EPSG:4490",
    )
    layer = read_layer(path)
    assert kinds(layer) == ["height dropped"]
    assert not shapely.has_z(layer.shapes).any()


def test_counts_that_differ(folder_of, attributes, stands, refuses):
    folder = folder_of(attributes, stands)
    other = folder_of(attributes.head(11), stands[:11])
    (folder / "xiaoban.dbf").write_bytes((other / "xiaoban.dbf").read_bytes())
    with refuses("E-UP-21"):
        read_layer(folder)
    dbf = folder / "xiaoban.dbf"
    dbf.write_bytes(dbf.read_bytes()[:200])
    with refuses("E-UP-21"):
        read_layer(folder)


def test_broken_shp(folder_of, attributes, stands, refuses):
    folder = folder_of(attributes, stands)
    (folder / "xiaoban.shp").write_bytes(b"\0" * 400)
    with refuses("E-UP-21"):
        read_layer(folder)


def test_deleted_rows_are_told(folder_of, attributes, stands):
    folder = folder_of(attributes, stands)
    dbf = folder / "xiaoban.dbf"
    data = bytearray(dbf.read_bytes())
    header, width = struct.unpack_from("<HH", data, 8)
    data[header + 2 * width] = ord("*")
    dbf.write_bytes(bytes(data))
    layer = read_layer(folder)
    assert kinds(layer) == ["rows deleted"]
    assert layer.frame["LIN_BAN"].to_list()[1:3] == ["0001", "0003"]
    assert len(layer.shapes) == 11


def test_wide_number_field_is_named(tmp_path, stands):
    path = tmp_path / "wide.shp"
    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb(stands),
        field_data=[np.arange(12) + 10**17],
        fields=["BIANHAO"],
        geometry_type="Polygon",
        driver="ESRI Shapefile",
        crs="EPSG:4490",
    )
    dbf = path.with_suffix(".dbf")
    data = bytearray(dbf.read_bytes())
    assert data[32 + 16] == 18
    layer = read_layer(path)
    assert layer.frame["BIANHAO"].to_list() == list(range(10**17, 10**17 + 12))
    assert layer.notes == ()


def test_notes_have_both_languages():
    for kind, label in _TEXTS.items():
        assert label.zh
        assert label.en
        assert Note(kind).kind == kind
    with pytest.raises(AssertionError):
        Note("no such note")
