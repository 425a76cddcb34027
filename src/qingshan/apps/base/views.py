"""The switch to large type and the gallery that shows every component once."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from qingshan.apps.base import gallery
from qingshan.apps.base.frame import ELDER_COOKIE

A_YEAR_S = 365 * 24 * 3600


def look(request: HttpRequest) -> HttpResponse:
    """Every component with the contents it meets in life: long, empty, wrong, waiting."""
    return render(
        request, "base/look.html", gallery.content(is_wrong=request.GET.get("wrong") == "1")
    )


def elder(request: HttpRequest) -> HttpResponse:
    """Switch large type on or off and go back; the only cookie of a visitor without account."""
    wanted = request.GET.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    response = HttpResponseRedirect(wanted if is_ours else "/")
    if request.GET.get("on") == "1":
        response.set_cookie(
            ELDER_COOKIE, "1", max_age=A_YEAR_S, samesite="Lax", secure=request.is_secure()
        )
    else:
        response.delete_cookie(ELDER_COOKIE, samesite="Lax")
    return response
