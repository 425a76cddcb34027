"""What proves a ticket: the package that anyone can recompute, the monitoring report, all of it."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse

from qingshan.apps.base.archive import ZIP
from qingshan.apps.base.downloads import PDF
from qingshan.apps.base.frame import language
from qingshan.apps.portal.pack import due_diligence_pack, public_report
from qingshan.apps.projects.papers import package_of
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
    return _file(public_report(found), PDF, f"{found.number}-report-{language()}.pdf")


def pack(request: HttpRequest, number: str) -> HttpResponse:
    """Face, report, package, proof, movements and deals of a ticket as one file."""
    found = _ticket(number)
    return _file(due_diligence_pack(found), ZIP, f"{found.number}-pack-{language()}.zip")


def _ticket(number: str) -> Ticket:
    found = tickets().filter(number=number).first()
    if found is None:
        raise Http404(number)
    return found


def _file(data: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=kind)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
