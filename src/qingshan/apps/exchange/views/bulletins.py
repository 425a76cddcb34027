"""The bulletin of a day for everybody: page, PDF, CSV and JSON."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from qingshan.apps.base.clock import now
from qingshan.apps.base.downloads import PDF, csv_answer
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.base.listing import knows
from qingshan.apps.exchange.bulletin import (
    HEAD,
    Bulletin,
    bulletin_of,
    corrections,
    day_sums,
    days_with_deals,
    plain_rows,
)
from qingshan.apps.exchange.bulletin_paper import (
    SO_FAR,
    bulletin_pdf,
    bulletin_title,
    change_text,
    close_name,
)
from qingshan.apps.exchange.views.operating import MARKET
from qingshan.apps.registry.purposes import PURPOSES
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day

BULLETINS = Label("交易日报", "Bulletins")
DAYS_SHOWN = 30


@knows()
def bulletins(request: HttpRequest) -> HttpResponse:
    """The days on which anything was dealt."""
    context: dict[str, Any] = {
        "heading": BULLETINS,
        "rows": day_sums(days_with_deals(DAYS_SHOWN)),
        "now": now(),
        "crumbs": [Crumb(MARKET, address("market")), Crumb(BULLETINS)],
    }
    return render(request, "exchange/bulletins.html", context)


@knows("edition")
def bulletin(request: HttpRequest, day: str) -> HttpResponse:
    """One day, in its last edition or in the one that is asked for."""
    told = _told(request, day)
    heading = bulletin_title(told)
    context: dict[str, Any] = {
        "heading": heading,
        "told": told,
        "close_name": close_name(told),
        "so_far_word": SO_FAR,
        "corrections": corrections(told),
        "is_last": told.edition.number == len(told.editions),
        "query": ""
        if told.edition.number == len(told.editions)
        else f"?edition={told.edition.number}",
        "lines": [{"line": line, "change": change_text(line)} for line in told.lines],
        "uses": [{"use": use, "purpose": PURPOSES[use.purpose]} for use in told.uses],
        "crumbs": [
            Crumb(MARKET, address("market")),
            Crumb(BULLETINS, address("bulletins")),
            Crumb(told.day.isoformat()),
        ],
    }
    return render(request, "exchange/bulletin.html", context)


@knows("edition")
def bulletin_file(request: HttpRequest, day: str, suffix: str) -> HttpResponse:
    """One day as a file."""
    told = _told(request, day)
    name = f"bulletin-{told.day.isoformat()}"
    if len(told.editions) > 1:
        name += f"-{told.edition.number}"
    if told.so_far:
        name += "-so-far"
    if suffix == "csv":
        return csv_answer(f"{name}.csv", list(HEAD), plain_rows(told))
    if suffix == "json":
        lines = [dict(zip(HEAD, row, strict=True)) for row in plain_rows(told)]
        taken_out = [
            {"deal": one.trade.number, "reason": one.trade.correction_reason}
            for one in corrections(told)
        ]
        so_far = told.so_far and told.so_far.isoformat(timespec="seconds")
        head = {"day": told.day.isoformat(), "edition": told.edition.number, "so_far": so_far}
        return JsonResponse({**head, "corrected": taken_out, "lines": lines})
    if suffix != "pdf":
        raise Http404(suffix)
    answer = HttpResponse(bulletin_pdf(told), content_type=PDF)
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer


def _told(request: HttpRequest, day: str) -> Bulletin:
    """The edition that is asked for, else the last one; one that there is not is not there."""
    asked = request.GET.get("edition", "")
    if asked and not (asked.isascii() and asked.isdigit() and len(asked) < 4):
        raise Http404(asked)
    try:
        return bulletin_of(_day(day), int(asked) if asked else None, moment=now())
    except LookupError:
        raise Http404(asked) from None


def _day(text: str) -> date:
    """A day that has begun; anything else is not there."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Http404(text) from None
    if day > booking_day(now()):
        raise Http404(text)
    return day
