"""What is written is what county software makes, and it comes back unchanged."""

from __future__ import annotations

import datetime as dt
import zipfile

import polars as pl
import pytest
import shapely

from qingshan.core.geo.area import areas_ha
from qingshan.core.geo.vector import read_layer
from qingshan.core.geo.writing import write_geojson, write_geopackage, write_shapefile


def test_zone_36_gbk_no_cpg(tmp_path, attributes, stands):
    path = tmp_path / "xiaoban.zip"
    notes = write_shapefile(path, attributes, stands)
    assert notes == ()
    with zipfile.ZipFile(path) as archive:
        names = archive.namelist()
        dbf = archive.read("xiaoban.dbf")
    assert names == ["xiaoban.dbf", "xiaoban.prj", "xiaoban.shp", "xiaoban.shx"]
    assert "三棵树镇".encode("gbk") in dbf
    assert dbf[29] == 0
    layer = read_layer(path)
    assert layer.crs.code == "EPSG:4524"
    assert layer.frame.drop("row").equals(attributes)
    assert areas_ha(layer.shapes) == pytest.approx(areas_ha(stands), rel=1e-7)
    declared = tmp_path / "declared.zip"
    write_shapefile(declared, attributes, stands, declare_encoding=True)
    with zipfile.ZipFile(declared) as archive:
        assert archive.read("declared.cpg") == b"GBK"


def test_same_layer_same_digest(tmp_path, attributes, stands):
    for write, name in (
        (write_shapefile, "a.zip"),
        (write_geopackage, "a.gpkg"),
        (write_geojson, "a.geojson"),
    ):
        digests = set()
        for folder in ("first", "second"):
            (tmp_path / folder).mkdir(exist_ok=True)
            write(tmp_path / folder / name, attributes, stands)
            digests.add(read_layer(tmp_path / folder / name).digest)
        assert len(digests) == 1, name


def test_rare_characters_and_long_text(tmp_path, attributes, stands):
    frame = attributes.with_columns(XIANG=pl.lit("㵲阳镇"), BEI_ZHU=pl.lit("备" * 200))
    notes = write_shapefile(tmp_path / "a.zip", frame, stands)
    assert [note.kind for note in notes] == ["characters lost", "text shortened"]
    assert "㵲" in notes[0].say()
    layer = read_layer(tmp_path / "a.zip")
    assert layer.frame["XIANG"][0] == "?阳镇"
    assert layer.frame["BEI_ZHU"][0] == "备" * 127
    assert (
        write_shapefile(tmp_path / "b.zip", frame.drop("BEI_ZHU"), stands, encoding="GB18030") == ()
    )
    assert read_layer(tmp_path / "b.zip").frame["XIANG"][0] == "㵲阳镇"
    write_geopackage(tmp_path / "a.gpkg", frame, stands)
    assert read_layer(tmp_path / "a.gpkg").frame.drop("row").equals(frame)


def test_field_names_must_fit(tmp_path, attributes, stands):
    long = attributes.rename({"XIANG": "XIANG_ZHEN_MING"})
    with pytest.raises(AssertionError):
        write_shapefile(tmp_path / "a.zip", long, stands)


def test_dates_gaps_and_many_parts(tmp_path, stands):
    both = shapely.multipolygons(stands[[0, 11]])
    frame = pl.DataFrame(
        {
            "RI_QI": [dt.date(2024, 4, 16), None],
            "SHU": [1, None],
            "BI": [None, 0.5],
            "MING": [None, "凯里"],
        }
    )
    for name, write in (("a.zip", write_shapefile), ("a.gpkg", write_geopackage)):
        write(tmp_path / name, frame, stands[:2])
        layer = read_layer(tmp_path / name)
        assert layer.frame.drop("row").equals(frame), name
        shapes = stands[:2].copy()
        shapes[1] = both
        write(tmp_path / f"many-{name}", frame, shapes)
        assert areas_ha(read_layer(tmp_path / f"many-{name}").shapes) == pytest.approx(
            areas_ha(shapes), rel=1e-7
        )
    write_geojson(tmp_path / "a.geojson", frame, stands[:2])
    assert read_layer(tmp_path / "a.geojson").frame["RI_QI"].to_list() == ["2024-04-16", None]
