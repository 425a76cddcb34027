"""The ladder of coordinate systems: named, declared, zone prefix, degrees, else asked for."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from pyproj import CRS, Transformer

from qingshan.core.geo.area import areas_ha
from qingshan.core.geo.crs import system_of
from qingshan.core.geo.vector import read_layer
from qingshan.core.kernel.errors import Refused


@pytest.fixture
def zone_36(folder_of, attributes, stands):
    return folder_of(attributes, stands, crs="EPSG:4524")


def kinds(layer):
    return [note.kind for note in layer.notes]


def prj_of(folder):
    return folder / "xiaoban.prj"


def furthest_m(layer, shapes):
    """Drivers turn rings about, so whole outlines are compared."""
    return shapely.hausdorff_distance(layer.shapes, shapes).max() * 111_320


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (4490, []),
        (4524, []),
        (4545, []),
        (4544, []),
        (4507, []),
        (4326, []),
        (3857, ["crs web mercator"]),
        (32648, []),
        (4269, ["crs approximate"]),
    ],
)
def test_declared_systems_lead_home(folder_of, attributes, stands, code, said):
    layer = read_layer(folder_of(attributes, stands, crs=f"EPSG:{code}"))
    assert layer.crs.code == f"EPSG:{code}"
    assert (layer.crs.how, layer.crs.sure) == ("prj", True)
    assert kinds(layer) == said
    assert furthest_m(layer, stands) < 1e-3
    assert areas_ha(layer.shapes).sum() == pytest.approx(areas_ha(stands).sum(), rel=1e-6)


def test_every_zone_of_cgcs2000_is_known_by_its_number(folder_of, attributes, stands):
    """EPSG:4513-4533 carry the zone in the easting, 4534-4554 do not."""
    for code in (4513, 4533, 4534, 4554):
        meridian = 75 + 3 * ((code - 4513) % 21)
        moved = shapely.transform(stands, lambda p, m=meridian: p + np.array([m - 107.98, 0]))
        layer = read_layer(folder_of(attributes, moved, crs=f"EPSG:{code}"))
        assert layer.crs.code == f"EPSG:{code}"
        assert furthest_m(layer, moved) < 1e-3


@pytest.mark.parametrize(("code", "zone"), [(4523, 35), (4524, 36), (4525, 37), (4496, 18)])
def test_zone_prefix_without_prj(folder_of, attributes, stands, code, zone):
    folder = folder_of(attributes, stands, crs=f"EPSG:{code}")
    prj_of(folder).unlink()
    layer = read_layer(folder)
    assert not layer.crs.sure
    assert layer.crs.how == "zone prefix"
    assert furthest_m(layer, stands) < 1e-3
    assert kinds(layer) == ["crs by zone prefix"]
    assert f"以 {zone} 开头" in layer.notes[0].say()


def test_no_prefix_and_no_prj_is_asked_for(folder_of, attributes, stands, refuses):
    folder = folder_of(attributes, stands, crs="EPSG:4545")
    prj_of(folder).unlink()
    with refuses("E-UP-03"):
        read_layer(folder)
    with pytest.raises(Refused) as caught:
        read_layer(folder)
    assert "--crs EPSG:4524" in caught.value.refusals[0].remedy()
    layer = read_layer(folder, crs="4545")
    assert layer.crs.how == "given"
    assert furthest_m(layer, stands) < 1e-3


def test_two_prefixes_in_one_layer_are_not_guessed(folder_of, attributes, stands, refuses):
    metres = [shapely.box(x, 2.94e6, x + 100, 2.9401e6) for x in (35_700_000, 36_300_000) * 6]
    folder = folder_of(attributes, np.array(metres), crs="EPSG:4490")
    prj_of(folder).unlink()
    with refuses("E-UP-03"):
        read_layer(folder)


def test_degrees_without_prj(folder_of, attributes, stands, refuses):
    folder = folder_of(attributes, stands, crs="EPSG:4490")
    prj_of(folder).unlink()
    layer = read_layer(folder)
    assert (layer.crs.code, layer.crs.sure) == ("EPSG:4490", False)
    assert kinds(layer) == ["crs by degrees"]
    abroad = shapely.transform(stands, lambda p: p - np.array([200, 0]))
    folder = folder_of(attributes, abroad, crs="EPSG:4490")
    prj_of(folder).unlink()
    with refuses("E-UP-03"):
        read_layer(folder)


@pytest.mark.parametrize("code", [2360, 2380, 4610, 4214, 21458])
def test_old_datums_are_not_converted_silently(folder_of, attributes, stands, code, refuses):
    folder = folder_of(attributes, stands, crs=f"EPSG:{code}")
    with refuses("E-UP-17"):
        read_layer(folder)
    layer = read_layer(folder, crs=f"EPSG:{code}")
    assert kinds(layer) == ["crs approximate"]
    assert "近似" in layer.notes[0].say()


def test_named_system_overrules_the_file(folder_of, attributes, stands):
    folder = folder_of(attributes, stands, crs="EPSG:4545")
    prj_of(folder).write_text(CRS.from_epsg(4544).to_wkt("WKT1_ESRI"))
    wrong = read_layer(folder)
    assert furthest_m(wrong, stands) > 100_000
    layer = read_layer(folder, crs="EPSG:4545")
    assert kinds(layer) == ["crs overruled"]
    assert furthest_m(layer, stands) < 1e-3
    assert kinds(read_layer(folder, crs="EPSG:4544")) == []


@pytest.mark.parametrize(
    ("written", "claimed"), [(4524, 4525), (4524, 4490), (4524, 4545), (4545, 4524), (4490, 4524)]
)
def test_coordinates_that_contradict_the_prj(
    folder_of, attributes, stands, written, claimed, refuses
):
    folder = folder_of(attributes, stands, crs=f"EPSG:{written}")
    prj_of(folder).write_text(CRS.from_epsg(claimed).to_wkt("WKT1_ESRI"))
    with refuses("E-UP-19"):
        read_layer(folder)


def test_one_row_in_another_zone_is_named(folder_of, attributes, stands, refuses):
    moved = stands.copy()
    moved[3] = shapely.transform(moved[3], lambda p: p - np.array([12.0, 0]))
    folder = folder_of(attributes, moved, crs="EPSG:4524")
    with refuses("E-GE-03"):
        read_layer(folder)
    with pytest.raises(Refused) as caught:
        read_layer(folder)
    assert [refusal.place for refusal in caught.value.refusals] == ["#4"]


@pytest.mark.parametrize(
    "text", ['LOCAL_CS["plan",UNIT["metre",1]]', "EPSG:999999", "nonsense", "EPSG:5773"]
)
def test_unusable_systems(folder_of, attributes, stands, text, refuses):
    folder = folder_of(attributes, stands)
    with refuses("E-UP-18"):
        read_layer(folder, crs=text)
    prj_of(folder).write_text(text)
    with refuses("E-UP-18"):
        read_layer(folder)


GEOGCS = (
    'GEOGCS["{name}",DATUM["{datum}",SPHEROID[{spheroid}]],'
    'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]'
)
PROJCS = (
    'PROJCS["{name}",{geogcs},PROJECTION["Gauss_Kruger"],PARAMETER["False_Easting",36500000.0],'
    'PARAMETER["False_Northing",0.0],PARAMETER["Central_Meridian",108.0],'
    'PARAMETER["Scale_Factor",1.0],PARAMETER["Latitude_Of_Origin",0.0],UNIT["Meter",1.0]]'
)


@pytest.mark.parametrize(
    "written",
    [
        (
            "GCS_China_Geodetic_Coordinate_System_2000",
            "D_China_2000",
            '"CGCS2000",6378137.0,298.257222101',
            "EPSG:4524",
        ),
        ("China_2000", "China_2000", '"CGCS2000",6378137.0,298.257222101', "EPSG:4524"),
        ("GCS_Xian_1980", "D_Xian_1980", '"Xian_1980",6378140.0,298.257', None),
        ("GCS_Beijing_1954", "D_Beijing_1954", '"Krasovsky_1940",6378245.0,298.3', None),
        ("GCS_Krasovsky_1940", "D_Krasovsky_1940", '"Krasovsky_1940",6378245.0,298.3', None),
    ],
)
def test_prj_as_office_software_writes_it(zone_36, stands, written, refuses):
    folder, (name, datum, spheroid, code) = zone_36, written
    text = GEOGCS.format(name=name, datum=datum, spheroid=spheroid)
    prj_of(folder).write_text(PROJCS.format(name="3_Degree_GK_Zone_36", geogcs=text))
    if code is None:
        with refuses("E-UP-17"):
            read_layer(folder)
    else:
        layer = read_layer(folder)
        assert layer.crs.code in {code, None}
        assert furthest_m(layer, stands) < 1e-3
        assert kinds(layer) == []


def test_datum_unknown_is_not_fine(folder_of, attributes, stands, refuses):
    folder = folder_of(attributes, stands, crs="EPSG:4490")
    prj_of(folder).write_text(
        'GEOGCS["GCS_Unknown",DATUM["D_Unknown",SPHEROID["S",6378137,298.3]],'
        'PRIMEM["Greenwich",0],UNIT["Degree",0.0174532925199433]]'
    )
    with refuses("E-UP-18"):
        read_layer(folder)


@pytest.mark.parametrize("code", [4490, 4498, 4509, 4524, 4545])
def test_a_text_of_the_catalogue_is_read_as_the_catalogue_says(code):
    """Faster, and neither another system nor other coordinates."""
    text = CRS.from_epsg(code).to_wkt("WKT1_ESRI")
    quick, searched = system_of(text, ""), CRS.from_wkt(text)
    assert (
        (quick.name, quick.to_epsg()) == (searched.name, searched.to_epsg()) == (quick.name, code)
    )
    ways = [Transformer.from_crs(crs, 4490, always_xy=True).definition for crs in (quick, searched)]
    assert ways[0] == ways[1]


def test_a_text_with_another_meridian_is_not_the_one_of_its_title():
    text = CRS.from_epsg(4524).to_wkt("WKT1_ESRI")
    other = system_of(text.replace('"Central_Meridian",108.0', '"Central_Meridian",107.5'), "")
    assert other.to_epsg() is None
    assert other.coordinate_operation.params[1].value == 107.5
