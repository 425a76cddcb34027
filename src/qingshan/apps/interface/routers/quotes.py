"""Quotes as everyone may see them: bulletins, a series with its levels, rules in force, halts."""

from __future__ import annotations

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Query, Router
from pydantic import Field

from qingshan.apps.base.clock import now
from qingshan.apps.exchange.bulletin import (
    Bulletin,
    DaySums,
    Line,
    bulletin_of,
    corrections,
    day_sums,
    days_with_deals,
)
from qingshan.apps.exchange.charting import SeriesChart, series_chart
from qingshan.apps.exchange.halt_models import Halt
from qingshan.apps.exchange.live import levels_told
from qingshan.apps.exchange.modes import LISTING
from qingshan.apps.exchange.reads import UseMean, last_close, standing_halts
from qingshan.apps.interface.asked import Told
from qingshan.apps.interface.bearer import Reading
from qingshan.apps.interface.named import numbered
from qingshan.apps.interface.problem import ABSENT, REFUSED
from qingshan.apps.interface.routers.market import SERIES
from qingshan.apps.interface.telling import moment, money, tonnes
from qingshan.apps.registry.models import Ticket
from qingshan.apps.rulebook.reads import open_rulebook
from qingshan.apps.rulebook.words import Rule, rules_in_force
from qingshan.core.ledger.model import booking_day
from qingshan.core.market.rules import band_around

DAYS = 30
router = Router(throttle=[Reading()], tags=["market"])


class DaysAsked(Told):
    """Which days."""

    before: date | None = Field(None, description="此日之前 days before this one")
    limit: int = Field(DAYS, ge=1, le=DAYS, description="天数 days of a page")


class EditionAsked(Told):
    """Which edition of a day."""

    edition: int | None = Field(None, ge=1, le=999, description="版次 edition, the last by default")


class RulesAsked(Told):
    """Of which day."""

    day: date | None = Field(None, description="日期 the day, today where none is told")


@router.get("bulletins", response={200: dict[str, Any], **REFUSED}, url_name="api_bulletins")
def list_bulletins(request: HttpRequest, asked: Query[DaysAsked]) -> dict[str, Any]:
    """Days on which anything was dealt, the latest first."""
    days = days_with_deals(asked.limit + 1, before=asked.before)
    shown = days[: asked.limit]
    following = None
    if len(days) > asked.limit:
        query = urlencode({"before": shown[-1].isoformat(), "limit": asked.limit})
        following = f"{request.build_absolute_uri(request.path)}?{query}"
    return {"items": [_sums(sums) for sums in day_sums(shown)], "next": following}


@router.get("bulletins/{day}", response={200: dict[str, Any], **ABSENT}, url_name="api_bulletin")
def one_bulletin(request: HttpRequest, day: date, asked: Query[EditionAsked]) -> dict[str, Any]:
    """One day: four prices of what was picked in each series, other deals beside, deals by use.

    While the day is not over, ``so_far`` is the moment of the answer, and ``close`` the mean until
    then; afterwards it is null.
    """
    if day > booking_day(now()):
        raise Http404(day.isoformat())
    try:
        told = bulletin_of(day, asked.edition, moment=now())
    except LookupError:
        raise Http404(f"{day} {asked.edition}") from None
    paper = request.build_absolute_uri(reverse("bulletin_file", args=[day.isoformat(), "pdf"]))
    if asked.edition:
        paper += f"?edition={asked.edition}"
    return {
        **_sums(told),
        "edition": told.edition.number,
        "issued_on": told.edition.day.isoformat(),
        "so_far": told.so_far and moment(told.so_far),
        "corrected": [
            {"deal": one.trade.number, "reason": one.trade.correction_reason}
            for one in corrections(told)
        ],
        "lines": [_line(line) for line in told.lines],
        "uses": [_use(use) for use in told.uses],
        "links": {"pdf": paper},
    }


