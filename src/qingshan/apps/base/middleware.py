"""Refusals become pages, and every page says what a browser may load for it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.db import DataError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.defaults import page_not_found

from qingshan.core.kernel.errors import Refused

Respond = Callable[[HttpRequest], HttpResponse]
NUL, POST_ONLY = "\x00", 405

INPUTS = (
    *("UP", "GE", "FD", "TB", "CA", "EL", "PF", "PO"),
    *("SH", "TN", "ZL", "DR", "BM", "GR", "SA", "PK", "LO", "AP", "IF"),
)
STATUS_OF_ROOM = {"AU": 403, **dict.fromkeys(INPUTS, 422)}
"""An unusable input is 422, a missing right 403; all else meets a state that forbids it: 409."""

STATUS_OF_CODE = {
    "E-MC-04": 422,
    "E-TN-01": 409,
    "E-ZL-03": 409,
    "E-ZL-06": 409,
    "E-AP-01": 409,
    "E-CW-24": 403,
    "E-CW-25": 422,
    "E-CW-30": 422,
    "E-IF-09": 409,
}
"""Codes that differ from their room: a number mistyped; land and layers that stand already."""

CONTENT_POLICY = "; ".join(
    (
        "default-src 'self'",
        "img-src 'self' data: blob:",
        "style-src 'self' 'unsafe-inline'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""No script but our own files. OpenLayers sets styles on its elements, hence the inline styles."""


def content_policy() -> str:
    """The policy of this house; pictures may come from the host of its base map, if it has one."""
    base = settings.BASE_MAP
    pictures = "img-src 'self' data: blob:"
    return CONTENT_POLICY.replace(pictures, f"{pictures} {base.origin}") if base else CONTENT_POLICY


def status_of(refused: Refused) -> int:
    """The status that fits the gravest reason: a missing right, then a state, then an input."""
    found = {
        STATUS_OF_CODE.get(reason.code, STATUS_OF_ROOM.get(reason.code[2:4], 409))
        for reason in refused.refusals
    }
    return next(status for status in (403, 409, 422) if status in found)


def refused_page(
    request: HttpRequest, template: str, refused: Refused, context: Mapping[str, Any]
) -> HttpResponse:
    """A page that tells why not: with the fitting ``status``, and when to come again if told."""
    status = getattr(refused, "status", 0) or status_of(refused)
    response = render(request, template, {**context, "status": status}, status=status)
    if retry := getattr(refused, "retry_after_s", 0):
        response["Retry-After"] = str(retry)
    return response


class RefusalMiddleware:
    """Turn a refusal raised in a view into its page, or into the bare list for htmx.

    An address that only takes what is sent says so to a person who opens it, as happens when the
    page of a refused form is loaded again by its address.
    """

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Hand the request on."""
        answer = self.get_response(request)
        is_opened = request.method == "GET" and "text/html" in request.headers.get("Accept", "")
        if answer.status_code != POST_ONLY or not is_opened:
            return answer
        page = render(request, "405.html", status=POST_ONLY)
        page["Allow"] = answer["Allow"]
        return page

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer with the refusal page when the view was refused.

        No name, number or word holds a NUL: what was asked for by one is not there.
        """
        asked = unquote(request.get_full_path())
        if NUL in asked and isinstance(exception, DataError | ValueError):
            return page_not_found(request, exception)
        if not isinstance(exception, Refused):
            return None
        partial = request.headers.get("HX-Request") == "true"
        template = "base/parts/refusals.html" if partial else "base/refused.html"
        return refused_page(request, template, exception, {"refusals": exception.refusals})


class ContentPolicyMiddleware:
    """Name the sources that a page may load from: this house alone."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Add the header unless the view set its own."""
        response = self.get_response(request)
        if not (
            settings.DEBUG and response.status_code >= 500
        ):  # Django's own fault page has scripts
            response.headers.setdefault("Content-Security-Policy", content_policy())
        return response
