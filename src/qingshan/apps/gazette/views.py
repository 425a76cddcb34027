"""Reports of the market for everybody: the list of months and years, a page, PDF and CSV."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from qingshan.apps.base.clock import now
from qingshan.apps.base.downloads import PDF, csv_answer
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.base.listing import knows
from qingshan.apps.books.accounting_period import period_told
from qingshan.apps.exchange.modes import MODES
from qingshan.apps.exchange.views.operating import MARKET
from qingshan.apps.gazette.paper import HEAD, mean_fen, plain_rows, report_pdf
from qingshan.apps.gazette.report import MarketReport, market_report, reported_periods
from qingshan.apps.gazette.words import (
    REPORTS,
    led_back,
    report_title,
    standing,
)
from qingshan.apps.registry.purposes import PURPOSES
from qingshan.core.ledger.model import booking_day


@knows()
def reports(request: HttpRequest) -> HttpResponse:
    """Every year with its months, newest first."""
    periods = reported_periods(booking_day(now()))
    context: dict[str, Any] = {
        "heading": REPORTS,
        "years": [
            {"year": next(of_year), "months": list(of_year)}
            for _, of_year in groupby(periods, key=lambda period: period.year)
        ],
        "crumbs": [Crumb(MARKET, address("market")), Crumb(REPORTS)],
    }
    return render(request, "gazette/reports.html", context)


@knows()
def report(request: HttpRequest, period: str) -> HttpResponse:
    """One month or year."""
    told = _told(period)
    dealt = told.turnover
    heading = report_title(told.period)
    context: dict[str, Any] = {
        "heading": heading,
        "told": told,
        "standing": standing(told),
        "led_back": led_back(told),
        "uses": [
            {"sum": one, "label": PURPOSES[one.name], "mean_fen": mean_fen(one)}
            for one in dealt.uses
        ],
        "modes": [{"sum": one, "label": MODES[one.name]} for one in dealt.modes],
        "retired": [{"kept": kept, "label": PURPOSES[code]} for code, kept in told.now.retired],
        "crumbs": [
            Crumb(MARKET, address("market")),
            Crumb(REPORTS, address("market_reports")),
            Crumb(told.period.label),
        ],
    }
    return render(request, "gazette/report.html", context)


@knows()
def report_file(request: HttpRequest, period: str, suffix: str) -> HttpResponse:
    """One month or year as a file."""
    told = _told(period)
    name = f"market-{told.period.name}"
    if suffix == "csv":
        return csv_answer(f"{name}.csv", list(HEAD), plain_rows(told))
    if suffix != "pdf":
        raise Http404(suffix)
    answer = HttpResponse(report_pdf(told), content_type=PDF)
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


def _told(text: str) -> MarketReport:
    """A period that has begun; anything else is not there."""
    period, today = period_told(text), booking_day(now())
    if period is None or period.first > today:
        raise Http404(text)
    return market_report(period, today)
