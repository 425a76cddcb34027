"""The chart of a series: deals by day, price and use, candles only where there are deals enough."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.exchange import charting
from qingshan.apps.exchange.charting import series_chart
from qingshan.apps.exchange.tests.conftest import ASSET
from qingshan.apps.exchange.tests.test_blocks import confirm, propose
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon
from qingshan.core.market.chart import Dot

pytestmark = pytest.mark.django_db

FRIDAY, MONDAY = date(2026, 7, 17), date(2026, 7, 20)


@pytest.fixture
def dealt(market):
    """A Friday with five picked deals and a block for another use, a Monday with one deal."""
    market.supply(5_000)
    market.office.paid("buyer", fen("600000.00"))
    for tonnes, price in ((100, "80"), (50, "80"), (200, "90"), (100, "78"), (50, "80")):
        market.take(market.list(tonnes, price), tonnes)
        market.now += timedelta(minutes=10)
    confirm(market, propose(market, tonnes=1_000, price="70.00"))
    market.now = market.office.now + timedelta(days=3)
    market.take(market.list(50, "80.00"), 50)
    return market


def test_deals_of_one_day_price_and_use_are_one_mark(dealt):
    told = series_chart(ASSET, MONDAY)
    assert told is not None
    assert [(dot.day, dot.price_fen, dot.purpose) for dot in told.chart.dots] == [
        (MONDAY, fen("80.00"), "own_emissions"),
        (FRIDAY, fen("70.00"), "event"),
        (FRIDAY, fen("90.00"), "own_emissions"),
        (FRIDAY, fen("80.00"), "own_emissions"),
        (FRIDAY, fen("78.00"), "own_emissions"),
    ]
    assert told.chart.dots[3] == Dot(FRIDAY, fen("80.00"), "own_emissions", 3, carbon(200))
    assert (told.chart.first, told.chart.last, told.is_cut) == (FRIDAY, MONDAY, False)


def test_a_candle_needs_as_many_picked_deals_as_the_table_says(dealt):
    told = series_chart(ASSET, MONDAY)
    (candle,) = told.chart.candles
    assert (candle.day, candle.deals, candle.quantity) == (FRIDAY, 5, carbon(500))
    prices = (candle.open_fen, candle.high_fen, candle.low_fen, candle.close_fen)
    assert prices == (fen("80.00"), fen("90.00"), fen("78.00"), fen("83.60"))
    assert candle.sign == "▲"


def test_prices_are_told_by_use_and_never_for_all(dealt):
    event, own = series_chart(ASSET, MONDAY).uses
    assert (event.purpose, event.deals, event.mean_fen) == ("event", 1, fen("70.00"))
    assert (own.deals, own.quantity, own.mean_fen) == (6, carbon(550), fen("83.27"))
    assert (own.low_fen, own.high_fen) == (fen("78.00"), fen("90.00"))


def test_the_window_ends_with_the_last_deal(dealt):
    assert series_chart("ticket:OTHER", MONDAY) is None
    assert series_chart(ASSET, FRIDAY - timedelta(days=1)) is None
    much_later = MONDAY + timedelta(days=900)
    assert series_chart(ASSET, much_later).chart.last == MONDAY
    dealt.now += timedelta(days=179)
    dealt.take(dealt.list(1, "80.00"), 1)
    told = series_chart(ASSET, much_later)
    assert (told.chart.first, len(told.chart.dots)) == (MONDAY, 2)
    assert told.chart.candles == []


def test_many_marks_are_cut_to_the_newest_and_the_page_data_say_so(dealt, monkeypatch):
    monkeypatch.setattr(charting, "MOST_DOTS", 3)
    told = series_chart(ASSET, MONDAY)
    assert (len(told.chart.dots), told.is_cut) == (3, True)
    assert told.chart.dots[0].day == MONDAY


def test_the_page_shows_the_chart_with_its_tables(market):
    ticket = market.office.issued()
    market.asset = ticket.asset
    market.office.paid("buyer", fen("10000.00"))
    there = reverse("series", args=[ticket.number])
    assert "图中数据" not in Client().get(there).content.decode()
    market.take(market.list(3, "80.00"), 3)
    page = Client().get(there).content.decode()
    assert 'aria-labelledby="chart-title chart-told"' in page
    assert "图中数据" in page
    english = Client().get("/en" + there).content.decode()
    assert "No market price is made" in english
    assert "None" not in english
