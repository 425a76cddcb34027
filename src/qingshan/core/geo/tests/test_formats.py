"""Every other format in which offices and phones send areas."""

from __future__ import annotations

import struct
import zipfile

import numpy as np
import pyogrio.raw
import pytest
import shapely

from qingshan.core.geo.area import areas_ha
from qingshan.core.geo.limits import Limits
from qingshan.core.geo.vector import read_layer
from qingshan.core.geo.writing import write_geojson, write_geopackage
from qingshan.core.kernel.errors import Refused

RING = "107.98,26.57,0 107.981,26.57,0 107.981,26.571,0 107.98,26.571,0 107.98,26.57,0"
OPEN = "107.98,26.57 107.981,26.57 107.981,26.571"


def kinds(layer):
    return [note.kind for note in layer.notes]


def refusals_of(path, **options):
    with pytest.raises(Refused) as caught:
        read_layer(path, **options)
    return caught.value.refusals


def polygon(ring=RING, holes=""):
    outer = f"<outerBoundaryIs><LinearRing><coordinates>{ring}</coordinates></LinearRing>"
    return f"<Polygon>{outer}</outerBoundaryIs>{holes}</Polygon>"


def placemark(shape, name="地块一", more=""):
    return f"<Placemark><name>{name}</name>{more}{shape}</Placemark>"


@pytest.fixture
def file_of(tmp_path):
    def make(name, data, encoding="utf-8"):
        path = tmp_path / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode(encoding))
        return path

    return make


@pytest.fixture
def kml_of(file_of):
    def make(*placemarks, name="a.kml", head="", encoding="utf-8"):
        body = "".join(placemarks)
        text = f"<?xml version='1.0' encoding='{encoding}'?>{head}<kml xmlns='http://www.opengis."
        text += f"net/kml/2.2'><Document><Folder>{body}</Folder></Document></kml>"
        return file_of(name, text, encoding)

    return make


@pytest.fixture
def gdb(tmp_path, stands):
    """A File Geodatabase of one feature class, written by the driver that reads it."""

    def make(*layers, folder="xiaoban.gdb", kind="MultiPolygon", shapes=stands):
        path = tmp_path / folder
        for name in layers:
            pyogrio.raw.write(
                path,
                geometry=shapely.to_wkb(
                    shapes, output_dimension=shapely.get_coordinate_dimension(shapes).max()
                ),
                field_data=[np.array(["㵲阳镇"] * len(shapes), dtype=object)],
                fields=["XIANG"],
                geometry_type=kind,
                promote_to_multi=kind.startswith("Multi"),
                driver="OpenFileGDB",
                crs="EPSG:4490",
                layer=name,
            )
        return path

    return make


def packed(folder, path, prefix=""):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for part in sorted(folder.iterdir()):
            archive.write(part, f"{prefix}{folder.name}/{part.name}")
    return path


def test_file_geodatabase_in_a_zip_and_bare(gdb, stands, tmp_path, refuses):
    folder = gdb("xiaoban")
    layers = [read_layer(packed(folder, tmp_path / "a.zip", "数据/")), read_layer(folder)]
    for layer in layers:
        assert (layer.driver, layer.name, layer.crs.code) == ("OpenFileGDB", "xiaoban", "EPSG:4490")
        assert layer.frame["XIANG"].unique().to_list() == ["㵲阳镇"]
        assert areas_ha(layer.shapes).sum() == pytest.approx(areas_ha(stands).sum(), rel=1e-6)
    gdb("tubiao")
    path = packed(folder, tmp_path / "two.zip")
    with refuses("E-UP-14"):
        read_layer(path)
    assert "tubiao、xiaoban" in refusals_of(path)[0].why()
    assert read_layer(path, layer="tubiao").name == "tubiao"
    assert read_layer(path, layer="xiaoban/tubiao").name == "tubiao"
    with refuses("E-UP-15"):
        read_layer(path, layer="third")


