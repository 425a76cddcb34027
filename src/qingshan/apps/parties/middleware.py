"""Sessions end by time, and roles that need a second factor get nowhere without one."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import resolve

from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import say
from qingshan.apps.parties import factors, sessions
from qingshan.core.kernel.label import Label

Respond = Callable[[HttpRequest], HttpResponse]

OVER = Label("您已被登出，请重新登录。", "You were signed out; please sign in again.")
OPEN_WITHOUT_FACTOR = frozenset(
    {"factors", "factor_totp", "factor_key", "factor_key_options", "recovery", "logout", "elder"}
)
"""Pages by which a factor is registered, and the way out."""


class SessionMiddleware:
    """Look after the session of whoever is signed in."""

    def __init__(self, get_response: Respond) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out what is over; send on to the second factor where it is missing."""
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        when = now()
        session = sessions.current(request) or sessions.adopt(request, user, when)
        if sessions.is_over(session, when):
            sessions.finish(request, outcome="ended", when=when)
            messages.info(
                request,
                say(
                    Label("您已被登出，请重新登录。", "You were signed out; please sign in again.")
                ),
            )
            return self.get_response(request)
        sessions.see(session, when)
        is_missing = factors.is_required(user, when) and not factors.standing(user)
        if is_missing and resolve(request.path_info).url_name not in OPEN_WITHOUT_FACTOR:
            return redirect("factors")
        return self.get_response(request)
