"""Texts of boundary points: the national form and plain lists."""

from __future__ import annotations

import pytest

from qingshan.core.geo.area import areas_m2
from qingshan.core.geo.vector import read_layer
from qingshan.core.kernel.errors import Refused

EAST, NORTH = 36_498_000.0, 2_940_000.0
KEYS = """[属性描述]
格式版本号=1.01版本
数据产生单位=测绘队
坐标系=2000国家大地坐标系
几度分带=3
投影类型=高斯克吕格
计量单位=米
带号=36
精度=0.01
转换参数=,,,,,,
[地块坐标]
"""
PARCEL = "4,1.0,{n},{name},面,G48,林地,0301,@\n"


def ring(number, east, north, size):
    corners = [(0, 0), (0, size), (size, size), (size, 0), (0, 0)]
    return "".join(
        f"J{at},{number},{north + dn:.3f},{east + de:.3f}\n"
        for at, (dn, de) in enumerate(corners, 1)
    )


@pytest.fixture
def text_of(tmp_path):
    def make(text, encoding="utf-8", name="界址点.txt"):
        path = tmp_path / name
        path.write_bytes(text.encode(encoding))
        return path

    return make


def kinds(layer):
    return [note.kind for note in layer.notes]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_national_form_with_a_hole_and_two_parcels(text_of, encoding):
    text = KEYS + PARCEL.format(n="1", name="㵲阳村一") + ring(1, EAST, NORTH, 100)
    text += ring(2, EAST + 40, NORTH + 40, 20)
    text += PARCEL.format(n="0002", name="二") + ring(1, EAST + 200, NORTH, 50)
    text += ring(2, EAST + 300, NORTH, 50)
    layer = read_layer(text_of(text, encoding))
    assert (layer.driver, layer.crs.code, layer.crs.how) == ("TXT", "EPSG:4524", "file")
    assert layer.frame["name"].to_list() == ["㵲阳村一", "二"]
    assert layer.frame["number"].to_list() == ["1", "0002"]
    assert areas_m2(layer.shapes) == pytest.approx([10_000 - 400, 5_000], rel=1e-4)
    assert layer.notes[0].say() == "坐标按X（北）在前、Y（东）在后读取，请核对。"


@pytest.mark.parametrize(
    ("said", "east", "code"),
    [
        ({"坐标系": "2000国家大地坐标系", "带号": "36", "几度分带": "3"}, 498_000, "EPSG:4545"),
        ({"坐标系": "CGCS2000", "带号": "35", "几度分带": "3度"}, 35_498_000, "EPSG:4523"),
        ({"坐标系": "CGCS2000", "带号": "18", "几度分带": "6"}, 18_798_000, "EPSG:4496"),
        ({"坐标系": "CGCS2000", "带号": "", "几度分带": ""}, 37_398_000, "EPSG:4525"),
        ({"带号": "36"}, 36_498_000, "EPSG:4524"),
    ],
)
def test_zone_keys(text_of, said, east, code):
    keys = "[属性描述]\n" + "".join(f"{key}={value}\n" for key, value in said.items())
    text = f"{keys}[地块坐标]\n" + PARCEL.format(n=1, name="一") + ring(1, east, NORTH, 100)
    assert read_layer(text_of(text)).crs.code == code


def test_old_datum_is_asked_for(text_of, refuses):
    text = KEYS.replace("2000国家", "1980西安") + PARCEL.format(n=1, name="一")
    path = text_of(text + ring(1, EAST, NORTH, 100))
    with refuses("E-UP-17"):
        read_layer(path)
    layer = read_layer(path, crs="EPSG:2360")
    assert kinds(layer) == ["axis order", "crs approximate"]


@pytest.mark.parametrize(
    "line",
    [
        "{e:.2f},{n:.2f}",
        "{n:.2f} {e:.2f}",
        "J{i}\t{e:.2f}\t{n:.2f}",
        "{i}，{n:.2f}，{e:.2f}",
        "{i} {e:.2f} {n:.2f} 912.5",
        "J{i},1,{n:.2f},{e:.2f}",
    ],
)
def test_plain_lists_in_either_order(text_of, line):
    corners = [(0, 0), (100, 0), (100, 100), (0, 100)]
    lines = [
        line.format(i=i, e=EAST + east, n=NORTH + north)
        for i, (east, north) in enumerate(corners, 1)
    ]
    text = "一号地块\n" + "\n".join(lines) + "\n\n二号地块\n" + "\n".join(lines) + "\n"
    layer = read_layer(text_of(text, "gb18030"))
    assert areas_m2(layer.shapes) == pytest.approx([10_000] * 2, rel=1e-4)
    assert layer.frame["name"].to_list() == ["一号地块", "二号地块"]
    assert kinds(layer) == ["axis order", "crs by zone prefix"]


def test_degrees_in_either_order(text_of):
    for text in (
        "107.98 26.57\n107.99 26.57\n107.99 26.58",
        "26.57,107.98\n26.57,107.99\n26.58,108",
    ):
        layer = read_layer(text_of(text))
        assert kinds(layer) == ["axis order", "crs by degrees"]
        assert 107 < layer.shapes[0].centroid.x < 109


def test_eastings_without_a_zone_are_asked_for(text_of, refuses):
    path = text_of("498000,2940000\n498100,2940000\n498100,2940100\n")
    with refuses("E-UP-03"):
        read_layer(path)
    with pytest.raises(Refused) as caught:
        read_layer(path)
    assert "EPSG:4545" in caught.value.refusals[0].facts["candidates"].split()
    assert read_layer(path, crs="EPSG:4545").crs.code == "EPSG:4545"


def test_texts_that_are_none(text_of, zip_of, refuses):
    with refuses("E-UP-08"):
        read_layer(text_of("说明：本次调查共 12 个小班。\n面积 35.2 公顷\n"))
    bad = KEYS + PARCEL.format(n=1, name="一") + ring(1, EAST, NORTH, 100) + "J6,1,二九四,3\n"
    with refuses("E-UP-21"):
        read_layer(text_of(bad))
    short = KEYS + PARCEL.format(n=1, name="一") + "J1,1,2940000,36498000\nJ2,1,2940001,36498000\n"
    with refuses("E-GE-04"):
        read_layer(text_of(short))
    good = KEYS + PARCEL.format(n=1, name="一") + ring(1, EAST, NORTH, 100)
    path = zip_of({"界址点.txt": good.encode("gbk"), "说明.txt": b"read me"})
    assert read_layer(path).name == "界址点"
