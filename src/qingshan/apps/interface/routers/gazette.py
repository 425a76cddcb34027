"""Reports of the market for programs: what a month or a year came to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Router

from qingshan.apps.base.clock import now
from qingshan.apps.books.accounting_period import period_told
from qingshan.apps.gazette.paper import mean_fen
from qingshan.apps.gazette.report import Kept, market_report, reported_periods
from qingshan.apps.gazette.turnover import Sum, Totals
from qingshan.apps.interface.problem import ABSENT, REFUSED
from qingshan.apps.interface.telling import money, tonnes
from qingshan.core.ledger.model import booking_day

router = Router(tags=["market"])


@router.get("reports", response={200: dict[str, Any], **REFUSED}, url_name="api_market_reports")
def list_reports(request: HttpRequest) -> dict[str, Any]:
    """Every month and year since the first issue, newest first."""
    return {"items": [period.name for period in reported_periods(booking_day(now()))]}


@router.get(
    "reports/{period}", response={200: dict[str, Any], **ABSENT}, url_name="api_market_report"
)
def one_report(request: HttpRequest, period: str) -> dict[str, Any]:
    """A month such as 2026-11 or a year: issued, dealt, pledged and retired, as known now."""
    asked, today = period_told(period), booking_day(now())
    if asked is None or asked.first > today:
        raise Http404(period)
    told = market_report(asked, today)
    found, dealt = told.now, told.turnover
    paper = reverse("market_report_file", args=[asked.name, "pdf"])
    return {
        "period": asked.name,
        "first_day": asked.first.isoformat(),
        "last_day": told.until.isoformat(),
        "is_over": told.is_over,
        "dealt": {
            **_sum(found.dealt),
            "buyers": found.dealt.buyers,
            "sellers": found.dealt.sellers,
            "corrected_deals": dealt.led_back,
        },
        "by_use": [
            {"purpose": one.name, **_sum(one), "mean_yuan_per_tonne": money(mean_fen(one))}
            for one in dealt.uses
        ],
        "by_mode": [{"mode": one.name, **_sum(one)} for one in dealt.modes],
        "by_ticket": [{"ticket": one.ticket, **_sum(one), **_prices(one)} for one in dealt.tickets],
        "by_time": _by_time(dealt.spans, is_month=bool(asked.month)),
        "issued": _kept(found.issued, "tickets"),
        "pledged": {
            **_kept(found.pledged, "pledges"),
            "loan_yuan": money(found.pledged.amount_fen),
        },
        "retired": [
            {"purpose": code, **_kept(kept, "retirements")} for code, kept in found.retired
        ],
        "links": {"pdf": request.build_absolute_uri(paper)},
    }


def _sum(one: Sum | Totals) -> dict[str, Any]:
    return {"deals": one.deals, "tonnes": tonnes(one.quantity), "yuan": money(one.amount_fen)}


def _prices(one: Sum) -> dict[str, Any]:
    return {
        "low_yuan_per_tonne": money(one.low_fen) if one.low_fen is not None else None,
        "high_yuan_per_tonne": money(one.high_fen) if one.high_fen is not None else None,
    }


def _by_time(spans: Sequence[Sum], *, is_month: bool) -> list[dict[str, Any]]:
    if is_month:
        return [{"day": one.name, **_sum(one)} for one in spans]
    return [{"month": one.month, **_sum(one)} for one in spans]


def _kept(kept: Kept, what: str) -> dict[str, Any]:
    return {what: kept.count, "tonnes": tonnes(kept.quantity)}
