"""The zoo of geodata: every illness an office sends, and the card each must get."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import polars as pl
import pyogrio.raw
import shapely
from pyproj import CRS, Transformer

from qingshan.core.geo.gcj02 import wgs84_to_gcj02
from qingshan.core.geo.writing import write_geojson, write_geopackage
from tests.zoo import formats, shapes
from tests.zoo.making import (
    AREA_M2,
    CASES,
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
    zipped,
)

__all__ = ["CASES", "Case", "Expected", "animals", "formats", "shapes"]


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


@case("asks", "crs-by-zone-prefix", "E-UP-04", crs="EPSG:4525", area_m2=None)
def zone_37_beyond_the_province(folder: Path) -> Path:
    return without(shapefile(folder, None, stands(111.0, 26.6), crs="EPSG:4525"), ".prj")


@case("blocked", "crs-by-zone-prefix", "E-UP-04", crs="EPSG:4525", area_m2=None)
def zone_37_and_no_other_fits(folder: Path) -> Path:
    return without(shapefile(folder, None, stands(111.9, 24.0), crs="EPSG:4525"), ".prj")


@case("asks", "crs-by-zone-prefix", "E-UP-04", crs="EPSG:4523", area_m2=None)
def zone_number_of_a_neighbour(folder: Path) -> Path:
    return _renumbered(folder)


@case("good", crs="EPSG:4545+35", answers={"crs": "EPSG:4545+35"}, never=("E-UP-04",))
def zone_number_taken_off(folder: Path) -> Path:
    return _renumbered(folder)


def _renumbered(folder: Path) -> Path:
    """Eastings of zone 36 before which somebody wrote 35."""
    way = Transformer.from_crs(4490, 4545, always_xy=True)
    metres = shapely.transform(stands(), lambda p: np.column_stack(way.transform(*p.T)))
    metres = shapely.transform(metres, lambda p: p + np.array([35_000_000, 0]))
    path = folder / "a.geojson"
    write_geojson(path, frame(), metres)
    return path


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


@case("good", "crs-approximate", crs="EPSG:2360", answers={"crs": "EPSG:2360"}, area_m2=None)
def xian_80_without_prj_confirmed(folder: Path) -> Path:
    return without(shapefile(folder, crs="EPSG:2360"), ".prj")


@case("good", "gcj02-undone", crs="EPSG:4490", answers={"shift": "GCJ-02"})
def traced_on_a_web_map(folder: Path) -> Path:
    there = shapely.transform(stands(), lambda p: np.column_stack(wgs84_to_gcj02(p[:, 0], p[:, 1])))
    return geopackage(folder, None, there)


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


@case("blocked", "E-GE-03", area_m2=3 * AREA_M2 / 4)
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
