"""The register: tickets, their movements and retirements, as everyone may see them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from ninja import Query, Router
from pydantic import Field

from qingshan.apps.interface.bearer import Reading
from qingshan.apps.interface.named import numbered
from qingshan.apps.interface.paging import Paged, paged
from qingshan.apps.interface.problem import ABSENT, REFUSED
from qingshan.apps.interface.telling import moment, tonnes
from qingshan.apps.registry.models import Retirement, Ticket
from qingshan.apps.registry.reads import (
    STATES,
    Standing,
    movements,
    retirements,
    standings,
    tickets,
)

router = Router(throttle=[Reading()], tags=["register"])


class TicketsAsked(Paged):
    """Which tickets."""

    county: str = Field("", max_length=6, description="县级代码 county code")
    method: str = Field("", max_length=40, description="方法学 method")
    issued_from: date | None = Field(None, description="签发日期自 issued on or after")
    issued_to: date | None = Field(None, description="签发日期至 issued on or before")


class RetirementsAsked(Paged):
    """Which retirements."""

    ticket: str = Field("", max_length=30, description="碳票编号 number of a ticket")
    purpose: str = Field("", max_length=30, description="用途 purpose")


@router.get("tickets", response={200: dict[str, Any], **REFUSED}, url_name="api_tickets")
def list_tickets(request: HttpRequest, asked: Query[TicketsAsked]) -> dict[str, Any]:
    """Tickets, newest first; quantities in tonnes as text, exact to 0.0001."""
    wanted = {
        "monitoring__project__county_code": asked.county,
        "monitoring__method": asked.method,
        "issued__date__gte": asked.issued_from,
        "issued__date__lte": asked.issued_to,
    }
    rows = tickets().filter(**{name: value for name, value in wanted.items() if value})

    def told(found: Sequence[Ticket]) -> list[dict[str, Any]]:
        standing = standings(found)
        return [ticket_told(request, row, standing[row.asset]) for row in found]

    return paged(request, rows, asked, told)


@router.get("tickets/{number}", response={200: dict[str, Any], **ABSENT}, url_name="api_ticket")
def one_ticket(request: HttpRequest, number: str) -> dict[str, Any]:
    """One ticket: what it says, what is left of it, every movement, and its papers."""
    row = numbered(tickets(), number)
    papers = {"page": "ticket", "face": "face", "package": "package", "report": "monitoring_report"}
    links = {
        name: request.build_absolute_uri(reverse(view, args=[number]))
        for name, view in papers.items()
    }
    moves = [
        {
            "when": moment(move.when),
            "code": move.code,
            "code_zh": move.label.zh,
            "from": move.source.zh,
            "to": move.target.zh,
            "tonnes": tonnes(move.amount),
            "numbers": move.numbers,
        }
        for move in movements(row)
    ]
    standing = standings([row])[row.asset]
    return {**ticket_told(request, row, standing), "movements": moves, "links": links}


@router.get("retirements", response={200: dict[str, Any], **REFUSED}, url_name="api_retirements")
def list_retirements(request: HttpRequest, asked: Query[RetirementsAsked]) -> dict[str, Any]:
    """Retirements, newest first."""
    wanted = {"ticket__number": asked.ticket, "purpose": asked.purpose}
    rows = retirements().filter(**{name: value for name, value in wanted.items() if value})
    return paged(request, rows, asked, lambda found: [retirement_told(row) for row in found])


@router.get(
    "retirements/{number}", response={200: dict[str, Any], **ABSENT}, url_name="api_retirement"
)
def one_retirement(request: HttpRequest, number: str) -> dict[str, Any]:
    """One retirement, with its certificate."""
    row = numbered(retirements(), number)
    papers = {"page": "retirement", "certificate": "certificate"}
    links = {
        name: request.build_absolute_uri(reverse(view, args=[number]))
        for name, view in papers.items()
    }
    return {**retirement_told(row), "links": links}


def ticket_told(request: HttpRequest, row: Ticket, standing: Standing) -> dict[str, Any]:
    """A ticket as everyone may see it."""
    claim = row.monitoring
    amounts = {
        name: tonnes(getattr(standing, name))
        for name in ("issued", "available", "held", "buffer", "retired", "revoked")
    }
    return {
        "number": row.number,
        "state": standing.state,
        "state_zh": STATES[standing.state].zh,
        "holder": row.party.public_name,
        "project": claim.project.name,
        "county": claim.project.county_code,
        "method": claim.method,
        "period": [claim.start.isoformat(), claim.period.last.isoformat()],
        "issued_on": moment(row.issued),
        "area_m2": row.area_m2,
        "tonnes": amounts,
        "face_digest": row.face.digest,
        "run_digest": row.report.run.digest,
        "url": request.build_absolute_uri(reverse("api_ticket", args=[row.number])),
    }


def retirement_told(row: Retirement) -> dict[str, Any]:
    """A retirement as everyone may see it."""
    return {
        "number": row.number,
        "ticket": row.ticket.number,
        "tonnes": tonnes(row.quantity),
        "purpose": row.purpose,
        "beneficiary": row.beneficiary,
        "statement": row.statement,
        "when": moment(row.when),
        "certificate_digest": row.certificate.digest,
    }
