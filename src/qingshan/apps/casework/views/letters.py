"""Letters as PDF for those in the case, files that came with it, and a check for everybody."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from qingshan.apps.base import files
from qingshan.apps.base.models import KeptFile
from qingshan.apps.casework.letters import INTERNAL, LETTERS
from qingshan.apps.casework.models import CaseLetter, CorrectionAnswer, FieldCheck
from qingshan.apps.casework.printing import letter_code, letter_pdf
from qingshan.apps.casework.sheet import MEDIA_TYPE
from qingshan.apps.casework.views.finding import found_case, is_own, looking
from qingshan.core.kernel.errors import Refused
from qingshan.core.proof.code import plain_code
from qingshan.core.proof.refusals import CODE_WRONG


@login_required
def pdf(request: HttpRequest, number: str, letter: str) -> HttpResponse:
    """A letter of the case; what stays among the offices is not for its applicant."""
    case = found_case(request, number)
    found = case.letters.select_related("office").filter(number=letter).first()
    is_shut = is_own(looking(request).actor, case) and found and found.kind in INTERNAL
    if found is None or is_shut:
        raise Http404(letter)
    answer = HttpResponse(letter_pdf(found), content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return answer


@login_required
def attached(request: HttpRequest, number: str, file: int) -> HttpResponse:
    """A file of an answer or a photo of a field check."""
    case = found_case(request, number)
    answers = CorrectionAnswer.objects.filter(item__notice__case=case, file=file)
    photos = FieldCheck.objects.filter(case=case, photos=file)
    is_own_case = is_own(looking(request).actor, case)
    if not answers.exists() and (is_own_case or not photos.exists()):
        raise Http404(file)
    kept = KeptFile.objects.get(pk=file)
    answer = HttpResponse(files.read(kept.digest), content_type=kept.media_type)
    answer["Content-Disposition"] = "inline"
    return answer


def verify(request: HttpRequest, number: str) -> HttpResponse:
    """Whether a letter with this number and code was written; nothing of the case is told."""
    found = CaseLetter.objects.select_related("office").filter(number=number).first()
    code = request.GET.get("c", "")
    context: dict[str, Any] = {"number": number, "code": code, "letter": None}
    if code:
        if found is None or plain_code(code) != plain_code(letter_code(found)):
            raise Refused.because(CODE_WRONG, plain_code(code)[:24])
        context |= {"letter": found, "kind": LETTERS[found.kind]}
    return render(request, "casework/letter.html", context)
