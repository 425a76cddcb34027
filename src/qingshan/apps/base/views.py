"""The switch to large type and the gallery that shows every component once."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from qingshan.apps.base import gallery, gallery_maps
from qingshan.apps.base.frame import ELDER_COOKIE

A_YEAR_S = 365 * 24 * 3600
COOKIELESS = "/check/"


def look(request: HttpRequest) -> HttpResponse:
    """Every component with the contents it meets in life: long, empty, wrong, waiting."""
    content = gallery.content(is_wrong=request.GET.get("wrong") == "1")
    return render(request, "base/look.html", content | gallery_maps.content())


def elder(request: HttpRequest) -> HttpResponse:
    """Switch large type on or off and go back; the only cookie of a visitor without account.

    Pages that promise to leave no cookie carry the wish in their address instead.
    """
    wanted = request.GET.get("next", "/")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    is_on = request.GET.get("on") == "1"
    is_cookieless = is_ours and COOKIELESS in urlsplit(wanted).path
    if is_cookieless:
        wanted = _with_wish(wanted, is_on=is_on)
    response = HttpResponseRedirect(wanted if is_ours else "/")
    if is_on and is_cookieless:
        return response
    if is_on:
        response.set_cookie(
            ELDER_COOKIE, "1", max_age=A_YEAR_S, samesite="Lax", secure=request.is_secure()
        )
    elif ELDER_COOKIE in request.COOKIES:
        response.delete_cookie(ELDER_COOKIE, samesite="Lax")
    return response


def _with_wish(address: str, *, is_on: bool) -> str:
    """The address with the wish for large type, or without it."""
    parts = urlsplit(address)
    told = [pair for pair in parse_qsl(parts.query) if pair[0] != ELDER_COOKIE]
    told += [(ELDER_COOKIE, "1")] if is_on else []
    return parts._replace(query=urlencode(told)).geturl()
