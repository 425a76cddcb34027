"""Letters to one's parties and from one's office, as PDF, and a check for everybody."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.casework.sheet import MEDIA_TYPE
from qingshan.apps.letters.kinds import KINDS
from qingshan.apps.letters.models import Letter
from qingshan.apps.letters.printing import letter_code, letter_pdf
from qingshan.apps.letters.reads import letters_seen_by
from qingshan.apps.parties.acting import DESK, actor_in
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.proof.code import plain_code
from qingshan.core.proof.refusals import CODE_WRONG

LETTERS = Label("文书", "Letters")
ROWS = 30


@login_required
def letters(request: HttpRequest) -> HttpResponse:
    """All that one may read, or those about one ticket, case or notice."""
    about = request.GET.get("about", "")[:40]
    seen = letters_seen_by(actor_in(request))
    page = Paginator(seen.filter(about=about) if about else seen, ROWS).get_page(
        request.GET.get("page")
    )
    context = {
        "rows": [{"letter": found, "kind": KINDS[found.kind].label} for found in page],
        "page": page,
        "about": about,
        "now": now(),
        "crumbs": [Crumb(DESK, address("desk")), Crumb(LETTERS)],
    }
    return render(request, "letters/letters.html", context)


@login_required
def pdf(request: HttpRequest, number: str) -> HttpResponse:
    """One letter as a paper, in the language of the page."""
    found = letters_seen_by(actor_in(request)).filter(number=number).first()
    if found is None:
        raise Http404(number)
    answer = HttpResponse(letter_pdf(found), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return answer


def verify(request: HttpRequest, number: str) -> HttpResponse:
    """Whether a letter with this number and code was written; nothing of its matter is told."""
    found = Letter.objects.select_related("office").filter(number=number).first()
    code = request.GET.get("c", "")
    context: dict[str, Any] = {"number": number, "code": code, "letter": None}
    if code:
        if found is None or plain_code(code) != plain_code(letter_code(found)):
            raise Refused.because(CODE_WRONG, plain_code(code)[:24])
        context |= {"letter": found, "kind": KINDS[found.kind].label}
    return render(request, "casework/letter.html", context)
