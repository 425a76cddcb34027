"""A ticket, a retirement, and every figure opened."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingshan.apps.base import files
from qingshan.apps.base.clock import now
from qingshan.apps.base.downloads import csv_answer
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.exchange.reads import trades_of
from qingshan.apps.land.reads import county_label, county_names
from qingshan.apps.parties.reads import public_name
from qingshan.apps.pledges.reads import standing_pledges
from qingshan.apps.portal.listing import Filter, asked
from qingshan.apps.portal.rows import (
    life_line,
    public_parcels,
    purpose_label,
    ticket_rows,
)
from qingshan.apps.projects.measuring import stored_run
from qingshan.apps.projects.options import options_told
from qingshan.apps.projects.parcels import LISTED, parcel_rows
from qingshan.apps.registry.history import happenings
from qingshan.apps.registry.models import Retirement, Ticket
from qingshan.apps.registry.prints import editions, face_now, face_then
from qingshan.apps.registry.reads import (
    fate_of,
    movements,
    public_beneficiary,
    retirements,
    standing,
    tickets,
)
from qingshan.apps.registry.serials import span_text
from qingshan.core.carbon.catalogue import method as find_method
from qingshan.core.carbon.explain import explain
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import number_capitals
from qingshan.core.kernel.units import CARBON_PER_TONNE

REGISTER = Label("登记簿", "Register")
RETIREMENTS = Label("注销记录", "Retirements")
UNIT = Filter("unit", Label("序列号", "Number"), is_number=True)


def ticket(request: HttpRequest, number: str) -> HttpResponse:
    """One ticket: live state, where its number comes from, where it lies, every movement."""
    found = _ticket(number)
    (row,) = ticket_rows([found])
    run = stored_run(found.report.run)
    context = {
        "ticket": found,
        "row": row,
        "standing": row.standing,
        "capitals_zh": f"{number_capitals(found.quantity // CARBON_PER_TONNE)}吨",
        "codes": [found.monitoring.project.county_code],
        "numbers": span_text(found.block),
        "explain_href": explain_href(found),
        "life": life_line(found),
        "tree": explain(run, depth=3),
        "share_recalled": run.share_recalled,
        "notes": [note.text for note in run.notes],
        "spec": find_method(run.method).spec,
        "options": options_told(find_method(run.method).spec, run.options),
        "features": public_parcels(found.monitoring.survey),
        "parcels": parcel_rows(found.monitoring.survey, run, explain_href(found)),
        "parcels_more": max(len(run.frame) - LISTED, 0),
        "parcels_href": reverse("explained", args=[found.number, "removal"]),
        "movements": movements(found),
        "happenings": happenings(found),
        "editions": editions(found),
        "pledges": standing_pledges(found.asset),
        "trades": trades_of(found.asset)[:20],
        "signatures": found.report.signatures.select_related("party").order_by("when"),
        "verification": found.report.verifications.filter(equal=True).latest("pk"),
        "now": now(),
        "crumbs": [Crumb(REGISTER, address("register")), Crumb(found.number)],
    }
    return render(request, "portal/ticket.html", context)


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
        "holder": public_name(found.party),
        "numbers": span_text(found.cut.span),
        "county": county_label(found.ticket.monitoring.project.county_code, county_names()),
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


def movements_csv(request: HttpRequest, number: str) -> HttpResponse:
    """Every movement of a ticket as CSV, with the byte order mark that office software needs."""
    found = _ticket(number)
    head = ["when", "code", "act", "source", "target", "tonnes", "first_number", "last_number"]
    rows = (
        [
            line.when.isoformat(),
            line.code,
            line.act.value,
            line.source.zh,
            line.target.zh,
            f"{line.amount / CARBON_PER_TONNE:.4f}",
            line.span.lower if line.span else "",
            line.span.upper - 1 if line.span else "",
        ]
        for line in movements(found)
    )
    return csv_answer(f"{found.number}-movements.csv", head, rows)


def found_address(found: Ticket) -> str:
    """The permanent page of a ticket."""
    return reverse("ticket", args=[found.number])


def explain_href(found: Ticket) -> str:
    """Where a figure of the ticket's run opens; ``{id}`` stands for the figure."""
    return reverse("explained", args=[found.number, "-node-"]).replace("-node-", "{id}")


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
