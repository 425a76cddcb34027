"""The zoo of geodata: every illness an office sends, and the card each must get."""

from __future__ import annotations

import json
import struct
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyogrio.raw
import shapely
from pyproj import CRS, Transformer

from qingshan.core.geo.area import areas_m2
from qingshan.core.geo.writing import write_geojson, write_geopackage
from tests.zoo.making import (
    CASES,
    SOUTH,
    STEP,
    WEST,
    Case,
    Expected,
    array,
    case,
    frame,
    geopackage,
    members,
    replaced,
    rezipped,
    shapefile,
    stands,
    unread,
    without,
    written,
    zipped,
)

__all__ = ["CASES", "Case", "Expected", "animals"]


def animals(folder: Path) -> dict[str, tuple[Path, Case]]:
    """Every case written into a folder of its own below ``folder``."""
    made = {}
    for one in CASES:
        home = folder / one.name
        home.mkdir(parents=True, exist_ok=True)
        made[one.name] = (one.make(home), one)
    return made


@case("good", crs="EPSG:4524", encoding="GB18030")
def gbk_without_cpg(folder: Path) -> Path:
    return shapefile(folder)


@case("good", "encoding-declared-wrongly", encoding="GB18030")
def gbk_declared_utf8(folder: Path) -> Path:
    return replaced(shapefile(folder), ".cpg", b"UTF-8")


@case("good", encoding="UTF-8")
def utf8_without_cpg(folder: Path) -> Path:
    return shapefile(folder, encoding="UTF-8")


@case("good", encoding="GB18030")
def rare_character(folder: Path) -> Path:
    return shapefile(folder, frame(XIANG=["㵲阳镇"] * 4), encoding="GB18030")


@case("asks", "encoding-ambiguous", encoding="GB18030")
def little_text(folder: Path) -> Path:
    return shapefile(folder, frame(XIANG=["杉木"] * 4))


@case("good", "field-name-cut", encoding="UTF-8")
def utf8_field_name_cut(folder: Path) -> Path:
    path = shapefile(folder, frame(LONGNAME_X=["好"] * 4), encoding="UTF-8")
    dbf = members(path)["xiaoban.dbf"].replace(b"LONGNAME_X", "优势树种".encode()[:10])
    return replaced(path, ".dbf", dbf)


@unread("asks", "E-UP-02")
def no_encoding_fits(folder: Path) -> Path:
    path = shapefile(folder)
    dbf = members(path)["xiaoban.dbf"].replace(
        "三棵树镇".encode("gbk"), b"\xff\xfe\xff\xfe\xff\xfe\xff\xfe"
    )
    return replaced(path, ".dbf", dbf)


@case("good", crs="EPSG:4524")
def names_in_gbk(folder: Path) -> Path:
    path = shapefile(folder)
    held = {f"小班.{n.split('.')[1]}": d for n, d in members(path).items()}
    raw = zipped({n.replace("小班", "XXXX"): d for n, d in held.items()})
    path.write_bytes(raw.replace(b"XXXX.", "小班".encode("gbk") + b"."))
    return path


@case("good")
def mac_and_lock_files(folder: Path) -> Path:
    path = shapefile(folder)
    held = {f"乡镇/{n}": d for n, d in members(path).items()}
    extra = {"__MACOSX/._a.shp": b"x", "乡镇/xiaoban.shp.xml": b"<x/>", "乡镇/~lock.shp": b""}
    return rezipped(path, held | extra)


@case("asks", "crs-by-zone-prefix", crs="EPSG:4524")
def no_prj_zone_36(folder: Path) -> Path:
    return without(shapefile(folder), ".prj")


@case("asks", "crs-by-zone-prefix", crs="EPSG:4523", area_m2=None)
def no_prj_zone_35(folder: Path) -> Path:
    home = stands(104.9, 26.6)
    table = frame(XIAN=["520204"] * 4)
    return without(shapefile(folder, table, home, crs="EPSG:4523"), ".prj")


