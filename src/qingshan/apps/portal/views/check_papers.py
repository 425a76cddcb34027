"""What a result may become: a PDF, data, a link for some days. Only the link keeps anything."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.gate import TurnedAway, limit
from qingshan.apps.portal.check_page import result_context
from qingshan.apps.portal.check_paper import precheck_pdf
from qingshan.apps.portal.reads import is_maker, secret_digest, shared_report
from qingshan.apps.portal.result import opened, sealed
from qingshan.apps.portal.verbs.share_report import share_report
from qingshan.apps.portal.verbs.withdraw_report import withdraw_report
from qingshan.apps.portal.visits import count_visit
from qingshan.core.kernel.errors import Refused

VISITOR = Actor("visitor", frozenset({"visitor"}))
GONE = 410
_SECRET_BYTES = 18


@csrf_exempt  # the signed result in the form is all that it uses
@require_POST
def report_pdf(request: HttpRequest) -> HttpResponse:
    """The report as PDF."""
    count_visit(request, now())
    result = opened(request.POST.get("result", ""))
    response = HttpResponse(precheck_pdf(result), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{_name(result)}.pdf"'
    return _unkept(response)


@csrf_exempt  # the signed result in the form is all that it uses
@require_POST
def report_json(request: HttpRequest) -> HttpResponse:
    """The report as data, the same as the API answers."""
    result = opened(request.POST.get("result", ""))
    told = {"made": result["made"], "card": result["card"], "precheck": result["found"]}
    response = JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{_name(result)}.json"'
    return _unkept(response)


@csrf_exempt  # the signed result in the form is all that it uses
@require_POST
def share(request: HttpRequest) -> HttpResponse:
    """Keep the result behind a secret link; whoever made it gets a second one to delete it."""
    moment = now()
    count_visit(request, moment)
    result = opened(request.POST.get("result", ""))
    result["card"]["file"] = ""  # whoever gets the link need not learn it
    token, key = (secrets.token_urlsafe(_SECRET_BYTES) for _ in range(2))
    share_report(
        Call(VISITOR, moment, f"share/{secret_digest(token)[:32]}"),
        contents=sealed(result),
        token_digest=secret_digest(token),
        key_digest=secret_digest(key),
    )
    return redirect(f"{reverse('shared', kwargs={'token': token})}?key={key}")


def shared(request: HttpRequest, token: str) -> HttpResponse:
    """The shared report, until its last day; with the key of its maker also the way to end it."""
    moment = now()
    report = _found(token, moment)
    key = request.GET.get("key", "")
    context: dict[str, Any] = {
        **result_context(opened(report.contents, None)),
        "is_shared": True,
        "expires": report.expires,
        "days": limit("share", "term_days", "d", report.shared.date()),
        "link": settings.SITE_URL + reverse("shared", kwargs={"token": token}),
        "token": token,
        "key": key if key and is_maker(report, key) else "",
    }
    response = render(request, "portal/shared.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "no-referrer"
    return _unkept(response)


def shared_pdf(request: HttpRequest, token: str) -> HttpResponse:
    """The PDF of a shared report."""
    count_visit(request, now())
    result = opened(_found(token, now()).contents, None)
    response = HttpResponse(precheck_pdf(result), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{_name(result)}.pdf"'
    response["X-Robots-Tag"] = "noindex, nofollow"
    return _unkept(response)


@csrf_exempt  # the key in the form is what counts
@require_POST
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Erase a shared report before its last day."""
    moment = now()
    report = _found(token, moment)
    call = Call(VISITOR, moment, f"withdraw/{report.pk}/{secrets.token_urlsafe(6)}")
    withdraw_report(call, report=report.pk, key=request.POST.get("key", ""))
    return render(request, "portal/withdrawn.html")


def _found(token: str, moment: datetime) -> Any:
    try:
        return shared_report(token, moment)
    except Refused as refused:
        raise TurnedAway(refused.refusals[0], status=GONE) from None


def _name(result: dict[str, Any]) -> str:
    number = (result["found"] or {}).get("id", "")
    return f"precheck-{number}" if number else "precheck"


def _unkept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    return response
