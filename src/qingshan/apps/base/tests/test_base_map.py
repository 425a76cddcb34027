"""A base map is named whole and lawfully or not at all; a page may then ask that one host more."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import render_to_string

from qingshan.apps.base.basemap import base_map_of
from qingshan.apps.base.middleware import CONTENT_POLICY, content_policy
from qingshan.apps.base.templatetags.maps import map_figure

WMTS = (
    "https://t0.tiles.example.org/vec_w/wmts?TILEMATRIX={TileMatrix}&TILEROW={TileRow}"
    "&TILECOL={TileCol}&tk={key}"
)
NOTE = "某省地理信息公共服务平台 审图号：GS（2024）0000号"


def told(template: str = WMTS, **more: str) -> Any:
    return base_map_of(template, **{"note": NOTE, "key": "k1", "datum": "CGCS2000", **more})


def test_none_is_named_by_default(settings) -> None:
    assert base_map_of("", note="") is None
    assert settings.BASE_MAP is None
    assert content_policy() == CONTENT_POLICY
    assert map_figure("m", {"features": []})["base"] is None


def test_the_policy_opens_for_one_host_and_pictures_alone(settings) -> None:
    settings.BASE_MAP = told()
    assert settings.BASE_MAP.url.endswith("TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=k1")
    opened = [
        part for part in content_policy().split("; ") if part not in CONTENT_POLICY.split("; ")
    ]
    assert opened == ["img-src 'self' data: blob: https://t0.tiles.example.org"]
    assert map_figure("m", {"features": []})["base"].note == NOTE


@pytest.mark.parametrize(
    ("template", "more", "said"),
    [
        ("https://a.example.org/{z}/{x}.png", {}, "{y}"),
        ("http://a.example.org/{z}/{x}/{y}.png", {}, "https"),
        ("https://a.example.org; script-src *//{z}/{x}/{y}", {}, "https"),
        ("https://wprd01.is.autonavi.com/{z}/{x}/{y}", {}, "GCJ-02"),
        (WMTS, {"key": ""}, "QINGSHAN_BASE_MAP_KEY"),
        (WMTS, {"note": "某地图"}, "审图号"),
        (WMTS, {"datum": "gcj02"}, "GCJ-02"),
        (WMTS, {"datum": ""}, "QINGSHAN_BASE_MAP_DATUM"),
    ],
)
def test_a_map_that_misleads_stops_the_house(template, more, said) -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        told(template, **more)
    assert said in str(caught.value)


def test_all_that_is_wrong_is_said_at_once() -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        told("ftp://qq.com/{z}", key="", note="", datum="")
    for word in ("{x}", "https", "GCJ-02", "审图号", "QINGSHAN_BASE_MAP_DATUM"):
        assert word in str(caught.value)


def test_without_a_base_map_the_page_asks_nobody(settings) -> None:
    bare = render_to_string("base/parts/map.html", map_figure("m", {"features": []}))
    assert "data-base" not in bare
    settings.BASE_MAP = told()
    full = render_to_string("base/parts/map.html", map_figure("m", {"features": []}))
    assert 'data-base="https://t0.tiles.example.org' in full
    assert NOTE in full