@case("blocked", "crs-by-zone-prefix", "E-UP-04", crs="EPSG:4525", area_m2=None)
def zone_37_beyond_the_province(folder: Path) -> Path:
    return without(shapefile(folder, None, stands(111.0, 26.6), crs="EPSG:4525"), ".prj")


@unread("asks", "E-UP-03")
def no_prj_no_prefix(folder: Path) -> Path:
    return without(shapefile(folder, crs="EPSG:4545"), ".prj")


@case("asks", "E-UP-04", crs="EPSG:4544", answers={"crs": "EPSG:4544", "county": "522601"})
def wrong_meridian(folder: Path) -> Path:
    return without(shapefile(folder, crs="EPSG:4545"), ".prj")


@case("good", crs="EPSG:4545", answers={"crs": "EPSG:4545"}, never=("E-UP-04",))
def right_meridian(folder: Path) -> Path:
    return without(shapefile(folder, crs="EPSG:4545"), ".prj")


@case("asks", "E-UP-04")
def other_county_in_the_attribute(folder: Path) -> Path:
    return shapefile(folder, frame(XIAN=["522629"] * 4))


@case("good", crs="EPSG:4545")
def prefixless_zone(folder: Path) -> Path:
    return shapefile(folder, crs="EPSG:4545")


@case("good", crs="EPSG:4508")
def six_degree_zone(folder: Path) -> Path:
    return shapefile(folder, crs="EPSG:4508")


@case("good", crs="EPSG:4490")
def degrees_of_cgcs2000(folder: Path) -> Path:
    return shapefile(folder, crs="EPSG:4490")


@case("good", crs="EPSG:4326")
def degrees_of_wgs84(folder: Path) -> Path:
    return shapefile(folder, crs="EPSG:4326")


@case("asks", "crs-by-degrees", crs="EPSG:4490")
def degrees_without_prj(folder: Path) -> Path:
    return without(shapefile(folder, crs="EPSG:4490"), ".prj")


@case("good", crs="EPSG:3857")
def web_mercator(folder: Path) -> Path:
    return shapefile(folder, crs="EPSG:3857")


@case("blocked", "E-DR-09", "E-UP-07")
def areas_of_web_mercator(folder: Path) -> Path:
    return geopackage(folder, frame(MIAN_JI=[1.1 * 1.25] * 4))


@unread("asks", "E-UP-17")
def xian_80(folder: Path) -> Path:
    path = shapefile(folder)
    return replaced(path, ".prj", CRS.from_epsg(2360).to_wkt("WKT1_ESRI").encode())


@unread("blocked", "E-UP-18")
def prj_of_nonsense(folder: Path) -> Path:
    return replaced(shapefile(folder), ".prj", b'LOCAL_CS["mine"]')


@case("good", "shx-restored")
def no_shx(folder: Path) -> Path:
    return without(shapefile(folder), ".shx")


@unread("blocked", "E-UP-16")
def no_dbf(folder: Path) -> Path:
    return without(shapefile(folder), ".dbf")


@unread("blocked", "E-UP-01")
def shp_cut_short_without_shx(folder: Path) -> Path:
    path = without(shapefile(folder), ".shx")
    return replaced(path, ".shp", members(path)["xiaoban.shp"][:-40])


@unread("blocked", "E-UP-16")
def only_the_dbf(folder: Path) -> Path:
    return without(shapefile(folder), ".shp", ".shx", ".prj")


@unread("asks", "E-UP-14")
def two_shapefiles(folder: Path) -> Path:
    path = shapefile(folder)
    held = members(path)
    return rezipped(path, held | {n.replace("xiaoban", "linban"): d for n, d in held.items()})


@case("good", answers={"layer": "linban"})
def two_shapefiles_one_chosen(folder: Path) -> Path:
    return two_shapefiles(folder)


@unread("asks", "E-UP-14")
def geopackage_with_two_layers(folder: Path) -> Path:
    path = geopackage(folder)
    write_geopackage(path, frame(), stands(), layer="linban")
    return path


