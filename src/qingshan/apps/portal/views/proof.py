"""What proves a ticket: the package that anyone can recompute, and the monitoring report."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import language
from qingshan.apps.land.tiles import public_m
from qingshan.apps.projects.papers import Telling, package_of, report_of
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.proving import ticket_proof
from qingshan.apps.registry.reads import tickets
from qingshan.core.carbon.package.packing import MEDIA_TYPE


def package(request: HttpRequest, number: str) -> HttpResponse:
    """The recomputation package of a ticket: inputs, table rows, rows and record; no names."""
    found = _ticket(number)
    return _file(package_of(found.report.run_id), MEDIA_TYPE, f"{found.number}-package.zip")


def ticket_bundle(request: HttpRequest, number: str) -> HttpResponse:
    """The proof bundle of a ticket: what the public log says of it, to be checked offline."""
    found = _ticket(number)
    return _file(ticket_proof(found), "application/json", f"{found.number}-proof.json")


def report(request: HttpRequest, number: str) -> HttpResponse:
    """The monitoring report of a ticket as PDF, as strangers may see it."""
    found = _ticket(number)
    telling = Telling(
        language(),
        timezone.localtime(found.report.submitted).date(),
        number=found.number,
        tolerance_m=public_m("ticket", "tolerance_m", now().date()),
    )
    name = f"{found.number}-report-{telling.language}.pdf"
    return _file(report_of(found.report.run, telling).pdf(), "application/pdf", name)


def _ticket(number: str) -> Ticket:
    found = tickets().filter(number=number).first()
    if found is None:
        raise Http404(number)
    return found


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
