"""A deal that is led back: marked on the tape, out of every price; the bulletin stays, is mended.

The bulletin as issued is kept; a corrected edition names the deal and the reason.
"""

from __future__ import annotations

import io
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from qingshan.apps.exchange.bulletin import bulletin_of, corrections
from qingshan.apps.exchange.bulletin_paper import bulletin_pdf
from qingshan.apps.exchange.charting import series_chart
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.reads import last_close, taped_trades
from qingshan.apps.exchange.situation import situation_of
from qingshan.apps.exchange.use_reads import means_by_use
from qingshan.apps.exchange.verbs.correct_trade import correct_trade
from qingshan.core.kernel.money import fen

pytestmark = pytest.mark.django_db

FRIDAY, MONDAY = date(2026, 7, 17), date(2026, 7, 20)
REASON = "价格录入错误"


def led_back(market, trade: Trade) -> Trade:
    return correct_trade(market.call("operator"), trade=trade.pk, reason=REASON)


@pytest.fixture
def dealt(market):
    """Friday: 100 t at 80 and, by mistake, 100 t at 88; Monday: 50 t at 80."""
    market.supply(500)
    market.office.paid("buyer", fen("100000.00"))
    market.good = market.settle(market.take(market.list(100, "80.00"), 100))
    market.now += timedelta(minutes=5)
    market.wrong = market.settle(market.take(market.list(100, "88.00"), 100))
    market.now = market.office.now + timedelta(days=3)
    market.settle(market.take(market.list(50, "80.00"), 50))
    return market


def test_the_bulletin_as_issued_stays_and_a_corrected_edition_says_why(dealt):
    before = bulletin_of(FRIDAY)
    assert (before.edition.number, len(before.editions), corrections(before)) == (1, 1, [])
    led_back(dealt, dealt.wrong)
    first, last = bulletin_of(FRIDAY, 1), bulletin_of(FRIDAY)
    assert (first.lines, first.uses) == (before.lines, before.uses)
    assert first.lines[0].close_fen == fen("84.00")
    assert (last.edition.number, last.edition.day, last.deals) == (2, MONDAY, 1)
    assert (last.lines[0].close_fen, last.lines[0].high_fen) == (fen("80.00"), fen("80.00"))
    assert [one.trade for one in corrections(last)] == [dealt.wrong]
    with pytest.raises(LookupError):
        bulletin_of(FRIDAY, 3)


def test_what_monday_knew_stays_in_monday_s_bulletin_and_closes_are_without_it(dealt):
    assert bulletin_of(MONDAY).lines[0].before_fen == fen("84.00")
    dealt.now += timedelta(days=1)
    led_back(dealt, dealt.wrong)
    assert bulletin_of(MONDAY).lines[0].before_fen == fen("84.00")
    close = last_close(dealt.asset, before=MONDAY)
    assert close is not None
    assert close.price_fen == fen("80.00")


def test_a_deal_led_back_on_its_own_day_is_in_no_edition(dealt):
    dealt.now = dealt.office.now + timedelta(minutes=10)
    led_back(dealt, dealt.wrong)
    told = bulletin_of(FRIDAY)
    assert (len(told.editions), told.deals, told.lines[0].close_fen) == (1, 1, fen("80.00"))
    assert [one.trade for one in corrections(told)] == [dealt.wrong]
    page = Client().get(reverse("bulletin", args=["2026-07-17"])).content.decode()
    assert REASON in page
    assert "原版" not in page


def test_a_later_error_of_the_same_day_makes_another_edition(dealt):
    led_back(dealt, dealt.wrong)
    dealt.now += timedelta(days=1)
    led_back(dealt, dealt.good)
    assert [len(one.corrected) for one in bulletin_of(FRIDAY).editions] == [0, 1, 1]
    last = bulletin_of(FRIDAY)
    assert (last.lines, last.deals, len(corrections(last))) == ((), 0, 2)


def test_it_is_marked_on_the_tape_and_counts_nowhere_else(dealt):
    wrong = led_back(dealt, dealt.wrong)
    assert wrong in taped_trades()
    (mean,) = means_by_use()
    assert (mean.deals, mean.mean_fen) == (2, fen("80.00"))
    chart = series_chart(dealt.asset, MONDAY)
    assert chart is not None
    assert {dot.price_fen for dot in chart.chart.dots} == {fen("80.00")}
    page = Client().get(reverse("market")).content.decode()
    assert "已更正" in page
    assert wrong.number in page
    (row,) = [
        line
        for line in Client().get(reverse("trades_csv")).getvalue().decode("utf-8-sig").splitlines()
        if line.startswith(wrong.number)
    ]
    *_, corrected, mode, relation = row.split(",")
    assert corrected.endswith("+08:00")
    assert (mode, relation) == ("listing", "none")


def test_the_mark_leads_to_where_the_reason_stands(dealt):
    led_back(dealt, dealt.wrong)
    there = reverse("bulletin", args=["2026-07-17"])
    pages = [reverse("market"), reverse("market_deals"), reverse("corrections")]
    for page in pages:
        assert f'href="{there}#corrected"' in Client().get(page).content.decode(), page
    assert 'id="corrected"' in Client().get(there).content.decode()
    assert REASON in Client().get(reverse("corrections")).content.decode()


def test_a_purchase_that_was_led_back_starts_no_gap(dealt):
    for trade in Trade.objects.filter(buyer=dealt.office.party("buyer")).order_by("-pk"):
        led_back(dealt, trade)
    buyer = dealt.office.party("buyer")
    assert situation_of(dealt.asset, MONDAY, seller=buyer).bought is None


def test_page_files_and_interface_tell_editions(dealt):
    stranger, there = Client(), reverse("bulletin", args=["2026-07-17"])
    plain = stranger.get(there).content.decode()
    assert "原版" not in plain
    led_back(dealt, dealt.wrong)
    page = stranger.get(there).content.decode()
    assert REASON in page
    assert "第 2 版（更正）" in page
    old = stranger.get(f"{there}?edition=1").content.decode()
    assert "84.00" in old
    assert REASON not in old
    assert "按发布时原样保留" in old
    for wrong in ("3", "0", "x", "-1", "٣"):
        assert stranger.get(there, {"edition": wrong}).status_code == 404, wrong
    file = reverse("bulletin_file", args=["2026-07-17", "json"])
    told, first = stranger.get(file).json(), stranger.get(f"{file}?edition=1").json()
    assert told["corrected"] == [{"deal": dealt.wrong.number, "reason": REASON}]
    assert (first["corrected"], first["lines"][0]["close_yuan"]) == ([], "84.00")
    paper = PdfReader(io.BytesIO(bulletin_pdf(bulletin_of(FRIDAY)))).pages
    text = "".join("".join(one.extract_text() for one in paper).split())
    assert REASON in text
    assert "第2版（更正）" in text
    answer = stranger.get("/api/v1/bulletins/2026-07-17").json()
    assert (answer["edition"], answer["corrected"][0]["deal"]) == (2, dealt.wrong.number)
    assert stranger.get("/api/v1/bulletins/2026-07-17?edition=1").json()["corrected"] == []
    assert stranger.get("/api/v1/bulletins/2026-07-17?edition=9").status_code == 404
    (row,) = [
        one
        for one in stranger.get("/api/v1/trades").json()["items"]
        if one["number"] == dealt.wrong.number
    ]
    assert (row["state"], row["corrected"] is None) == ("corrected", False)
