"""A ticket, a retirement, and every figure opened."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingshan.apps.base import files
from qingshan.apps.base.clock import now
from qingshan.apps.base.downloads import csv_answer
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.base.listing import Filter, asked, knows
from qingshan.apps.portal.market_sheets import MOVEMENTS, movement_cells
from qingshan.apps.portal.rows import (
    purpose_label,
    ticket_rows,
)
from qingshan.apps.portal.ticket_page import REGISTER, explain_href, ticket_page
from qingshan.apps.projects.measuring import stored_run
from qingshan.apps.registry.life_rows import opened
from qingshan.apps.registry.models import Retirement, Ticket
from qingshan.apps.registry.prints import face_now, face_then
from qingshan.apps.registry.reads import (
    fate_of,
    public_beneficiary,
    retirements,
    standing,
    tickets,
)
from qingshan.apps.registry.serials import span_text
from qingshan.core.carbon.explain import explain
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

RETIREMENTS = Label("注销记录", "Retirements")
UNIT = Filter("unit", Label("序列号", "Number"), is_number=True)


def ticket(request: HttpRequest, number: str) -> HttpResponse:
    """One ticket: live state, where its number comes from, where it lies, every movement."""
    found = opened(number)
    if found is None:
        raise Http404(number)
    return render(request, "portal/ticket.html", ticket_page(found))


def explained(request: HttpRequest, number: str, node: str) -> HttpResponse:
    """Any figure of a ticket's run, opened."""
    found = _ticket(number)
    run = stored_run(found.report.run)
    try:
        tree = explain(run, node, depth=4)
    except Refused as refused:
        raise Http404(node) from refused
    context = {
        "ticket": found,
        "tree": tree,
        "explain_href": explain_href(found),
        "crumbs": [
            Crumb(REGISTER, address("register")),
            Crumb(found.number, found_address(found)),
            Crumb(tree.label),
        ],
    }
    return render(request, "portal/explained.html", context)


def retirement(request: HttpRequest, number: str) -> HttpResponse:
    """One retirement: what, for whom, which numbers, and its certificate."""
    found = _retirement(number)
    context = {
        "retirement": found,
        "purpose": purpose_label(found),
        "beneficiary": public_beneficiary(found),
        "row": ticket_rows([found.ticket])[0],
        "holder": found.party.public_name,
        "numbers": span_text(found.cut.span),
        "crumbs": [
            Crumb(REGISTER, address("register")),
            Crumb(found.ticket.number, found_address(found.ticket)),
            Crumb(found.number),
        ],
    }
    return render(request, "portal/retirement.html", context)


def gone(request: HttpRequest, number: str) -> HttpResponse:
    """The retirements of a ticket with their numbers, and what became of one number asked for."""
    found = _ticket(number)
    wanted = asked(request, [UNIT], paged=False)
    unit = int(wanted["unit"]) if wanted["unit"] else None
    rows = [
        {
            "retirement": row,
            "purpose": purpose_label(row),
            "beneficiary": public_beneficiary(row),
            "numbers": span_text(row.cut.span),
        }
        for row in retirements().filter(ticket=found)
    ]
    context = {
        "ticket": found,
        "row": ticket_rows([found])[0],
        "numbers": span_text(found.block),
        "rows": rows,
        "unit": unit,
        "fate": None if unit is None else fate_of(found, unit),
        "here": request.path,
        "now": now(),
        "crumbs": [
            Crumb(REGISTER, address("register")),
            Crumb(found.number, found_address(found)),
            Crumb(RETIREMENTS),
        ],
    }
    return render(request, "portal/ticket_retirements.html", context)


def face(request: HttpRequest, number: str) -> HttpResponse:
    """The ticket's face as it counts now, or one of its prints when ``edition`` names it."""
    found = _ticket(number)
    asked = request.GET.get("edition", "")
    if not asked:
        data: bytes | None = face_now(found, standing(found).state)
    else:
        data = face_then(found, int(asked)) if asked.isdecimal() else None
    if data is None:
        raise Http404(asked)
    return _pdf(data, found.number)


def certificate(request: HttpRequest, number: str) -> HttpResponse:
    """The certificate of a retirement as written."""
    found = _retirement(number)
    return _pdf(files.read(found.certificate.digest), found.number)


@knows()
def movements_csv(request: HttpRequest, number: str) -> HttpResponse:
    """Every movement of a ticket as CSV, with the byte order mark that office software needs."""
    found = _ticket(number)
    return csv_answer(f"{found.number}-movements.csv", MOVEMENTS, movement_cells(found))


def found_address(found: Ticket) -> str:
    """The permanent page of a ticket."""
    return reverse("ticket", args=[found.number])


def _ticket(number: str) -> Ticket:
    found = tickets().filter(number=number).first()
    if found is None:
        raise Http404(number)
    return found


def _retirement(number: str) -> Retirement:
    found = retirements().filter(number=number).first()
    if found is None:
        raise Http404(number)
    return found


def _pdf(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type="application/pdf")
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
