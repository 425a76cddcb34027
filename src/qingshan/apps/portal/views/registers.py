"""The lists of the register: tickets, retirements, projects, corrections, cases under way.

Those of the market are made in the same way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qingshan.apps.base.clock import now
from qingshan.apps.base.fixed import Fixed
from qingshan.apps.base.listing import (
    NEWEST,
    Asked,
    Filter,
    Order,
    asked,
    by_keys,
    page_of,
    shown,
)
from qingshan.apps.exchange.reads import led_back_trades
from qingshan.apps.land.reads import county_label, county_names
from qingshan.apps.portal import finding
from qingshan.apps.portal.progress import days_of
from qingshan.apps.portal.rows import project_rows, purpose_label, ticket_rows
from qingshan.apps.projects.models import MonitoringPeriod
from qingshan.apps.projects.reads import STAGES
from qingshan.apps.registry.corrected import with_items
from qingshan.apps.registry.models import Correction, Retirement
from qingshan.apps.registry.reads import public_beneficiary, retirements, tickets

DEALS_SHOWN = 20


@dataclass(frozen=True)
class Register:
    """A list: its page, how it is narrowed, and how what it holds is read and told."""

    template: str
    filters: Callable[[], list[Filter]]
    found: Callable[[Asked], QuerySet[Any]]
    rows: Fixed
    told: Callable[[list[Any]], Sequence[Any]]
    order: Order = NEWEST

    def asked(self, request: HttpRequest) -> Asked:
        """What is asked of the list."""
        return asked(request, self.filters())


def register(request: HttpRequest) -> HttpResponse:
    """All tickets."""
    return _list(request, _TICKETS)


def retired(request: HttpRequest) -> HttpResponse:
    """All retirements."""
    return _list(request, _RETIRED)


def projects(request: HttpRequest) -> HttpResponse:
    """All projects."""
    return _list(request, _PROJECTS)


def corrections(request: HttpRequest) -> HttpResponse:
    """What was corrected after issue: what, into what, why, by which paper; and the last deals."""
    context = page_told(request, _CORRECTIONS, _CORRECTIONS.asked(request))
    context |= {"deals": list(led_back_trades()[:DEALS_SHOWN]), "deals_shown": DEALS_SHOWN}
    return render(request, _CORRECTIONS.template, context)


def public_cases(request: HttpRequest) -> HttpResponse:
    """Monitoring periods with the day of each stage."""
    return _list(request, _CASES)


def page_told(
    request: HttpRequest, register: Register, wanted: Asked, count: int | None = None
) -> dict[str, Any]:
    """What the template of a list needs; ``count`` tells how many rows there are, where known."""
    found = register.found(wanted)
    page = page_of(request, found, register.rows, wanted, register.order, count)
    return {
        "rows": register.told(page.rows),
        "page": page,
        "filters": shown(wanted),
        "is_narrowed": bool(wanted.values),
        "here": request.path,
        "today": now().date(),
    }


def _list(request: HttpRequest, register: Register) -> HttpResponse:
    context = page_told(request, register, register.asked(request))
    return render(request, register.template, context)


def _retirements(rows: list[Retirement]) -> list[dict[str, Any]]:
    return [
        {
            "retirement": row,
            "purpose": purpose_label(row),
            "beneficiary": public_beneficiary(row),
        }
        for row in rows
    ]


def _corrections(rows: list[Correction]) -> list[dict[str, Any]]:
    names = county_names()
    return [
        {"row": row, "county": county_label(row.ticket.monitoring.project.county_code, names)}
        for row in rows
    ]


def _cases(claims: list[MonitoringPeriod]) -> list[dict[str, Any]]:
    names, days = county_names(), days_of(claims)
    return [
        {
            "claim": claim,
            "county": county_label(claim.project.county_code, names),
            "state": claim.state_label,
            "look": "done" if claim.state == "issued" else "open",
            "days": {name: days.get(claim.pk, {}).get(name) for name, _ in STAGES},
            "ticket": getattr(claim, "ticket", None),
        }
        for claim in claims
    ]


_TICKETS = Register(
    "portal/register.html",
    finding.ticket_filters,
    finding.tickets_found,
    by_keys(lambda: with_items(tickets())),
    ticket_rows,
)
_RETIRED = Register(
    "portal/retired.html",
    finding.retirement_filters,
    finding.retirements_found,
    by_keys(retirements),
    _retirements,
)
_PROJECTS = Register(
    "portal/projects.html",
    finding.project_filters,
    finding.projects_found,
    by_keys(finding.projects),
    project_rows,
)
_CORRECTIONS = Register(
    "portal/corrections.html",
    finding.correction_filters,
    finding.corrections_found,
    by_keys(finding.corrections),
    _corrections,
)
_CASES = Register(
    "portal/cases.html",
    finding.case_filters,
    finding.claims_found,
    by_keys(finding.claims_told),
    _cases,
)
