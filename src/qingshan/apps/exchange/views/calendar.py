"""The trading calendar for everybody: a year's days, its closures and the hours."""

from __future__ import annotations

from calendar import day_abbr, month_name
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.base.listing import Filter, asked
from qingshan.apps.base.workdays import holiday_notices
from qingshan.apps.exchange.calendar import next_open, year_of
from qingshan.apps.exchange.judging import hour_faults
from qingshan.apps.exchange.modes import BLOCK, LISTING, MODES
from qingshan.apps.exchange.reads import standing_halts
from qingshan.apps.exchange.views.operating import MARKET
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day
from qingshan.core.market.rules import sessions
from qingshan.core.tables.shelf import open_shelf

CALENDAR = Label("交易日历", "Trading calendar")
MONTHS = [Label(f"{n} 月", month_name[n]) for n in range(1, 13)]
WEEKDAYS = [Label(zh, en) for zh, en in zip("一二三四五六日", day_abbr, strict=True)]
YEAR = Filter("year", Label("年份", "Year"), is_year=True)


def trading_calendar(request: HttpRequest) -> HttpResponse:
    """A year by months, closed days with their holiday; nothing is guessed of a year unknown."""
    wanted = asked(request, [YEAR], paged=False)
    moment = now()
    today = booking_day(moment)
    number = int(wanted.values.get("year", today.year))
    year = year_of(number)
    context: dict[str, Any] = {
        "heading": Label(f"{CALENDAR.zh} {number}", f"{CALENDAR.en} {number}"),
        "number": number,
        "year": year,
        "come": year.open_until(today) if year else 0,
        "months": list(zip(MONTHS, year.months(), strict=True)) if year else [],
        "weekdays": WEEKDAYS,
        "closures": year.closures() if year else [],
        "years": sorted({*holiday_notices(), today.year, today.year + 1}),
        "hours": [
            {"mode": MODES[mode], "spans": sessions(mode, shelf=open_shelf(), as_of=today)}
            for mode in (LISTING, BLOCK)
        ],
        "hours_are_kept": settings.TRADING_HOURS,
        "is_open": settings.TRADING_HOURS and not hour_faults(LISTING, moment),
        "halts": standing_halts().filter(scope="market"),
        "next": next_open(today),
        "today": today,
        "now": moment,
        "crumbs": [Crumb(MARKET, address("market")), Crumb(CALENDAR)],
    }
    return render(request, "exchange/calendar.html", context)
