"""Whether registry and exchange agree, night by night, for everybody."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from qingshan.apps.agreement.comparing import FIGURES, ROWS
from qingshan.apps.agreement.models import Agreement
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.base.listing import knows
from qingshan.core.kernel.label import Label

MARKET = Label("市场", "Market")
HEADING = Label("登记与交易核对", "Registry and exchange compared")
NIGHTS_SHOWN = 60
COUNTED = {
    "tickets": Label("碳票", "tickets"),
    "retirements": Label("注销证书", "retirement certificates"),
    "orders": Label("未了结的申报", "open orders"),
    "deals": Label("待交割的成交", "deals to be delivered"),
}


@knows()
def nights(request: HttpRequest) -> HttpResponse:
    """The nights, newest first."""
    context: dict[str, Any] = {
        "heading": HEADING,
        "rows": Agreement.objects.order_by("-day")[:NIGHTS_SHOWN],
        "figures": FIGURES.values(),
        "now": now(),
        "crumbs": [Crumb(MARKET, address("market")), Crumb(HEADING)],
    }
    return render(request, "agreement/nights.html", context)


@knows()
def night(request: HttpRequest, day: str) -> HttpResponse:
    """One night: what was compared, and what differed."""
    found = _found(day)
    above = [Crumb(MARKET, address("market")), Crumb(HEADING, address("agreements"))]
    context: dict[str, Any] = {
        "heading": HEADING,
        "told": found,
        "counts": [
            (label, found.counts[name]) for name, label in COUNTED.items() if name in found.counts
        ],
        "mismatches": [
            (FIGURES[each["figure"]], each, ROWS.get(each["rooms"], each["rooms"]))
            for each in found.mismatches
        ],
        "crumbs": [*above, Crumb(found.day.isoformat())],
    }
    return render(request, "agreement/night.html", context)


def _found(day: str) -> Agreement:
    try:
        return Agreement.objects.get(day=date.fromisoformat(day))
    except (ValueError, Agreement.DoesNotExist):
        raise Http404(day) from None
