"""Papers of a draft: sent, shown again, taken away; samples; the preview of the form."""

from __future__ import annotations

import base64
import binascii

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from qingshan.apps.applications.attachments import (
    PAPERS,
    examined,
    kept,
    opened,
    step_of_kind,
)
from qingshan.apps.applications.forms import PaperForm
from qingshan.apps.applications.models import Draft
from qingshan.apps.applications.printing import SAMPLES, form_pdf, sample_pdf
from qingshan.apps.applications.refusals import PAPER_UNREADABLE
from qingshan.apps.applications.statement import stated
from qingshan.apps.applications.verbs.attach_paper import attach_paper
from qingshan.apps.applications.verbs.detach_paper import detach_paper
from qingshan.apps.applications.views.owned import call_of, own_draft, step_address
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import say
from qingshan.apps.base.uploads import refuse_stopped
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

PDF = "application/pdf"
DRAWN = "data:image/png;base64,"


@login_required
@require_POST
def attach(request: HttpRequest, draft: int, kind: str) -> HttpResponse:
    """Take one paper in; a photo that is too large is shrunk, and that is said."""
    refuse_stopped(request)
    if kind not in PAPERS:
        raise Http404(kind)
    found = own_draft(request, draft)
    form = PaperForm(request.POST, request.FILES, kind=kind)
    back = step_address(found, step_of_kind(kind), kind)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, f"{say(PAPERS[kind])}：{errors[0]}")
        return redirect(back)
    given = form.given
    _keep(request, found, kind, given.read(), given.name or kind)
    return redirect(back)


@login_required
@require_POST
def detach(request: HttpRequest, draft: int, paper: int) -> HttpResponse:
    """Erase a paper."""
    found = own_draft(request, draft)
    there = get_object_or_404(found.attachments, pk=paper)
    told = {"paper": paper}
    detach_paper(call_of(request, found, "detach", told), draft=found.pk, paper=paper)
    return redirect(step_address(found, step_of_kind(there.kind)))


@login_required
def paper(request: HttpRequest, draft: int, paper: int) -> HttpResponse:
    """A paper as it is kept, for the one who sent it."""
    there = get_object_or_404(own_draft(request, draft).attachments, pk=paper)
    response = HttpResponse(opened(there), content_type=there.media_type)
    told = content_disposition_header(as_attachment=False, filename=there.name)
    response["Content-Disposition"] = told or "inline"
    response["Cache-Control"] = "no-store"
    return response


@login_required
def preview(request: HttpRequest, draft: int) -> HttpResponse:
    """Form F2 as it would be handed in now."""
    found, as_of = own_draft(request, draft), now().date()
    pdf = form_pdf(stated(found, as_of), number="", dated=as_of)
    response = HttpResponse(pdf, content_type=PDF)
    response["Cache-Control"] = "no-store"
    return response


def sample(_request: HttpRequest, kind: str) -> HttpResponse:
    """What a paper should look like."""
    if kind not in SAMPLES:
        raise Http404(kind)
    return HttpResponse(sample_pdf(kind), content_type=PDF)


def attach_drawn(request: HttpRequest, draft: Draft, drawn: str) -> None:
    """A signature drawn on the page, as the picture that it is.

    Raises
    ------
    Refused
        E-AP-04 for anything but a picture.
    """
    try:
        data = base64.b64decode(drawn.removeprefix(DRAWN), validate=True)
    except binascii.Error:
        data = b""
    if not drawn.startswith(DRAWN):
        raise Refused.because(PAPER_UNREADABLE, "signature.png", at="submit", field="signature")
    _keep(request, draft, "signature", data, "signature.png")


def _keep(request: HttpRequest, draft: Draft, kind: str, data: bytes, name: str) -> None:
    ready = examined(data, name, now().date())
    if ready.remark is not None:
        messages.success(request, say(ready.remark))
    else:
        messages.success(request, say(Label("已收到：", "Received: ")) + say(PAPERS[kind]))
    file = kept(draft, kind, ready.data)
    attach_paper(
        call_of(request, draft, kind, {"file": file.digest, "version": draft.version}),
        draft=draft.pk,
        kind=kind,
        file=file.pk,
        name=name,
        media_type=ready.media_type,
        size_bytes=len(ready.data),
    )
