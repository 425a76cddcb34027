"""The bulletin of a day: four prices of what was picked, blocks beside them, as page and files."""

from __future__ import annotations

import csv
import io
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client, override_settings
from django.urls import reverse
from pypdf import PdfReader

from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.exchange.bulletin import bulletin_of, days_with_deals
from qingshan.apps.exchange.bulletin_paper import bulletin_pdf, change_text
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.tests.test_blocks import confirm, propose
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db

FRIDAY, MONDAY = date(2026, 7, 17), date(2026, 7, 20)


@pytest.fixture
def dealt(market):
    """A Friday with three picked deals and a block, a Monday with one deal that is cheaper."""
    market.supply(5_000)
    market.office.paid("buyer", fen("600000.00"))
    for tonnes, price in ((100, "80.00"), (200, "90.00"), (100, "78.00")):
        market.take(market.list(tonnes, price), tonnes)
        market.now += timedelta(minutes=10)
    confirm(market, propose(market, tonnes=1_000, price="70.00"))
    market.now = market.office.now + timedelta(days=3)
    market.take(market.list(50, "80.00"), 50)
    return market


def test_open_high_low_and_close_are_those_of_what_was_picked(dealt):
    told = bulletin_of(FRIDAY)
    (line,) = told.lines
    prices = (line.open_fen, line.high_fen, line.low_fen, line.close_fen)
    assert prices == (fen("80.00"), fen("90.00"), fen("78.00"), fen("84.50"))
    assert (line.deals, line.quantity, line.amount_fen) == (3, carbon(400), fen("33800.00"))
    assert (line.other_quantity, line.other_amount_fen) == (carbon(1_000), fen("70000.00"))
    assert (line.before_fen, line.change_percent, change_text(line)) == (None, None, "—")
    assert (told.deals, told.quantity, told.amount_fen) == (4, carbon(1_400), fen("103800.00"))
    assert {use.purpose: use.deals for use in told.uses} == {"own_emissions": 3, "event": 1}


def test_the_change_is_against_the_close_before(dealt):
    (line,) = bulletin_of(MONDAY).lines
    assert (line.before_fen, line.close_fen) == (fen("84.50"), fen("80.00"))
    assert line.change_percent == Decimal("-5.33")
    assert (line.direction, change_text(line)) == ("down", "▼ -5.33 %")


def test_a_day_with_blocks_alone_keeps_the_close_before(dealt):
    dealt.now += timedelta(days=1)
    confirm(dealt, propose(dealt, tonnes=1_000, price="70.00"))
    (line,) = bulletin_of(date(2026, 7, 21)).lines
    assert (line.open_fen, line.close_fen, line.change_percent) == (None, fen("80.00"), None)


def test_days_are_those_with_deals(dealt):
    assert days_with_deals(9) == [MONDAY, FRIDAY]
    assert days_with_deals(1) == [MONDAY]
    assert bulletin_of(date(2026, 7, 18)).lines == ()


def test_page_and_files_tell_the_same(dealt):
    stranger = Client()
    there = reverse("bulletin", args=["2026-07-20"])
    page = stranger.get(there).content.decode()
    assert "▼ -5.33 %" in page
    listed = stranger.get(reverse("bulletins")).content.decode()
    assert there in listed

    def file(suffix: str):
        return stranger.get(reverse("bulletin_file", args=["2026-07-20", suffix]))

    (row,) = csv.DictReader(io.StringIO(file("csv").content.decode("utf-8-sig")))
    assert (row["ticket"], row["close_yuan"], row["tonnes"]) == ("TEST", "80.00", "50")
    assert row["change_percent"] == "-5.33", "a fall is a number and no formula"
    (line,) = file("json").json()["lines"]
    assert (line["open_yuan"], line["change_percent"]) == ("80.00", "-5.33")
    pages = PdfReader(io.BytesIO(file("pdf").content)).pages
    told = "".join("".join(page.extract_text() for page in pages).split())
    assert "林业碳票交易日报2026-07-20" in told
    assert "▼-5.33%" in told
    day = bulletin_of(MONDAY)
    assert bulletin_pdf(day) == bulletin_pdf(day)
    # Last, for the language of a page stays that of the thread.
    english = stranger.get("/en" + there).content.decode()
    assert "Close before" in english
    assert "None" not in english


def test_a_day_that_is_not_over_has_no_close_yet(dealt, monkeypatch):
    at = dealt.now
    monkeypatch.setattr("qingshan.apps.exchange.views.bulletins.now", lambda: at)
    page = Client().get(reverse("bulletin", args=[MONDAY.isoformat()])).content.decode()
    assert "盘中均价" in page
    assert f"截至 {at:%Y-%m-%d %H:%M}" in page.replace("&nbsp;", " ")
    assert "收盘价为当日" not in page
    file = reverse("bulletin_file", args=[MONDAY.isoformat(), "pdf"])
    answer = Client().get(file)
    assert "-so-far.pdf" in answer["Content-Disposition"]
    pages = PdfReader(io.BytesIO(answer.content)).pages
    told = "".join("".join(one.extract_text() for one in pages).split())
    assert f"盘中，截至{at:%Y-%m-%d%H:%M}" in told
    assert "盘中均价" in told
    over = Client().get(reverse("bulletin", args=[FRIDAY.isoformat()])).content.decode()
    assert "盘中" not in over


def test_with_hours_of_trading_the_day_is_over_after_the_close(dealt):
    noon = dealt.now.astimezone(SHANGHAI).replace(hour=12, minute=0)
    late = noon.replace(hour=16)
    assert bulletin_of(MONDAY, moment=late).so_far == late, "a demonstration deals at any hour"
    with override_settings(TRADING_HOURS=True):
        assert bulletin_of(MONDAY, moment=noon).so_far == noon
        assert bulletin_of(MONDAY, moment=late).so_far is None


def test_a_telephone_shows_block_deals_too_and_a_use_is_what_was_declared(dealt):
    page = Client().get(reverse("bulletin", args=[FRIDAY.isoformat()])).content.decode()
    cell = page[: page.index(">1,000</span>")].rpartition("<td")[2]
    assert "大宗等" in cell
    assert "slight" not in cell
    dealt.settle(Trade.objects.earliest("pk"))
    for told in (page, Client().get(reverse("market")).content.decode()):
        assert "买方申报用途" in told
        assert "申报用途不等于已注销" in told
        assert reverse("retirements") in told
        assert "相差很大" not in told


@pytest.mark.parametrize(
    "day", ["2999-01-01", "2026-13-01", "yesterday"], ids=["future", "no day", "word"]
)
def test_a_day_that_is_none_is_not_there(day):
    assert Client().get(f"/market/bulletins/{day}/").status_code == 404


def test_a_file_of_another_kind_is_not_there(dealt):
    assert Client().get("/market/bulletins/2026-07-20/bulletin.exe").status_code == 404
