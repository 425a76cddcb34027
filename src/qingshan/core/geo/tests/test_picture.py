"""A still picture is true to shape, inside its sheet, with a round bar, and takes no orders."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import numpy as np
import pytest
import shapely
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyproj import Geod

from qingshan.core.geo.picture import Look, Piece, Sheet, hatch, round_length, still_picture

LOOKS = {"zone": Look("#9c4a3c", 45), "parcel": Look("#0f4d36"), "conflict": Look("#c8102e")}
STAND = shapely.box(108.4, 26.6, 108.41, 26.61)
SVG = "{http://www.w3.org/2000/svg}"
PLACE = st.tuples(st.floats(104, 109), st.floats(25, 29))


def drawn(*pieces, **more):
    svg = still_picture(pieces, LOOKS, Sheet(**{"title": "图", **more}))
    return ET.fromstring(svg)


def path_points(element):
    return np.array(re.findall(r"(-?\d+) (-?\d+)", element.get("d")), dtype=int)


def areas(tree, name="parcel"):
    return [path_points(each) for each in tree.iter(f"{SVG}path") if each.get("class") == name]


def test_nothing_to_draw_is_no_picture():
    empty = [Piece("parcel"), Piece("parcel", shapely.Polygon()), Piece("strange", STAND)]
    assert still_picture([], LOOKS, Sheet()) == still_picture(empty, LOOKS, Sheet()) == ""


def test_north_is_up_and_the_scale_is_one():
    """A shape of equal sides on the ground has equal sides on the sheet, and the bar fits them."""
    (points,) = areas(drawn(Piece("parcel", STAND), width=4000, height=4000))
    wide, high = np.ptp(points, axis=0)
    geod = Geod(ellps="GRS80")
    metres = geod.inv(108.4, 26.605, 108.41, 26.605)[2], geod.inv(108.4, 26.6, 108.4, 26.61)[2]
    assert wide / high == pytest.approx(metres[0] / metres[1], rel=0.001)
    north = shapely.Polygon([(108.4, 26.6), (108.41, 26.6), (108.405, 26.61)])
    (points,) = areas(drawn(Piece("parcel", north)))
    assert (points[:, 1] == points[:, 1].min()).sum() == 1
    tree = drawn(Piece("parcel", STAND), width=4000, height=4000)
    bar = next(each for each in tree.iter(f"{SVG}g") if each.get("class") == "bar")
    length = int(re.search(r"h(\d+)", bar.find(f"{SVG}path").get("d"))[1])
    assert bar.find(f"{SVG}text").text == "200 米"
    assert length / high == pytest.approx(200 / metres[1], rel=0.01)


def test_bar_and_arrow_speak_the_language_of_the_sheet():
    wide = Piece("parcel", shapely.box(104, 25, 109, 29))
    said = [text.text for text in drawn(wide, language="en").iter(f"{SVG}text")]
    assert said == ["100 km", "N"]


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(rings=st.lists(st.lists(PLACE, min_size=3, max_size=5), min_size=1, max_size=3))
def test_every_corner_lies_on_the_sheet(rings):
    tree = drawn(*(Piece("parcel", shapely.Polygon(ring)) for ring in rings))
    for points in areas(tree):
        assert points.min() >= 0
        assert (points.max(axis=0) <= (1000, 640)).all()


@given(st.floats(0.01, 1e7))
def test_a_round_length_is_one_two_or_five(limit):
    length = round_length(limit)
    assert limit / 2.5 < length <= limit * (1 + 1e-9)
    assert f"{length:.0e}"[0] in "125"


def test_a_parcel_too_small_to_see_is_drawn_all_the_same():
    speck = shapely.box(108.0, 26.0, 108.00001, 26.00001)
    assert (
        len(areas(drawn(Piece("parcel", shapely.box(104, 25, 109, 29)), Piece("parcel", speck))))
        == 2
    )


def test_text_from_outside_stays_text():
    hostile = '"><script>alert(1)</script>'
    tree = drawn(Piece("conflict", STAND, hostile), title=hostile, name='x"y', css='a" onload="b')
    assert [each.tag for each in tree.iter() if "script" in each.tag] == []
    assert tree.get("onload") is None
    assert tree.get("aria-label") == hostile
    assert hostile in [text.text for text in tree.iter(f"{SVG}text")]


def test_zones_are_ground_hatched_and_cut_to_the_sheet():
    zone = Piece("zone", shapely.box(104, 25, 109, 29))
    tree = drawn(zone, Piece("parcel", STAND, "1"), centred=("parcel",))
    (points,) = areas(tree, "zone")
    assert np.abs(points).max() <= 1020
    assert hatch("still-zone", LOOKS["zone"], 14.0) in still_picture([zone], LOOKS, Sheet())
    assert hatch("x", LOOKS["parcel"], 14.0) == ""
    order = [each.get("class") for each in tree.iter() if each.get("class") in {*LOOKS, "mark"}]
    assert order == ["zone", "parcel", "mark"]


def test_points_and_bare_numbers_have_marks():
    tree = drawn(Piece("parcel", shapely.Point(108, 26)), Piece("conflict", None, "7", (108.1, 26)))
    assert len(list(tree.iter(f"{SVG}circle"))) == 2
    assert "7" in [text.text for text in tree.iter(f"{SVG}text")]
