"""Handing in, and what comes back: the receipt, the form, the way through the offices."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from qingshan.apps.applications.attachments import PAPERS, opened
from qingshan.apps.applications.editions import editions
from qingshan.apps.applications.forms import FORMS, ProgressForm
from qingshan.apps.applications.models import Application, Draft
from qingshan.apps.applications.numbers import is_code
from qingshan.apps.applications.printing import form_pdf, receipt_pdf
from qingshan.apps.applications.progress import stations
from qingshan.apps.applications.reads import (
    applications_of,
    applications_seen_by,
    papers_ever,
    told_now,
)
from qingshan.apps.applications.refusals import RECEIPT_UNKNOWN
from qingshan.apps.applications.statement import lines
from qingshan.apps.applications.verbs.submit_application import submit_application
from qingshan.apps.applications.verbs.submit_correction import submit_correction
from qingshan.apps.applications.views.owned import APPLY, around, call_of, own_draft, placed
from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import SHANGHAI, now
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.base.gate import place
from qingshan.apps.base.middleware import refused_page
from qingshan.apps.base.numbering import normalise
from qingshan.apps.parties.acting import DESK, actor_in
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

PROGRESS = Label("办理进度", "Progress of an application")


@login_required
@require_POST
def submit(request: HttpRequest, draft: int) -> HttpResponse:
    """Hand the draft in, or show everything that stands against it, step by step."""
    found, as_of = own_draft(request, draft), now().date()
    told = request.POST.get("version", "")
    version = int(told) if told.isdigit() else 0
    try:
        with place(as_of):
            call = call_of(request, found, "submit", {"version": version, "stored": found.version})
            number = _handed_in(call, found, version)
    except Refused as refused:
        context = around(found, "submit", as_of) | {"groups": placed(found, refused.refusals)}
        context["form"] = FORMS["submit"](draft=found, as_of=as_of)
        return refused_page(request, "applications/refused.html", refused, context)
    return redirect("application", number=number)


@login_required
def application(request: HttpRequest, number: str) -> HttpResponse:
    """An application of one's own: receipt, life line, what was stated."""
    found = _own(request, number)
    path = [Crumb(DESK, address("desk")), Crumb(APPLY, address("apply")), Crumb(found.number)]
    context = _context(found) | {
        "crumbs": path,
        "rows": lines(told_now(found)),
        "editions": editions(found),
        "is_own": True,
    }
    return render(request, "applications/application.html", context)


@login_required
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt as PDF."""
    found = _own(request, number)
    site = f"{settings.SITE_URL}{reverse('progress')}?number={found.number}"
    return _sent(receipt_pdf(found, address=site), f"{found.number}.pdf")


@login_required
def form(request: HttpRequest, number: str) -> HttpResponse:
    """Form F2 as it was handed in."""
    found = _seen(request, number)
    day = found.submitted.astimezone(SHANGHAI).date()
    return _sent(form_pdf(found.told, number=found.number, dated=day), f"F2-{found.number}.pdf")


@login_required
def corrected_form(request: HttpRequest, number: str, edition: int) -> HttpResponse:
    """Form F2 as a correction states it; the first correction is edition 2."""
    found = _seen(request, number)
    there = next((one for one in editions(found) if one.number == edition), None)
    if there is None:
        raise Http404(edition)
    day = there.correction.submitted.astimezone(SHANGHAI).date()
    pdf = form_pdf(there.correction.told, number=found.number, dated=day)
    return _sent(pdf, f"F2-{found.number}-{edition}.pdf")


def progress(request: HttpRequest) -> HttpResponse:
    """The way through the offices for whoever holds the receipt, without signing in."""
    told = request.POST if request.method == "POST" else None
    shown = ProgressForm(told, initial={"number": request.GET.get("number", "")})
    context: dict[str, Any] = {"form": shown, "crumbs": [Crumb(PROGRESS)]}
    if request.method == "POST" and shown.is_valid():
        try:
            found = _looked_up(shown.cleaned_data["number"], shown.cleaned_data["code"])
        except Refused as refused:
            context["refused"] = refused.refusals
            return refused_page(request, "applications/progress.html", refused, context)
        context |= _context(found) | {"holder": found.party.public_name}
    status = 422 if shown.errors else 200
    return render(request, "applications/progress.html", context, status=status)


@login_required
def paper(request: HttpRequest, number: str, paper: int) -> HttpResponse:
    """A paper that was handed in, for its party and the offices that examine it."""
    found = _seen(request, number)
    there = get_object_or_404(papers_ever(found, PAPERS), pk=paper)
    return _sent(opened(there), there.name, there.media_type)


def _handed_in(call: Call, draft: Draft, version: int) -> str:
    """Hand an application or its correction in; answers the receipt number."""
    if draft.notice_id is None:
        return submit_application(call, draft=draft.pk, version=version).number
    return submit_correction(call, draft=draft.pk, version=version).application.number


def _looked_up(number: str, code: str) -> Application:
    """The application of a receipt.

    Raises
    ------
    Refused
        E-AP-11 when number and code do not fit each other, E-MC-04 for a mistyped number.
    """
    plain = normalise(number)
    found = Application.objects.filter(number=plain).select_related("party", "case").first()
    if found is None or not is_code(plain, code):
        raise Refused.because(RECEIPT_UNKNOWN, plain)
    return found


def _seen(request: HttpRequest, number: str) -> Application:
    found = applications_seen_by(actor_in(request), now().date()).filter(number=number).first()
    if found is None:
        raise Http404(number)
    return found


def _own(request: HttpRequest, number: str) -> Application:
    found = applications_of(actor_in(request).parties).filter(number=number).first()
    if found is None:
        raise Http404(number)
    return found


def _context(found: Application) -> dict[str, Any]:
    return {"application": found, "stations": stations(found), "case": found.case}


def _sent(data: bytes, name: str, media_type: str = "application/pdf") -> HttpResponse:
    response = HttpResponse(data, content_type=media_type)
    told = content_disposition_header(as_attachment=False, filename=name)
    response["Content-Disposition"] = told or "inline"
    response["Cache-Control"] = "no-store"
    return response