@case("good", crs="EPSG:4490")
def plain_geopackage(folder: Path) -> Path:
    return geopackage(folder)


@case("good")
def geojson(folder: Path) -> Path:
    write_geojson(folder / "a.geojson", frame(), stands())
    return folder / "a.geojson"


@case("good", crs="EPSG:4524")
def geojson_in_metres_with_crs(folder: Path) -> Path:
    way = Transformer.from_crs(4490, 4524, always_xy=True)
    metres = shapely.transform(stands(), lambda p: np.column_stack(way.transform(*p.T)))
    path = folder / "a.geojson"
    write_geojson(path, frame(), metres)
    told = json.loads(path.read_text())
    told["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4524"}}
    path.write_text(json.dumps(told))
    return path


@unread("blocked", "E-GE-03")
def off_the_globe(folder: Path) -> Path:
    return geopackage(folder, None, array(*stands()[:3], shapely.box(500, 1, 501, 2)))


@unread("blocked", "E-UP-21")
def geojson_cut_short(folder: Path) -> Path:
    path = geojson(folder)
    path.write_text(path.read_text()[:-30])
    return path


@case("good", "height-dropped")
def heights(folder: Path) -> Path:
    path = folder / "a.gpkg"
    tall = shapely.force_3d(stands(), 900.0)
    table = frame()
    pyogrio.raw.write(
        path,
        geometry=shapely.to_wkb(tall),
        field_data=[
            np.array(table[n].to_list(), dtype=object if table[n].dtype == pl.String else float)
            for n in table.columns
        ],
        fields=table.columns,
        geometry_type="Polygon Z",
        crs="EPSG:4490",
        driver="GPKG",
    )
    return path


def _bow_tie() -> Any:
    e, n = WEST + STEP, SOUTH + STEP
    return shapely.Polygon([(WEST, SOUTH), (e, n), (e, SOUTH), (WEST, n)])


@case("blocked", "E-UP-05", area_m2=None)
def bow_tie(folder: Path) -> Path:
    return geopackage(folder, None, array(_bow_tie(), *stands()[1:]))


@case("blocked", "E-UP-05", area_m2=None)
def small_crossing(folder: Path) -> Path:
    e, n, d = WEST + STEP, SOUTH + STEP, STEP / 200
    ring = [(WEST + d, SOUTH), (e, SOUTH), (e, n), (WEST, n), (WEST, SOUTH - d), (WEST - d, SOUTH)]
    return geopackage(folder, None, array(shapely.Polygon(ring), *stands()[1:]))


@case("blocked", "E-UP-06", area_m2=None)
def overlap(folder: Path) -> Path:
    wide = shapely.box(WEST, SOUTH, WEST + STEP * 1.1, SOUTH + STEP)
    return geopackage(folder, None, array(wide, *stands()[1:]))


@case("good", "sliver", area_m2=None)
def sliver(folder: Path) -> Path:
    wide = shapely.box(WEST, SOUTH, WEST + STEP + 1e-8, SOUTH + STEP)
    return geopackage(folder, None, array(wide, *stands()[1:]))


@case("good", "E-DR-01", area_m2=None)
def gap(folder: Path) -> Path:
    e, n, g = WEST + 3 * STEP, SOUTH + STEP, STEP / 10
    shapes = array(
        shapely.box(WEST, SOUTH, e, n),
        shapely.box(WEST, n, WEST + STEP, n + STEP),
        shapely.box(WEST + STEP + g, n, e, n + STEP),
        shapely.box(WEST, n + STEP, e, n + 2 * STEP),
    )
    return geopackage(folder, frame(MIAN_JI=(areas_m2(shapes) / 10_000).round(2)), shapes)


@case("blocked", "E-GE-06", count=5, area_m2=None)
def shape_entered_twice(folder: Path) -> Path:
    return geopackage(folder, frame(5), array(*stands(), stands()[0]))


@case("blocked", "E-DR-02")
def key_twice(folder: Path) -> Path:
    return geopackage(folder, frame(XIAO_BAN=["00340", "00340", "00342", "00343"]))


