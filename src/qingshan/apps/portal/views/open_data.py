"""Methods, tables and open data: everything a figure rests on, and everything to download."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from qingshan.apps.base.clock import now
from qingshan.apps.base.downloads import TIMES, csv_answer
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.base.keys import REGISTER, signer
from qingshan.apps.base.listing import asked, knows
from qingshan.apps.books.reads import seals
from qingshan.apps.registry.reads import public_beneficiary, retirements, tickets
from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.catalogue import methods as all_methods
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import CARBON_PER_TONNE
from qingshan.core.tables.shelf import open_shelf

METHODS = Label("方法学与参数", "Methods and parameters")


SINCE = {
    "market.exchange": (
        Label(
            "交易机构公告的调整见交易规则。",
            "What the exchange announced since is among the rules.",
        ),
        "market_rules",
    ),
    "calendar.holidays": (
        Label(
            "以后录入的年份和调整见交易日历。",
            "Years and amendments entered since are in the calendar.",
        ),
        "trading_calendar",
    ),
}
"""Where a table of the release is gone on with in the house, and the page that shows it."""


@knows()
def methods(request: HttpRequest) -> HttpResponse:
    """The methods and the parameter tables."""
    shelf = open_shelf()
    tables = [
        {"name": name, "caption": shelf.caption(name).label, "count": len(shelf.rows(name))}
        for name in shelf.tables()
        if name.split(".")[0] in {"carbon", "registry", "market", "calendar"}
    ]
    return render(request, "portal/methods.html", {"methods": all_methods(), "tables": tables})


def method(request: HttpRequest, name: str) -> HttpResponse:
    """One method: scope, inputs, equations, options, sources."""
    try:
        found = find_method(name)
    except Refused as refused:
        raise Http404(name) from refused
    context = {
        "spec": found.spec,
        "crumbs": [Crumb(METHODS, address("methods")), Crumb(found.spec.label)],
    }
    return render(request, "portal/method.html", context)


@knows()
def table(request: HttpRequest, name: str) -> HttpResponse:
    """One parameter table, every row with unit, dates, source, basis and confidence."""
    shelf = open_shelf()
    if name not in shelf.tables():
        raise Http404(name)
    caption = shelf.caption(name).label
    context = {
        "name": name,
        "caption": caption,
        "rows": shelf.rows(name),
        "digest": shelf.digest(name),
        "since": SINCE.get(name),
        "crumbs": [Crumb(METHODS, address("methods")), Crumb(caption)],
    }
    return render(request, "portal/table.html", context)


def data(request: HttpRequest) -> HttpResponse:
    """What may be downloaded, the published key and the seals of the days."""
    key = signer(REGISTER)
    context = {
        "key_id": key.key_id,
        "algorithm": key.algorithm,
        "seals": seals(limit=14),
        "times": TIMES,
        "counts": {"tickets": tickets().count(), "retirements": retirements().count()},
        "today": now().date(),
    }
    return render(request, "portal/data.html", context)


def public_key(request: HttpRequest) -> HttpResponse:
    """The register's public key, for checking papers offline."""
    return published_key(REGISTER)


def published_key(name: str) -> HttpResponse:
    """A public key as the file that the commands take."""
    key = signer(name)
    told = {
        "key_id": key.key_id,
        "algorithm": key.algorithm,
        "public_key": key.public_key.hex(),
    }
    return HttpResponse(json.dumps(told, indent=2), content_type="application/json")


def tickets_csv(request: HttpRequest) -> HttpResponse:
    """All tickets as CSV; narrower ones are lists of the register."""
    asked(request, paged=False)
    head = [
        "number",
        "county_code",
        "issued",
        "tonnes",
        "remainder_t",
        "method",
        "first_day",
        "last_day",
        "area_m2",
        "first_number",
        "last_number",
    ]
    rows = (
        [
            row.number,
            row.monitoring.project.county_code,
            row.issued,
            row.quantity // CARBON_PER_TONNE,
            f"{row.remainder / CARBON_PER_TONNE:.4f}",
            row.monitoring.method,
            row.monitoring.start.isoformat(),
            row.monitoring.period.last.isoformat(),
            row.area_m2,
            row.block.lower,
            row.block.upper - 1,
        ]
        for row in tickets()
    )
    return csv_answer("tickets.csv", head, rows)


def retirements_csv(request: HttpRequest) -> HttpResponse:
    """All retirements as CSV; beneficiaries as the certificates show them."""
    asked(request, paged=False)
    head = [
        "number",
        "ticket",
        "when",
        "tonnes",
        "purpose",
        "beneficiary",
        "first_number",
        "last_number",
    ]
    rows = (
        [
            row.number,
            row.ticket.number,
            row.when,
            f"{row.quantity / CARBON_PER_TONNE:.4f}",
            row.purpose,
            public_beneficiary(row),
            row.cut.span.lower,
            row.cut.span.upper - 1,
        ]
        for row in retirements()
    )
    return csv_answer("retirements.csv", head, rows)
