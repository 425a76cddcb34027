"""The trading calendar for everybody: a year's days, its closures and the hours."""

from __future__ import annotations

from calendar import day_abbr, month_name
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.base.listing import Filter, asked
from qingshan.apps.base.verb import verb_label
from qingshan.apps.base.verbs.enter_holidays import enter_holidays
from qingshan.apps.base.workdays import known_years
from qingshan.apps.exchange.calendar import enterable_years, next_open, year_of
from qingshan.apps.exchange.forms import HolidaysForm
from qingshan.apps.exchange.judging import hour_faults
from qingshan.apps.exchange.modes import BLOCK, LISTING, MODES
from qingshan.apps.exchange.reads import standing_halts
from qingshan.apps.exchange.views.operating import MARKET
from qingshan.apps.parties.acting import DESK, actor_in, answer_form, form_page, must_be
from qingshan.apps.rulebook.reads import open_rulebook
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day
from qingshan.core.market.rules import sessions

ENTERERS = ("operator", "administrator")
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
        "years": sorted({*known_years(), today.year, today.year + 1}),
        "hours": [
            {"mode": MODES[mode], "spans": sessions(mode, shelf=open_rulebook(), as_of=today)}
            for mode in (LISTING, BLOCK)
        ],
        "hours_are_kept": settings.TRADING_HOURS,
        "is_open": settings.TRADING_HOURS and not hour_faults(LISTING, moment),
        "halts": standing_halts().filter(scope="market"),
        "next": next_open(today),
        "may_enter": number in enterable_years(today)
        and request.user.is_authenticated
        and actor_in(request).may(*ENTERERS),
        "today": today,
        "now": moment,
        "crumbs": [Crumb(MARKET, address("market")), Crumb(CALENDAR)],
    }
    return render(request, "exchange/calendar.html", context)


@login_required
def enter(request: HttpRequest) -> HttpResponse:
    """The notice of this year or the next, or one that amends it."""
    must_be(request, *ENTERERS)
    years = enterable_years(booking_day(now()))

    def do(call: Call, form: HolidaysForm) -> Model:
        told = form.cleaned_data
        return enter_holidays(
            call,
            year=told["year"],
            document=told["document"],
            issued=told["issued"],
            text=told["text"],
        )

    heading = verb_label("enter_holidays")
    path = ((DESK, "desk"), (CALENDAR, "trading_calendar"))
    page = form_page(heading, Label("录入", "Enter"), *path)
    page["about"] = Label(
        "粘贴国务院办公厅通知原文，系统逐日读出并核对星期和天数；录入后工作日和交易日随即按此计算。"
        "年内有调整的，只写有变化的节日即可，没有写到的节日不变；已过去的日期不能改。",
        "Paste the notice as it was published: its days are read, and held against weekdays and"
        " counts. Working days and trading days follow it at once. An amendment names only the"
        " holidays that change; others stay, and so do days that have passed.",
    )
    page["initial"] = {"year": request.GET.get("year")}
    page["after"] = lambda made: f"{reverse('trading_calendar')}?year={made.year}"
    return answer_form(request, partial(HolidaysForm, years), do, page)