@router.get("series/{number}", response={200: dict[str, Any], **ABSENT}, url_name="api_series")
def one_series(request: HttpRequest, number: str) -> dict[str, Any]:
    """A series now: best levels, close before, band, prices by use, halts, its stream."""
    ticket = numbered(Ticket.objects.all(), number)
    today = booking_day(now())
    close = last_close(ticket.asset, before=today)
    band = close and band_around(close.price_fen, LISTING, shelf=open_rulebook(), as_of=today)
    halts = standing_halts().filter(asset__in=["", ticket.asset]).exclude(scope="party")
    return {
        "ticket": ticket.number,
        "as_of": moment(now()),
        "levels": levels_told(ticket.asset),
        "close_before": close
        and {"day": close.day.isoformat(), "yuan_per_tonne": money(close.price_fen)},
        "band": band and {"low_yuan": money(band.low_fen), "high_yuan": money(band.high_fen)},
        "uses": _chart_uses(series_chart(ticket.asset, today)),
        "halts": [_halt(halt) for halt in halts],
        "links": {
            "stream": request.build_absolute_uri(reverse("series_stream", args=[ticket.number]))
        },
    }


@router.get("rules", response={200: dict[str, Any], **REFUSED}, url_name="api_rules")
def list_rules(request: HttpRequest, asked: Query[RulesAsked]) -> dict[str, Any]:
    """The rules of trading in force on a day, each with its source and basis."""
    day = asked.day or booking_day(now())
    return {"day": day.isoformat(), "items": [_rule(rule) for rule in rules_in_force(day)]}


@router.get("halts", response={200: dict[str, Any], **REFUSED}, url_name="api_halts")
def list_halts(request: HttpRequest) -> dict[str, Any]:
    """What is halted now, the oldest first; a party is named on the page of rules alone."""
    return {"as_of": moment(now()), "items": [_halt(halt) for halt in standing_halts()]}


def _sums(told: Bulletin | DaySums) -> dict[str, Any]:
    return {
        "day": told.day.isoformat(),
        "deals": told.deals,
        "tonnes": tonnes(told.quantity),
        "yuan": money(told.amount_fen),
    }


def _line(line: Line) -> dict[str, Any]:
    change = line.change_percent
    return {
        "ticket": line.ticket,
        "close_before": _price(line.before_fen),
        "open": _price(line.open_fen),
        "high": _price(line.high_fen),
        "low": _price(line.low_fen),
        "close": _price(line.close_fen),
        "change_percent": None if change is None else str(change),
        "deals": line.deals,
        "tonnes": tonnes(line.quantity),
        "yuan": money(line.amount_fen),
        "other_tonnes": tonnes(line.other_quantity),
        "other_yuan": money(line.other_amount_fen),
    }


def _use(use: UseMean) -> dict[str, Any]:
    return {
        "purpose": use.purpose,
        "deals": use.deals,
        "tonnes": tonnes(use.quantity),
        "yuan": money(use.amount_fen),
        "mean_yuan_per_tonne": money(use.mean_fen),
    }


def _chart_uses(chart: SeriesChart | None) -> list[dict[str, Any]]:
    if chart is None:
        return []
    return [
        {
            "purpose": use.purpose,
            "deals": use.deals,
            "tonnes": tonnes(use.quantity),
            "mean_yuan_per_tonne": money(use.mean_fen),
            "low_yuan_per_tonne": money(use.low_fen),
            "high_yuan_per_tonne": money(use.high_fen),
        }
        for use in chart.uses
    ]


def _rule(rule: Rule) -> dict[str, Any]:
    row = rule.row
    return {
        "name": row.name,
        "label": {"zh": rule.label.zh, "en": rule.label.en},
        "value": row.value_text,
        "unit": row.unit,
        "valid_from": row.valid_from.isoformat(),
        "valid_to": row.valid_to.isoformat() if row.valid_to else None,
        "source": row.source.title,
        "basis": row.basis,
    }


def _halt(halt: Halt) -> dict[str, Any]:
    return {
        "number": halt.number,
        "scope": halt.scope,
        "ticket": halt.asset.removeprefix(SERIES) or None,
        "reason": halt.reason,
        "document": halt.document,
        "since": moment(halt.since),
    }


def _price(fen: int | None) -> str | None:
    return None if fen is None else money(fen)