def test_geodatabase_with_lines_beside_its_polygons(gdb, stands):
    folder = gdb("xiaoban")
    gdb("daolu", kind="MultiLineString", shapes=shapely.boundary(stands))
    layer = read_layer(folder)
    assert layer.name == "xiaoban"
    assert kinds(layer) == ["layers passed over"]


def test_geodatabase_with_heights(gdb, stands):
    layer = read_layer(gdb("tall", kind="MultiPolygon Z", shapes=shapely.force_3d(stands, 900.0)))
    assert "height dropped" in kinds(layer)
    assert not shapely.has_z(layer.shapes).any()


def circle_wkb(x, y, radius):
    """A curve polygon (ISO 13249-3: type 10) of one circular string (type 8)."""
    around = [(x - radius, y), (x, y + radius), (x + radius, y), (x, y - radius), (x - radius, y)]
    string = struct.pack("<BII", 1, 8, 5) + b"".join(struct.pack("<dd", *at) for at in around)
    return struct.pack("<BII", 1, 10, 1) + string


def test_curves_become_chords(tmp_path):
    path = tmp_path / "curve.gpkg"
    pyogrio.raw.write(
        path,
        geometry=np.array([circle_wkb(36_498_000, 2_940_000, 100)], dtype=object),
        field_data=[],
        fields=[],
        geometry_type="Unknown",
        driver="GPKG",
        crs="EPSG:4524",
    )
    layer = read_layer(path)
    assert kinds(layer) == ["curves drawn"]
    assert areas_ha(layer.shapes)[0] == pytest.approx(np.pi, rel=1e-3)


def test_a_database_that_reaches_beyond_itself(file_of, tmp_path, refuses):
    import sqlite3

    path = tmp_path / "evil.gpkg"
    with sqlite3.connect(path) as base:
        base.execute("CREATE VIRTUAL TABLE gpkg_contents USING fts5(body)")
    base.close()
    with refuses("E-UP-21"):
        read_layer(path)
    assert "虚拟表" in refusals_of(path)[0].why()


def test_one_layer_file_in_a_zip(attributes, stands, tmp_path, zip_of, refuses):
    write_geopackage(tmp_path / "a.gpkg", attributes, stands)
    write_geopackage(tmp_path / "a.gpkg", attributes, stands, layer="jiu")
    write_geojson(tmp_path / "b.geojson", attributes, stands)
    base, text = (tmp_path / "a.gpkg").read_bytes(), (tmp_path / "b.geojson").read_bytes()
    rubbish = {"__MACOSX/._b.geojson": b"x", "数据/~$b.geojson": b"x", "数据/b.shp.xml": b"<x/>"}
    layer = read_layer(zip_of({"数据/b.geojson": text, "readme.txt": b"read me"} | rubbish))
    assert (layer.driver, layer.name, len(layer.shapes)) == ("GeoJSON", "b", 12)
    assert read_layer(zip_of({"b.json": text, "package.json": b"{}"})).name == "b"
    with refuses("E-UP-14"):
        read_layer(zip_of({"a.gpkg": base}))
    assert read_layer(zip_of({"a.gpkg": base}), layer="jiu").name == "jiu"
    both = zip_of({"x/a.gpkg": base, "b.geojson": text})
    assert "b、x/a" in refusals_of(both)[0].why()
    assert read_layer(both, layer="a/jiu").name == "jiu"
    assert read_layer(both, layer="b").driver == "GeoJSON"


def test_shapes_without_attributes_only_when_allowed(members, zip_of, refuses):
    del members["xiaoban.dbf"]
    path = zip_of(members)
    with refuses("E-UP-16"):
        read_layer(path)
    layer = read_layer(path, attributes_optional=True)
    assert kinds(layer) == ["attributes absent"]
    assert layer.notes[0].say() == "缺 .dbf，属性为空。"
    assert (layer.frame.columns, len(layer.shapes)) == (["row"], 12)


