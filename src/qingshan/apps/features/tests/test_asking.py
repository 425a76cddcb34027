"""Parameters are understood or refused, all at once and never left out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from pyproj import Transformer

from qingshan.apps.features.asking import MOST_AT_ONCE, understood
from qingshan.apps.features.systems import DEFAULT, SYSTEMS

EPSG = "http://www.opengis.net/def/crs/EPSG/0/"


def asked(**told: str) -> Any:
    return understood({name.replace("_", "-"): [value] for name, value in told.items()}, {})


def test_nothing_told_is_everything() -> None:
    found = asked()
    assert (found.limit, found.after, found.box, found.span) == (100, 0, None, None)
    assert found.system == DEFAULT


def test_a_box_follows_the_order_of_axes_of_its_system() -> None:
    plain = asked(bbox="108.2,26.4,108.4,26.6").box
    latitude_first = asked(bbox="26.4,108.2,26.6,108.4", bbox_crs=f"{EPSG}4490").box
    assert plain == pytest.approx((108.2, 26.4, 108.4, 26.6))
    assert latitude_first == pytest.approx(plain)


def test_a_box_of_metres_covers_what_it_covers_on_the_ground() -> None:
    south_m, west_m, north_m, east_m = 2_920_000, 36_420_000, 2_940_000, 36_440_000
    told = f"{south_m},{west_m},{north_m},{east_m}"
    west, south, east, north = asked(bbox=told, bbox_crs=f"{EPSG}4524").box
    back = Transformer.from_crs(4524, 4490, always_xy=True)
    lon, lat = back.transform([west_m, west_m, east_m, east_m], [south_m, north_m] * 2)
    assert west - 1e-9 <= min(lon) < max(lon) <= east + 1e-9
    assert south - 1e-9 <= min(lat) < max(lat) <= north + 1e-9
    assert east - west < 0.21
    assert north - south < 0.19


def test_a_box_may_tell_heights() -> None:
    assert asked(bbox="1,2,-5,3,4,9000").box == pytest.approx((1, 2, 3, 4))


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("2021-05-01", (date(2021, 5, 1), date(2021, 5, 1))),
        ("2021-05-01T12:00:00+08:00", (date(2021, 5, 1), date(2021, 5, 1))),
        ("2020-01-01/2021-12-31", (date(2020, 1, 1), date(2021, 12, 31))),
        ("../2021-12-31", (None, date(2021, 12, 31))),
        ("2020-01-01/", (date(2020, 1, 1), None)),
    ],
)
def test_days(text: str, span: Any) -> None:
    assert asked(datetime=text).span == span


def test_more_than_the_most_is_answered_with_the_most() -> None:
    assert asked(limit="50000").limit == MOST_AT_ONCE


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("limit", "0"),
        ("limit", "-3"),
        ("limit", "ten"),
        ("after", "-1"),
        ("bbox", "1,2,3"),
        ("bbox", "3,2,1,4"),
        ("bbox", "nan,2,3,4"),
        ("bbox-crs", "EPSG:4490"),
        ("crs", f"{EPSG}2343"),
        ("datetime", "yesterday"),
        ("datetime", "2021-01-02/2021-01-01"),
        ("datetime", "2021/2022/2023"),
        ("f", "html"),
    ],
)
def test_what_does_not_fit_is_refused(refuses: Any, name: str, value: str) -> None:
    with refuses("E-FT-02"):
        understood({name: [value]}, {})


def test_all_that_is_wrong_is_said_at_once(refuses: Any) -> None:
    told = {"limit": ["0"], "colour": ["red"], "county": ["522629", "520181"], "f": ["json"]}
    with refuses("E-FT-01", "E-FT-02"):
        understood(told, {"county": (), "code": ()})


def test_a_filter_is_given_once_and_not_empty(refuses: Any) -> None:
    assert understood({"county": ["522629"]}, {"county": ()}).filters == {"county": "522629"}
    for values in (["522629", "520181"], [""]):
        with refuses("E-FT-02"):
            understood({"county": values}, {"county": ()})


def test_every_system_is_known() -> None:
    assert [system.rsplit("/", 1)[1] for system in SYSTEMS] == [
        *("CRS84", "4490", "4326", "3857", "4523", "4524"),
    ]
