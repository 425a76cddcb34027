"""The picture of prices: marks on the sheet, candles coloured and signed, words for readers."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree

import pytest

from qingshan.core.kernel.label import Label
from qingshan.core.market.chart import (
    HEIGHT,
    WIDTH,
    Candle,
    Chart,
    Dot,
    chart_svg,
    earliest_day,
    mark_svg,
)

FIRST, LAST = date(2026, 7, 17), date(2026, 7, 20)
USES = {"own": Label("抵消自身排放", "own emissions"), "event": Label("会议", "event")}
DOTS = (
    Dot(LAST, 8_000, "own", 1, 500_000),
    Dot(FIRST, 9_000, "own", 2, 2_000_000),
    Dot(FIRST, 7_000, "event", 1, 10_000_000),
)
SVG = "{http://www.w3.org/2000/svg}"


def drawn(*candles: Candle, dots=DOTS, language: str = "zh"):
    return ElementTree.fromstring(chart_svg(Chart(FIRST, LAST, dots, candles), USES, language))


def marks(picture) -> list[tuple[float, float]]:
    found = [group.get("transform", "") for group in picture.findall(f"{SVG}g")]
    places = [re.fullmatch(r"translate\((\S+) (\S+)\)", one) for one in found]
    return [(float(place[1]), float(place[2])) for place in places if place]


def test_every_price_is_a_mark_on_the_sheet_and_the_dearest_is_highest():
    places = marks(drawn())
    assert len(places) == len(DOTS)
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in places)
    (late, dear, cheap) = places
    assert dear[1] < late[1] < cheap[1]
    assert late[0] > dear[0] == cheap[0]


def test_readers_hear_a_title_and_what_the_picture_says():
    picture = drawn()
    told = picture.find(f"{SVG}desc")
    assert told is not None
    assert "4 笔成交，价格 70.00 至 90.00 元/吨" in told.text
    assert "4 deals at CNY 70.00 to 90.00" in drawn(language="en").find(f"{SVG}desc").text
    ids = set(picture.get("aria-labelledby").split())
    assert ids == {picture.find(f"{SVG}title").get("id"), told.get("id")}


@pytest.mark.parametrize(
    ("opened", "closed", "sign", "colour"),
    [
        (7_000, 8_000, "▲", "#c8102e"),
        (9_000, 8_000, "▼", "#0b7a4b"),
        (8_000, 8_000, "—", "#57615c"),
    ],
    ids=["up", "down", "even"],
)
def test_a_candle_is_red_and_up_or_green_and_down(opened, closed, sign, colour):
    candle = Candle(FIRST, opened, 9_000, 7_000, closed, 5, 1)
    assert candle.sign == sign
    texts = [(text.text, text.get("fill")) for text in drawn(candle).iter(f"{SVG}text")]
    assert (sign, colour) in texts


@pytest.mark.parametrize("price", [1, 8_800, 99_999_999], ids=["a fen", "usual", "dear"])
def test_a_single_deal_is_drawn_too(price):
    ((x, y),) = marks(drawn(dots=(Dot(LAST, price, "own", 1, 1),)))
    assert 0 < x < WIDTH
    assert 0 < y < HEIGHT


def test_uses_differ_in_shape_and_colour_and_the_window_counts_its_ends():
    assert len({mark_svg(at) for at in range(6)}) == 6
    assert earliest_day(LAST, 4) == FIRST
