"""Areas from a map or typed: one result, and every fault said with its line or area."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django import forms

from qingshan.apps.base.drawing import MOST_CORNERS, DrawnField, collection
from qingshan.apps.base.templatetags.layers import LOOKS, MapLayer, close_up

SQUARE = [(108.1, 26.1), (108.2, 26.1), (108.2, 26.2)]


class Form(forms.Form):
    drawn = DrawnField(required=False)


def form(**told: str) -> Form:
    return Form(told)


def rings(given: Form) -> list[Any]:
    assert given.is_valid(), given.errors
    text = given.cleaned_data["drawn"]
    return [f["geometry"]["coordinates"][0] for f in json.loads(text)["features"]] if text else []


def said(given: Form) -> str:
    assert not given.is_valid()
    return " ".join(given.errors["drawn"])


def test_map_and_typed_corners_give_the_same() -> None:
    drawn = form(drawn=json.dumps(collection([SQUARE])))
    typed = form(drawn="", drawn_corners="108.1,26.1\n108.2， 26.1\n108.2\t26.2\n")
    assert rings(drawn) == rings(typed) == [[*map(list, SQUARE), list(SQUARE[0])]]


def test_an_empty_line_begins_another_area_and_a_closed_ring_is_closed_once() -> None:
    ring = "108.1,26.1\n108.2,26.1\n108.2,26.2\n108.1,26.1"
    found = rings(form(drawn_corners=f"{ring}\n\n\n{ring}\n"))
    assert [len(one) for one in found] == [4, 4]


def test_nothing_drawn_is_nothing() -> None:
    assert rings(form(drawn="", drawn_corners="  \n ")) == []


def test_a_boundary_that_crosses_itself_is_left_to_the_doctor() -> None:
    bow_tie = [(108.1, 26.1), (108.2, 26.2), (108.2, 26.1), (108.1, 26.2)]
    assert len(rings(form(drawn=json.dumps(collection([bow_tie]))))) == 1


def test_every_wrong_line_is_named() -> None:
    words = said(form(drawn_corners="108.1,26.1\n东经\n108.2\n108.2,26.2"))
    assert "第 2 行" in words
    assert "第 3 行" in words


@pytest.mark.parametrize(
    ("corners", "part"),
    [
        ("108.1,26.1\n108.2,26.1\n108.1,26.1", "不足 3 个"),
        ("26.1,108.1\n26.1,108.2\n26.2,108.2", "经度在前"),
        ("36508441,2957301\n36508541,2957301\n36508541,2957401", "经度在前"),
        ("nan,26.1\n108.2,26.1\n108.2,26.2", "经度在前"),
    ],
)
def test_impossible_corners_are_refused(corners: str, part: str) -> None:
    assert part in said(form(drawn_corners=corners))


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[1]",
        '{"features": 1}',
        '{"features": [{"geometry": {"type": "Point", "coordinates": [1, 2]}}]}',
        '{"features": [{"geometry": {"type": "Polygon", "coordinates": [[["a", 1]]]}}]}',
        '{"features": [{"geometry": null}]}',
    ],
)
def test_a_spoilt_drawing_is_refused_in_words(text: str) -> None:
    assert "没有读到" in said(form(drawn=text))


def test_there_is_an_end_to_corners() -> None:
    many = [(108.0 + n * 1e-5, 26.0 + (n % 2) * 1e-5) for n in range(MOST_CORNERS + 1)]
    assert "最多" in said(form(drawn=json.dumps(collection([many]))))


def feature(layer: str, shape: dict[str, Any], number: object = "") -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": {"layer": layer, "number": number},
        "geometry": shape,
    }


def test_still_picture_draws_what_is_on_and_says_how_much() -> None:
    square = collection([SQUARE])["features"][0]["geometry"]
    told = {
        "features": [
            feature("parcel", square),
            feature("conflict", square, '1"><script>'),
            feature("redline", square),
            feature("ticket", square),
        ]
    }
    layers = [MapLayer("redline", "红线"), MapLayer("ticket", "碳票", is_on=False)]
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
