"""Cases of the zoo: formats of phones, surveyors and databases, honest and hostile."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
import pyogrio.raw
import shapely
from pyproj import Transformer

from tests.zoo.making import case, frame, stands, unread, written, zipped

_KML = (
    '<?xml version="1.0" encoding="UTF-8"?>{head}<kml xmlns="http://www.opengis.net/kml/2.2">'
    "<Document>{body}</Document></kml>"
)
_GPX = '<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">{body}</gpx>'


def _kml(head: str = "", name: str = "三棵树镇") -> str:
    marks = ""
    for shape in stands():
        ring = " ".join(f"{x:.9f},{y:.9f},900" for x, y in shape.exterior.coords)
        marks += (
            f"<Placemark><name>{name}</name><Polygon><outerBoundaryIs><LinearRing><coordinates>"
            f"{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
        )
    return _KML.format(head=head, body=marks)


@case("good", "E-DR-08")
def kml(folder: Path) -> Path:
    return written(folder, "a.kml", _kml())


@case("good", "E-DR-08")
def kmz(folder: Path) -> Path:
    return written(folder, "a.kmz", zipped({"doc.kml": _kml().encode()}))


@unread("blocked", "E-UP-23")
def kml_with_outside_entity(folder: Path) -> Path:
    head = '<!DOCTYPE kml [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    return written(folder, "a.kml", _kml(head, "&x;"))


@unread("blocked", "E-UP-23")
def kml_that_swells(folder: Path) -> Path:
    ten = "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 10))
    return written(folder, "a.kml", _kml(f'<!DOCTYPE kml [<!ENTITY b0 "x">{ten}]>', "&b9;"))


@case("good", count=1)
def gpx_closed_track(folder: Path) -> Path:
    whole = shapely.union_all(stands())
    dots = "".join(f'<trkpt lat="{y:.9f}" lon="{x:.9f}"/>' for x, y in whole.exterior.coords)
    track = f"<trk><name>界线</name><trkseg>{dots}</trkseg></trk>"
    return written(folder, "a.gpx", _GPX.format(body=track))


def _metres(code: int) -> Any:
    way = Transformer.from_crs(4490, code, always_xy=True)
    return shapely.transform(stands(), lambda p: np.column_stack(way.transform(*p.T)))


@case("asks", "crs-by-zone-prefix", crs="EPSG:4524")
def boundary_points(folder: Path) -> Path:
    lines = ["[属性描述]", "格式版本号=1.01", "计量单位=米", "[地块坐标]"]
    for at, shape in enumerate(_metres(4524), 1):
        lines.append(f"5,1.1,{at},三棵树镇{at},面,,林地,,@")
        ring = shape.exterior.coords
        lines += [f"J{n},1,{y:.4f},{x:.4f}" for n, (x, y) in enumerate(ring, 1)]
    return written(folder, "界址点.txt", "\r\n".join(lines).encode("gbk"))


@case("good", crs="EPSG:4490")
def file_geodatabase(folder: Path) -> Path:
    home = folder / "xiaoban.gdb"
    table: pl.DataFrame = frame()
    pyogrio.raw.write(
        home,
        geometry=shapely.to_wkb(stands()),
        field_data=[
            np.array(table[n].to_list(), dtype=object if table[n].dtype == pl.String else float)
            for n in table.columns
        ],
        fields=table.columns,
        geometry_type="MultiPolygon",
        promote_to_multi=True,
        crs="EPSG:4490",
        driver="OpenFileGDB",
        layer="小班",
    )
    held = {f"xiaoban.gdb/{p.name}": p.read_bytes() for p in sorted(home.iterdir())}
    return written(folder, "xiaoban.zip", zipped(held))


@unread("blocked", "E-UP-08")
def access_database(folder: Path) -> Path:
    return written(folder, "a.mdb", b"\x00\x01\x00\x00Standard Jet DB")
