"""A report is the sum of its bulletins: nothing twice, nothing left out, nothing corrected."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader

from qingshan.apps.books.accounting_period import AccountingPeriod
from qingshan.apps.exchange.bulletin import bulletin_of, day_sums
from qingshan.apps.exchange.tests.conftest import Market
from qingshan.apps.exchange.verbs.correct_trade import correct_trade
from qingshan.apps.gazette.report import MarketReport, market_report, reported_periods
from qingshan.apps.gazette.turnover import totals_of, turnover_of
from qingshan.apps.retirements.naming import SELF, named
from qingshan.apps.retirements.verbs.retire_units import retire_units
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon

pytestmark = pytest.mark.django_db
JULY, AUGUST = AccountingPeriod(2026, 7), AccountingPeriod(2026, 8)
YEAR, TODAY = AccountingPeriod(2026), date(2026, 8, 20)


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


@pytest.fixture
def market(office: Any, monkeypatch: pytest.MonkeyPatch) -> Market:
    """Deals on the last day of July and in August; one of August was led back as an error."""
    for where in ("gazette.views", "interface.routers.gazette"):
        monkeypatch.setattr(f"qingshan.apps.{where}.now", lambda: at("2026-08-20T10:00:00"))
    told = Market(office, at("2026-07-17T10:00:00"))
    told.supply(1_000)
    office.paid("buyer", fen("50000.00"))
    offer, dear = told.list(200, "80.00", days=60), told.list(200, "85.00", days=60)
    # Half an hour after midnight in China it is August, though at Greenwich it is July.
    for moment, listing, tonnes in (
        ("2026-07-31T10:00:00", offer, 100),
        ("2026-08-01T00:30:00", dear, 20),
        ("2026-08-03T10:00:00", offer, 30),
        ("2026-08-04T10:00:00", dear, 10),
    ):
        told.now = at(moment)
        told.settle(told.take(listing, tonnes))
    told.now = at("2026-08-05T10:00:00")
    wrong = told.settle(told.take(offer, 7))
    told.now += timedelta(hours=2)
    correct_trade(told.call("operator"), trade=wrong.pk, reason="录入错误")
    return told


def told(period: AccountingPeriod) -> MarketReport:
    return market_report(period, TODAY)


def test_a_month_is_the_sum_of_its_bulletins(market: Market) -> None:
    for period in (JULY, AUGUST):
        days = [period.first + timedelta(days=n) for n in range(period.last.day)]
        bulletins = [bulletin_of(day) for day in days]
        dealt, whole = turnover_of(period), totals_of(period)
        for name in ("deals", "quantity", "amount_fen"):
            summed = sum(getattr(bulletin, name) for bulletin in bulletins)
            assert getattr(whole, name) == summed, name
            for parts in (dealt.uses, dealt.modes, dealt.tickets, dealt.spans):
                assert sum(getattr(part, name) for part in parts) == summed, name
        assert [one.day for one in dealt.spans] == [one.day for one in bulletins if one.deals]
        assert [(one.deals, one.amount_fen) for one in day_sums(days)] == [
            (one.deals, one.amount_fen) for one in bulletins
        ]


def test_a_year_is_the_sum_of_its_months(market: Market) -> None:
    year, whole = turnover_of(YEAR), totals_of(YEAR)
    months = [totals_of(AccountingPeriod(2026, month)) for month in range(1, 13)]
    assert whole.quantity == sum(one.quantity for one in months) == carbon(160)
    assert [one.month for one in year.spans] == ["2026-07", "2026-08"]
    (ticket,) = year.tickets
    assert (ticket.ticket, ticket.low_fen, ticket.high_fen) == ("TEST", 8_000, 8_500)
    assert (whole.buyers, whole.sellers, year.led_back) == (1, 1, 1)


def test_figures_stand_beside_those_before(market: Market) -> None:
    rows = {row.label.en: row for row in told(JULY).comparisons}
    assert (rows["Dealt (t)"].now, rows["Dealt (t)"].before) == ("100", "0")
    assert rows["Dealt (t)"].change is None, "nothing was dealt before"
    rows = {row.label.en: row for row in told(AUGUST).comparisons}
    assert (rows["Amount (CNY)"].now, rows["Amount (CNY)"].before) == ("4,950.00", "8,000.00")
    assert rows["Deals"].change is None, "the month is not over"
    over = market_report(AUGUST, date(2026, 9, 1))
    rows = {row.label.en: row for row in over.comparisons}
    assert (rows["Amount (CNY)"].change, rows["Deals"].change) == ("-38.1%", "+200.0%")
    assert rows["Deals"].year_before == "0"
    assert told(YEAR).comparisons[0].year_before is None
    assert (over.is_over, told(AUGUST).until) == (True, TODAY)
    assert not market_report(AUGUST, AUGUST.last).is_over, "deals may still come on its last day"


def test_what_the_register_did_is_told_as_well(office: Any) -> None:
    month = AccountingPeriod(office.now.year, office.now.month)
    before = market_report(month, TODAY).now
    ticket = office.issued()
    retire_units(
        replace(office.call("farm"), when=office.now),
        ticket=ticket.pk,
        party=office.party("farm"),
        quantity=carbon(3),
        purpose="public_good",
        beneficiary=named(SELF),
    )
    after = market_report(month, TODAY).now
    assert after.issued.count == before.issued.count + 1
    assert after.issued.quantity == before.issued.quantity + ticket.quantity
    assert after.retired_in_all.quantity == before.retired_in_all.quantity + carbon(3)
    assert "public_good" in dict(after.retired)


def test_months_reach_back_to_the_first_deal(market: Market) -> None:
    names = [period.name for period in reported_periods(TODAY)]
    assert names[:3] == ["2026", "2026-08", "2026-07"]


def test_the_page_leads_to_days_and_months(market: Market) -> None:
    client = Client()
    page = client.get(reverse("market_report", args=["2026-08"])).content.decode()
    assert "林业碳票市场月报" in page
    assert "数据截至 2026-08-20，不作环比" in page
    assert "另有 1 笔成交事后更正" in page
    assert reverse("bulletin", args=["2026-08-03"]) in page
    assert reverse("bulletin", args=["2026-08-05"]) not in page, "only the error was dealt then"
    index = client.get(reverse("market_reports")).content.decode()
    assert reverse("market_report", args=["2026-08"]) in index
    empty = client.get(reverse("market_report", args=["2026-02"])).content.decode()
    assert "本期没有成交" in empty
    year = client.get(reverse("market_report", args=["2026"])).content.decode()
    assert reverse("market_report", args=["2026-07"]) in year
    for wrong in ("2026-09", "2026-13", "2026-8", "27", "x"):
        assert client.get(reverse("market_report", args=[wrong])).status_code == 404, wrong
    english = Client().get("/en" + reverse("market_report", args=["2026"])).content.decode()
    assert "Yearly report of the market" in english


def test_files_tell_the_same(market: Market) -> None:
    client = Client()
    text = client.get(reverse("market_report_file", args=["2026-08", "csv"])).content.decode()
    rows = list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))
    whole = rows[0]
    assert (whole["part"], whole["tonnes"], whole["amount_yuan"]) == ("dealt", "60", "4950.00")
    (use,) = (row for row in rows if row["part"] == "use")
    assert (use["name"], use["mean_yuan"]) == ("own_emissions", "82.50")
    pdf = client.get(reverse("market_report_file", args=["2026-08", "pdf"])).content
    said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    assert "林业碳票市场月报 2026-08" in said
    assert "4,950.00" in said
    assert client.get(reverse("market_report_file", args=["2026-08", "doc"])).status_code == 404


def test_programs_read_it(market: Market) -> None:
    client = Client()
    assert client.get("/api/v1/reports").json()["items"][:2] == ["2026", "2026-08"]
    found = client.get("/api/v1/reports/2026-08").json()
    assert found["dealt"] == {
        "deals": 3, "tonnes": "60.0000", "yuan": "4950.00",
        "buyers": 1, "sellers": 1, "corrected_deals": 1,
    }  # fmt: skip
    assert found["by_time"][0] == {
        "day": "2026-08-01", "deals": 1, "tonnes": "20.0000", "yuan": "1700.00",
    }  # fmt: skip
    assert (found["is_over"], found["last_day"]) == (False, "2026-08-20")
    assert client.get("/api/v1/reports/2026-09").status_code == 404
    assert client.get("/api/v1/reports/2026").json()["by_time"][0]["month"] == "2026-07"


def test_more_deals_take_no_more_statements(market: Market, statements_sent: Any) -> None:
    where = reverse("market_report", args=["2026-08"])
    Client().get(where)
    with statements_sent() as few:
        Client().get(where)
    offer = market.list(50, "82.00", days=9)
    for _ in range(10):
        market.settle(market.take(offer, 1))
    with statements_sent() as many:
        Client().get(where)
    assert len(few) == len(many)
