"""Check a forest before any sign-up: what it is, whether it may apply, about how many tonnes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from qingshan.apps.base.clock import now
from qingshan.apps.base.middleware import refused_page
from qingshan.apps.base.uploads import LIMITS, refuse_stopped
from qingshan.apps.land.checking import Asked, checked
from qingshan.apps.land.chooser import chooser_context
from qingshan.apps.land.declared import declared_of
from qingshan.apps.portal.check_forms import ANSWERS, TOLD, PreCheckForm
from qingshan.apps.portal.check_page import result_context
from qingshan.apps.portal.result import packed, sealed
from qingshan.apps.portal.views.tiles import tiles_address
from qingshan.apps.portal.visits import count_visit
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.period import Period

WAYS = ("file", "draw", "choose")


@csrf_exempt  # it changes nothing and must work for a visitor who holds no cookie
def check(request: HttpRequest) -> HttpResponse:
    """The three ways to say which forest, and what was found about it."""
    if request.method == "POST":
        return _answered(request)
    form = PreCheckForm(as_of=now().date())
    return render(request, "portal/check.html", _page(request, form, request.GET.get("way", "")))


def _answered(request: HttpRequest) -> HttpResponse:
    moment = now()
    context: dict[str, Any] = {}
    try:
        count_visit(request, moment)
        refuse_stopped(request)
        form = PreCheckForm(_told(request.POST), request.FILES, as_of=moment.date())
        context = _page(request, form, _way(request.POST))
        status = 422
        if form.is_valid():
            result = packed(checked(_asked(form, moment.date()), moment.date()), moment)
            context |= result_context(result) | {"sealed": sealed(result)}
            status = 200
    except Refused as refused:
        form = PreCheckForm(_told(request.POST), as_of=moment.date())
        context = _page(request, form, _way(request.POST)) | {"refused": refused.refusals}
        return refused_page(request, "portal/check.html", refused, context)
    return render(request, "portal/check.html", context, status=status)


def _page(request: HttpRequest, form: PreCheckForm, way: str) -> dict[str, Any]:
    return {
        "form": form,
        "way": way if way in WAYS else WAYS[0],
        "limit_bytes": LIMITS.file_bytes,
        "tiles": tiles_address(),
        "answers": [form[name] for name in ANSWERS],
        "told": [form[name] for name in TOLD],
        "is_told": any(form[name].value() for name in (*TOLD, "households", "tenure_number")),
        "is_answered": any(form[name].value() for name in ANSWERS),
        **chooser_context(request, now().date()),
    }


def _told(given: QueryDict) -> QueryDict:
    """The form with the answer of the pressed button, ``crs=EPSG:4524``, laid over it."""
    told = given.copy()
    name, _, value = told.get("answer", "").partition("=")
    if name in ANSWERS:
        told[name] = value
    picked = [key for key in told.getlist("pick") if key]
    if picked:
        told["numbers"] = ",".join(picked)
    return told


def _way(given: QueryDict) -> str:
    if given.get("numbers") or given.getlist("pick"):
        return "choose"
    is_drawn = given.get("drawing") or given.get("drawing_corners")
    return "draw" if is_drawn else "file"


def _asked(form: PreCheckForm, as_of: date) -> Asked:
    told = form.cleaned_data
    return Asked(
        files=tuple(told["file"]),
        drawing=told["drawing"],
        numbers=told["numbers"],
        answers=form.answers,
        period=Period.inclusive(told["first_day"], told["last_day"]),
        declared=declared_of(told, as_of),
    )
