"""Some tickets side by side."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.base.listing import Filter, asked
from qingshan.apps.exchange.reads import open_listings
from qingshan.apps.exchange.views.operating import MARKET
from qingshan.apps.portal.comparing import MOST, compared, told_numbers
from qingshan.core.kernel.label import Label

COMPARED = Label("碳票对比", "Tickets compared")
TICKETS = Filter("tickets", Label("票号", "Tickets"))


def compare(request: HttpRequest) -> HttpResponse:
    """At most four tickets; without any, the cheapest on offer are proposed."""
    told = told_numbers(asked(request, [TICKETS], paged=False)["tickets"])
    moment = now()
    rows = compared(told[:MOST], moment)
    shown = [row.row.number for row in rows]
    context = {
        "heading": COMPARED,
        "rows": [
            {"one": row, "without": compare_href([n for n in shown if n != row.row.number])}
            for row in rows
        ],
        "missing": [number for number in told[:MOST] if number not in shown],
        "left_out": told[MOST:],
        "most": MOST,
        "text": " ".join(told[:MOST]),
        "more": _proposed(shown, moment) if len(shown) < MOST else [],
        "now": moment,
        "crumbs": [Crumb(MARKET, address("market")), Crumb(COMPARED)],
    }
    return render(request, "portal/compare.html", context)


def _proposed(shown: list[str], moment: datetime) -> list[dict[str, str]]:
    """Tickets on offer that may be added, the cheapest first."""
    offers = open_listings(moment)[: MOST * MOST]
    others = [one for one in dict.fromkeys(offer.ticket for offer in offers) if one not in shown]
    return [{"number": one, "href": compare_href([*shown, one])} for one in others[:MOST]]


def compare_href(numbers: Iterable[str]) -> str:
    """Where some tickets stand side by side; the first of them when they are too many."""
    told = list(dict.fromkeys(numbers))[:MOST]
    here = reverse("compare")
    return f"{here}?{urlencode({'tickets': ' '.join(told)})}" if told else here