def test_kml_with_attributes_of_every_kind(kml_of):
    schema = "<ExtendedData><SchemaData><SimpleData name='LIN_BAN'>0012</SimpleData></SchemaData>"
    schema += "<Data name='XIANG'><value>㵲阳镇</value></Data></ExtendedData>"
    table = "<description><![CDATA[<table><tr><td>树种</td><td>马尾松</td></tr></table>]]>"
    path = kml_of(
        placemark(polygon(), more=schema),
        placemark(f"<MultiGeometry>{polygon()}</MultiGeometry>", more=f"{table}</description>"),
        placemark("<Point><coordinates>107,26</coordinates></Point>"),
        placemark(f"<LineString><coordinates>{RING}</coordinates></LineString>", "row"),
    )
    layer = read_layer(path)
    assert (layer.driver, layer.crs.code, layer.crs.sure) == ("KML", "EPSG:4326", True)
    assert layer.frame["LIN_BAN"].to_list() == ["0012", None, None]
    assert layer.frame["XIANG"].to_list() == ["㵲阳镇", None, None]
    assert layer.frame["树种"].to_list() == [None, "马尾松", None]
    assert kinds(layer) == ["lines as areas", "points left out"]
    assert np.ptp(areas_ha(layer.shapes)) < 1e-9


def test_kmz_ovkml_and_gbk(kml_of, zip_of, refuses):
    data = kml_of(placemark(polygon())).read_bytes()
    kmz = zip_of({"doc.kml": data, "images/a.png": b"x", "files/b.kml": data}, "a.kmz")
    assert read_layer(kmz).name == "doc"
    assert read_layer(kml_of(placemark(polygon()), name="a.ovkml")).driver == "KML"
    layer = read_layer(kml_of(placemark(polygon(), "㵲阳镇"), encoding="gb18030"))
    assert layer.frame["name"].to_list() == ["㵲阳镇"]
    assert (layer.encoding.name, kinds(layer)) == ("GB18030", [])
    with refuses("E-UP-11"):
        read_layer(zip_of({"a.kmz": kmz.read_bytes()}))


def test_kml_that_holds_no_area(kml_of, file_of, refuses):
    with refuses("E-UP-20"):
        read_layer(kml_of("<NetworkLink><Link><href>http://x/</href></Link></NetworkLink>"))
    line = f"<LineString><coordinates>{OPEN}</coordinates></LineString>"
    path = kml_of(placemark(polygon()), placemark(line), placemark(polygon("107,26 107,26")))
    with refuses("E-GE-09", "E-GE-04"):
        read_layer(path)
    assert [refusal.place for refusal in refusals_of(path)] == ["#2", "#3"]
    for empty in ("", "107,26"):
        with refuses("E-GE-09"):
            read_layer(
                kml_of(placemark(f"<LineString><coordinates>{empty}</coordinates></LineString>"))
            )
    for ring in ("nan,26 107,26 107,27 nan,26", "107,26 a,b 108,27"):
        with refuses("E-UP-21"):
            read_layer(kml_of(placemark(polygon(ring))))
    for text in ("<kml><Document>", "<html></html>", "no xml"):
        with refuses("E-UP-21"):
            read_layer(file_of("b.kml", text))
    metres = "36498000,2940000 36498100,2940000 36498100,2940100 36498000,2940000"
    with refuses("E-UP-19"):
        read_layer(kml_of(placemark(polygon(metres))))


def test_hostile_xml(kml_of, file_of, refuses):
    laughs = "<!DOCTYPE kml [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;'>]>"
    outside = "<!DOCTYPE kml [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    for head, word in ((laughs, "&b;"), (outside, "&x;"), ("<!DOCTYPE kml SYSTEM 'a.dtd'>", "")):
        path = kml_of(placemark(polygon(), word), head=head)
        with refuses("E-UP-23"):
            read_layer(path)
        with refuses("E-UP-23"):
            read_layer(file_of("a.gpx", path.read_bytes()))
    deep = "<Folder>" * 100 + "</Folder>" * 100
    with refuses("E-UP-23"):
        read_layer(kml_of(deep))
    with refuses("E-UP-21"):
        read_layer(kml_of(placemark(polygon(), "&undefined;")))


