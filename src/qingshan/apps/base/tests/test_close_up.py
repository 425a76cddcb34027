"""The still close-up of a map: what is on is drawn, how much is said, nothing is told by colour."""

from __future__ import annotations

from typing import Any

from django.utils import translation

from qingshan.apps.base.templatetags.layers import LOOKS, MapLayer, close_up

SQUARE = {
    "type": "Polygon",
    "coordinates": [[(108.1, 26.1), (108.2, 26.1), (108.2, 26.2), (108.1, 26.1)]],
}


def feature(layer: str, shape: dict[str, Any], number: object = "") -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"layer": layer, "number": number},
        "geometry": shape,
    }


def test_still_picture_draws_what_is_on_and_says_how_much() -> None:
    told = {
        "features": [
            feature("parcel", SQUARE),
            feature("conflict", SQUARE, '1"><script>'),
            feature("redline", SQUARE),
            feature("ticket", SQUARE),
        ]
    }
    layers = [MapLayer("redline", "红线"), MapLayer("ticket", "碳票", is_on=False)]
    with translation.override("zh-hans"):
        drawn = str(close_up(told, layers, "check"))
    assert "1 个图斑，1 处冲突" in drawn
    assert "<script>" not in drawn
    assert 'url(#check-redline)"' in drawn
    assert LOOKS["ticket"].colour not in drawn


def test_nothing_to_draw_is_no_picture() -> None:
    assert str(close_up({"features": []}, [], "check")) == ""


def test_each_kind_of_zone_has_a_hatching_of_its_own() -> None:
    turns = [look.turn_deg for look in LOOKS.values() if look.turn_deg is not None]
    assert len(set(turns)) == len(turns)
