"""Cases of the zoo: shapes that disagree, fields of the wrong kind, archives that attack."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from qingshan.core.geo.area import areas_m2
from qingshan.core.geo.writing import write_geojson
from tests.zoo.making import (
    AREA_M2,
    SOUTH,
    STEP,
    WEST,
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
    written,
    zipped,
)


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


@case("blocked", "E-GE-01", area_m2=3 * AREA_M2 / 4)
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


@case("good", "E-FD-14", never=("E-DR-07",))
def unknown_land_class(folder: Path) -> Path:
    return geopackage(folder, frame(DI_LEI=["0111", "9999", "9998", "0111"]))


@case("good", "E-DR-07")
def unknown_codes(folder: Path) -> Path:
    return geopackage(folder, frame(LIN_ZHONG=["111", "9999", "111", "111"]))


@case("good", "E-FD-02", never=("E-GE-08",))
def land_class_blank(folder: Path) -> Path:
    return geopackage(folder, frame(DI_LEI=["0111", None, None, "0111"]))


@case("blocked", "E-UP-07", count=1, area_m2=AREA_M2 / 4)
def one_row_apart(folder: Path) -> Path:
    return geopackage(folder, frame(1, MIAN_JI=[1.7]), stands()[:1])


@case("blocked", "E-GE-01", "E-GE-03", "E-FD-02", area_m2=AREA_M2 / 2)
def several_rows_spoilt(folder: Path) -> Path:
    table = frame(DI_LEI=["0111", None, "0111", "0111"])
    far = shapely.box(500, 1, 501, 2)
    return geopackage(folder, table, array(*stands()[:2], None, far))


@unread("blocked", "E-GE-01")
def no_row_has_a_shape(folder: Path) -> Path:
    return geopackage(folder, None, array(None, None, None, None))


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


@unread("blocked", "E-UP-13")
def too_many_vertices(folder: Path) -> Path:
    turn = np.linspace(0, 2 * np.pi, 1_000_010)
    ring = np.column_stack([107.98 + 0.001 * np.cos(turn), 26.57 + 0.001 * np.sin(turn)])
    return geopackage(folder, frame(1), array(shapely.Polygon(ring)))