def gpx(*pairs, tag="trk"):
    point, inner = ("trkpt", "trkseg") if tag == "trk" else ("rtept", "extensions")
    points = "".join(f"<{point} lon='{x}' lat='{y}'><ele>900</ele></{point}>" for x, y in pairs)
    body = f"<{inner}>{points}</{inner}>" if tag == "trk" else points
    return f"<{tag}><name>绕测</name>{body}</{tag}>"


WALK = [(107.98, 26.57), (107.981, 26.57), (107.981, 26.571), (107.98, 26.571)]


def test_gpx_walks(file_of, refuses):
    def path_of(*lines):
        return file_of("a.gpx", f"<?xml version='1.0'?><gpx>{''.join(lines)}</gpx>")

    nearly = [*WALK, (107.98, 26.57001)]
    waypoint = "<wpt lon='107' lat='26'/>"
    layer = read_layer(path_of(gpx(*WALK, WALK[0]), gpx(*nearly, tag="rte"), waypoint))
    assert (layer.driver, layer.frame["name"].to_list()) == ("GPX", ["绕测", "绕测"])
    assert kinds(layer) == ["lines as areas", "lines closed", "points left out"]
    assert layer.notes[1].facts["gap_m"] == pytest.approx(1.1)
    path = path_of(gpx(*WALK))
    with refuses("E-GE-09"):
        read_layer(path)
    assert read_layer(path, limits=Limits(closing_share=0.5)).shapes[0].is_valid
    with refuses("E-UP-20"):
        read_layer(path_of(waypoint))
    for text in ("<gpx><trk>", "<html/>", path_of(gpx(("x", 1), *WALK)).read_bytes()):
        with refuses("E-UP-21"):
            read_layer(file_of("b.gpx", text))


def test_formats_that_need_an_export(file_of, zip_of, refuses):
    for name, step in {
        "a.mdb": "GeoPackage",
        "a.dxf": "面",
        "a.rar": "ZIP",
        "a.7z": "ZIP",
        "a.tab": "Shapefile",
        "a.ovobj": "KML",
        "a.tif": "矢量",
        "a.xlsx": "属性",
    }.items():
        with refuses("E-UP-08"):
            read_layer(file_of(name, b"x"))
        assert step in refusals_of(file_of(name, b"x"))[0].remedy()
    with refuses("E-UP-08"):
        read_layer(zip_of({"a/b.dwg": b"x"}))


def test_limits_of_text_and_shapes(kml_of, folder_of, attributes, stands, geojson_text, refuses):
    path = kml_of(placemark(polygon()), placemark(polygon(), "一" * 60))
    folder = folder_of(attributes, stands)
    for spoilt, limits in (
        (path, Limits(shapes=1)),
        (path, Limits(vertices=9)),
        (path, Limits(vertices_per_shape=4)),
        (path, Limits(cell_chars=50)),
        (path, Limits(text_bytes=100)),
        (folder, Limits(shapes=11)),
        (folder, Limits(vertices=59)),
        (folder, Limits(vertices_per_shape=4)),
        (folder, Limits(fields=3)),
        (geojson_text, Limits(vertices=10)),
    ):
        with refuses("E-UP-13"):
            read_layer(spoilt, limits=limits)
    enough = Limits(shapes=12, vertices=60, vertices_per_shape=5, fields=4)
    assert len(read_layer(folder, limits=enough).shapes) == 12


@pytest.fixture
def geojson_text(tmp_path, attributes, stands):
    write_geojson(tmp_path / "many.geojson", attributes, stands)
    return tmp_path / "many.geojson"
