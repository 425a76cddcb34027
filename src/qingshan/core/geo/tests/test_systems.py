"""Which systems numbers could be in, and the shifted degrees of web maps."""

from __future__ import annotations

import numpy as np
import pytest
from pyproj import CRS, Geod, Transformer

from qingshan.core.geo.candidates import candidates, narrowed
from qingshan.core.geo.crs import conclude_crs, misfits, system_of
from qingshan.core.geo.gcj02 import gcj02_to_wgs84, wgs84_to_gcj02
from qingshan.core.geo.systems import (
    FAMILIES,
    ZONES,
    code_by_title,
    meridian_of,
    name_of,
    zone_code,
    zone_of,
)
from qingshan.core.kernel.errors import Refused

GUIZHOU = (103.5, 24.5, 109.7, 29.3)
KAILI = (107.98, 26.57)


def extents_of(code, lon=KAILI[0], lat=KAILI[1]):
    way = Transformer.from_crs(4490, code, always_xy=True)
    x, y = way.transform(lon, lat)
    step = 0.001 if CRS.from_epsg(code).is_geographic else 100
    return np.array([[x, y, x + step, y + step], [np.nan] * 4])


def codes(found):
    return [each.code for each in found]


def test_every_zone_number_leads_to_its_meridian():
    for datum, width in FAMILIES:
        for zone in range(ZONES[width][0], ZONES[width][1] + 1):
            for prefixed in (True, False):
                code = zone_code(datum, width, zone, prefixed=prefixed)
                params = {p.name: p.value for p in CRS.from_epsg(code).coordinate_operation.params}
                assert params["Longitude of natural origin"] == meridian_of(width, zone)
                assert params["False easting"] == 500_000 + 1e6 * zone * prefixed
    assert zone_code("cgcs2000", 3, 24, prefixed=True) is None


def test_eastings_without_prefix_name_each_meridian():
    """Kaili read with the wrong meridian still lies in Guizhou: only a county can tell."""
    found = candidates(extents_of(4545), within=GUIZHOU)
    assert codes(found) == ["EPSG:4544", "EPSG:4545"]
    assert found[1].bounds[:2] == pytest.approx(KAILI, abs=1e-6)
    assert found[0].bounds[0] == pytest.approx(104.98, abs=1e-3)
    assert "105°" in found[0].reason.zh


@pytest.mark.parametrize("code", [4523, 4524, 4525, 4496])
def test_a_prefix_names_one_system(code):
    assert codes(candidates(extents_of(code))) == [f"EPSG:{code}"]


def test_degrees_and_web_mercator():
    assert codes(candidates(extents_of(4490), within=GUIZHOU)) == ["EPSG:4490", "EPSG:4326"]
    assert codes(candidates(extents_of(3857), within=GUIZHOU)) == ["EPSG:3857"]
    assert candidates(extents_of(4326, 2.35, 48.85), within=GUIZHOU) == ()
    assert candidates(np.full((2, 4), np.nan)) == ()


def test_zones_of_the_far_west_may_be_web_mercator():
    found = candidates(extents_of(4491, 75.5, 39.0))
    assert codes(found) == ["EPSG:4491", "EPSG:3857"]


def test_what_the_file_says_comes_first():
    found = candidates(extents_of(4545), declared="EPSG:2380", within=GUIZHOU)
    assert (found[0].code, found[0].declared) == ("EPSG:2380", True)
    assert codes(found)[1:] == ["EPSG:4544", "EPSG:4545"]
    assert codes(candidates(extents_of(4524), declared="nonsense")) == ["EPSG:4524"]


def test_a_code_leads_back_to_its_zone():
    for datum, width in FAMILIES:
        for prefixed in (True, False):
            code = zone_code(datum, width, ZONES[width][1], prefixed=prefixed)
            zone = zone_of(f"EPSG:{code}")
            assert (zone.datum, zone.width, zone.prefixed) == (datum, width, prefixed)
            assert zone.code == code
    assert zone_of("EPSG:4490") is zone_of(None) is zone_of("EPSG:4544+36") is None
    assert name_of("EPSG:4524").zh == "CGCS2000 三度带 36 带（EPSG:4524）"
    assert "105E, zone number 36 taken off" in name_of("EPSG:4544+36").en
    assert name_of("EPSG:4490").en == "EPSG:4490"


def test_a_zone_number_of_another_meridian_is_taken_off():
    """Kaili in zone 36, its eastings written with a 35 in front."""
    x, y = Transformer.from_crs(4490, 4545, always_xy=True).transform(*KAILI)
    crs = system_of("EPSG:4545+35", "a")
    way = Transformer.from_crs(crs, 4490, always_xy=True)
    assert way.transform(x + 35e6, y) == pytest.approx(KAILI, abs=1e-9)
    assert not misfits(np.array([[x + 35e6, y, x + 35e6, y]]), crs).any()
    assert misfits(np.array([[x, y, x, y]]), crs).all()


def test_a_missing_system_names_those_of_the_region():
    with pytest.raises(Refused) as caught:
        conclude_crs(extents_of(4545), declared=None, how="prj", given=None, place="a")
    told = narrowed(caught.value, GUIZHOU).refusals[0]
    assert told.facts["candidates"] == "EPSG:4544 EPSG:4545"
    assert "EPSG:4544、EPSG:4545。" in told.why("zh")
    assert narrowed(caught.value, (0, 0, 1, 1)).refusals == caught.value.refusals


def test_shift_of_web_maps_in_guizhou():
    """Distances measured for these towns with the public formula, in metres."""
    towns = {(106.63, 26.65): 540, (107.98, 26.57): 568, (109.19, 27.73): 579, (104.83, 26.59): 474}
    geod = Geod(ellps="WGS84")
    for (lon, lat), metres in towns.items():
        there = wgs84_to_gcj02(np.array([lon]), np.array([lat]))
        assert geod.inv(lon, lat, there[0][0], there[1][0])[2] == pytest.approx(metres, abs=12)


def test_shift_is_undone():
    lon, lat = np.meshgrid(np.linspace(103.6, 109.6, 40), np.linspace(24.6, 29.2, 40))
    back = gcj02_to_wgs84(*wgs84_to_gcj02(lon, lat))
    assert np.abs(back[0] - lon).max() < 1e-9
    assert np.abs(back[1] - lat).max() < 1e-9


def test_every_system_of_cgcs2000_is_known_by_its_title():
    for code in (4490, *range(4491, 4555)):
        assert code_by_title(CRS.from_epsg(code).to_wkt("WKT1_ESRI")) == code
    for text in ("", "EPSG:4524", 'PROJCS["CGCS2000_GK_Zone_99"', 'PROJCS["CGCS2000_UTM_49N"'):
        assert code_by_title(text) is None
