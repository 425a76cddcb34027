"""The calendar of a year: what is open, what is closed and why; an unknown year is not guessed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from qingshan.apps.base.workdays import known_years
from qingshan.apps.exchange.calendar import next_open, year_of
from qingshan.apps.exchange.trading_days import is_trading_day

pytestmark = pytest.mark.django_db


def shown(**asked: str) -> str:
    return Client().get(reverse("trading_calendar"), asked).content.decode()


def test_a_year_tells_each_day_as_the_rules_count_it():
    year = year_of(2026)
    assert year is not None
    assert [day.day for day in year.days if day.is_open] == [
        day for n in range(365) if is_trading_day(day := date(2026, 1, 1) + timedelta(days=n))
    ]
    by_day = {day.day: day for day in year.days}
    festival, worked = by_day[date(2026, 2, 17)], by_day[date(2026, 2, 14)]
    assert (festival.is_open, festival.is_worked) == (False, False)
    assert festival.holiday.en == "Spring Festival"
    assert (worked.is_open, worked.is_worked) == (False, True)
    assert year.open_until(date(2025, 12, 31)) == 0
    assert year.open_until(date(2026, 12, 31)) == year.open_days
    weeks = year.months()[1]
    assert weeks[0][:6] == [None] * 6
    assert weeks[0][6].day == date(2026, 2, 1)
    assert {len(week) for month in year.months() for week in month} == {7}


def test_closures_reach_over_weekends_and_say_when_it_opens_again():
    found = {one.holidays.zh: one for one in year_of(2026).closures()}
    october = found["国庆节"]
    assert (october.first, october.last) == (date(2026, 10, 1), date(2026, 10, 7))
    assert (october.days, october.reopens) == (7, date(2026, 10, 8))
    spring = found["春节"]
    # The Saturday before is worked and has no market either: the closure begins with it.
    assert (spring.first, spring.reopens) == (date(2026, 2, 14), date(2026, 2, 24))
    assert year_of(2023).closures()[-1].holidays.en == "Mid-Autumn Festival, National Day"


def test_what_is_not_announced_is_unknown(as_released):
    last = known_years()[-1]
    assert year_of(last + 1) is None
    assert next_open(date(2026, 7, 17)) == date(2026, 7, 20)
    assert next_open(date(last, 12, 31)) is None
    page = shown(year=str(last + 1))
    assert "交易日尚不确定" in page
    assert "个交易日</h2>" not in page


def test_the_page_tells_the_year_and_leads_to_days_with_deals(market):
    page = shown(year="2026")
    assert "春节" in page
    assert "国办发明电〔2025〕7号" in page
    assert "09:30–11:30" in page
    there = reverse("bulletin", args=[market.now.date().isoformat()])
    assert there not in page
    market.supply(10)
    market.office.paid("buyer", 10_000_00)
    market.take(market.list(5, "80.00"), 5)
    assert there in shown(year="2026")
    assert Client().get(reverse("trading_calendar"), {"month": "5"}).status_code == 422
    assert Client().get(reverse("trading_calendar"), {"year": "x"}).status_code == 422
    client = Client()
    assert "Spring Festival" in client.get("/en/market/calendar/?year=2026").content.decode()
