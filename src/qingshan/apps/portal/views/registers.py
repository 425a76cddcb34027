"""The lists of the register: tickets, retirements, projects, corrections, cases under way."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qingshan.apps.base.clock import now
from qingshan.apps.land.reads import county_label, county_names
from qingshan.apps.portal import finding
from qingshan.apps.portal.listing import Asked, Filter, asked, page_of, shown
from qingshan.apps.portal.progress import days_of
from qingshan.apps.portal.rows import project_rows, purpose_label, ticket_rows
from qingshan.apps.projects.models import MonitoringPeriod
from qingshan.apps.projects.reads import STAGES
from qingshan.apps.registry.models import Correction, Retirement
from qingshan.apps.registry.reads import public_beneficiary

Rows = Callable[[list[Any]], Sequence[Any]]


def register(request: HttpRequest) -> HttpResponse:
    """All tickets."""
    filters, found = finding.ticket_filters(), finding.tickets_found
    return _list(request, "portal/register.html", filters, found, ticket_rows)


def retired(request: HttpRequest) -> HttpResponse:
    """All retirements."""
    filters, found = finding.retirement_filters(), finding.retirements_found
    return _list(request, "portal/retired.html", filters, found, _retirements)


def projects(request: HttpRequest) -> HttpResponse:
    """All projects."""
    filters, found = finding.project_filters(), finding.projects_found
    return _list(request, "portal/projects.html", filters, found, project_rows)


def corrections(request: HttpRequest) -> HttpResponse:
    """Everything that was corrected after issue: what, into what, why and by which paper."""
    filters, found = finding.correction_filters(), finding.corrections_found
    return _list(request, "portal/corrections.html", filters, found, _corrections)


def public_cases(request: HttpRequest) -> HttpResponse:
    """Monitoring periods with the day of each stage."""
    filters, found = finding.case_filters(), finding.claims_found
    return _list(request, "portal/cases.html", filters, found, _cases)


def _list(
    request: HttpRequest,
    template: str,
    filters: list[Filter],
    found: Callable[[Asked], QuerySet[Any]],
    told: Rows,
) -> HttpResponse:
    wanted = asked(request, filters)
    page = page_of(request, found(wanted), wanted)
    context = {
        "rows": told(page.rows),
        "page": page,
        "filters": shown(filters, wanted),
        "is_narrowed": bool(wanted.values),
        "here": request.path,
        "today": now().date(),
    }
    return render(request, template, context)


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