@unread("blocked", "E-GE-01")
def row_without_shape(folder: Path) -> Path:
    return geopackage(folder, None, array(*stands()[:3], None))


@unread("blocked", "E-UP-20")
def empty_layer(folder: Path) -> Path:
    return geopackage(folder, frame(0), array())


@unread("blocked", "E-GE-02")
def points(folder: Path) -> Path:
    write_geojson(folder / "a.geojson", frame(), shapely.centroid(stands()))
    return folder / "a.geojson"


@case("good", "E-DR-03")
def keys_as_numbers(folder: Path) -> Path:
    return geopackage(folder, frame(LIN_BAN=[12] * 4))


@case("good", "E-DR-04")
def numbers_as_text(folder: Path) -> Path:
    return geopackage(folder, frame(PINGJUN_XJ=["12.5", "13", "约 14", "12"]))


@case("good", "E-DR-05")
def dates_as_text(folder: Path) -> Path:
    return geopackage(folder, frame(GXSJ=["2023/5/1"] * 4))


@case("good", "E-DR-06")
def noughts_for_blanks(folder: Path) -> Path:
    return geopackage(folder, frame(PINGJUN_XJ=[12.5, 0.0, 11.0, 0.0]))


@case("good", "E-DR-07")
def unknown_codes(folder: Path) -> Path:
    return geopackage(folder, frame(DI_LEI=["0111", "9999", "0111", "0111"]))


@case("good", "E-DR-08")
def no_keys(folder: Path) -> Path:
    return geopackage(folder, frame().drop("LIN_BAN"))


@case("good", never=("E-UP-07",))
def areas_in_mu(folder: Path) -> Path:
    return geopackage(folder, frame(MIAN_JI=[16.5] * 4))


@case("blocked", "E-UP-07")
def areas_apart(folder: Path) -> Path:
    return geopackage(folder, frame(MIAN_JI=[1.1, 1.1, 1.1, 1.4]))


@case("blocked", "E-GE-08")
def area_blank(folder: Path) -> Path:
    return geopackage(folder, frame(MIAN_JI=[1.1, None, 1.1, 1.1]))


@unread("blocked", "E-UP-11")
def nested_zip(folder: Path) -> Path:
    path = shapefile(folder)
    return rezipped(path, {"inner.zip": path.read_bytes()})


@unread("blocked", "E-UP-10")
def traversal(folder: Path) -> Path:
    path = shapefile(folder)
    return rezipped(path, members(path) | {"../../evil.shp": b"x"})


@unread("blocked", "E-UP-12")
def encrypted(folder: Path) -> Path:
    path = shapefile(folder)
    return rezipped(path, members(path), flags=1)


@unread("blocked", "E-UP-13")
def zip_bomb(folder: Path) -> Path:
    path = shapefile(folder)
    return rezipped(path, members(path) | {"xiaoban.txt": bytes(80 << 20)})


@unread("blocked", "E-UP-09")
def broken_zip(folder: Path) -> Path:
    path = shapefile(folder)
    path.write_bytes(path.read_bytes()[:300])
    return path


@unread("blocked", "E-UP-22")
def zip_of_papers(folder: Path) -> Path:
    return written(folder, "a.zip", zipped({"说明.docx": b"x"}))


@unread("blocked", "E-UP-08")
def a_picture(folder: Path) -> Path:
    return written(folder, "a.png", b"\x89PNG")


@unread("blocked", "E-UP-21")
def dbf_of_other_length(folder: Path) -> Path:
    path = shapefile(folder)
    dbf = bytearray(members(path)["xiaoban.dbf"])
    dbf[4:8] = struct.pack("<I", 900)
    return replaced(path, ".dbf", bytes(dbf))


@case("good")
def hostile_text(folder: Path) -> Path:
    return geopackage(
        folder, frame(XIANG=["<script>alert(1)</script>", '"><img src=x>', "=1+1", "镇"])
    )
