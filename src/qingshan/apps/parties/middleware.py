"""Sessions end by time, and roles that need a second factor get nowhere without one."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import resolve

from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import say
from qingshan.apps.parties import factors, sessions
from qingshan.core.kernel.label import Label

Respond = Callable[[HttpRequest], HttpResponse]

OVER = Label("您已被登出，请重新登录。", "You were signed out; please sign in again.")
UNSENT = Label(
    "刚才提交的内容没有保存，登录后请再提交一次。",
    "What you just sent was not saved; sign in and send it again.",
)
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
            return _led_back(request, self.get_response(request))
        when = now()
        session = sessions.current(request) or sessions.adopt(request, user, when)
        if sessions.is_over(session, when):
            sessions.finish(request, outcome="ended", when=when)
            messages.info(request, say(OVER))
            return _led_back(request, self.get_response(request))
        sessions.see(session, when)
        is_missing = factors.is_required(user, when) and not factors.standing(user)
        if is_missing and resolve(request.path_info).url_name not in OPEN_WITHOUT_FACTOR:
            return redirect("factors")
        return self.get_response(request)


def _led_back(request: HttpRequest, answer: HttpResponse) -> HttpResponse:
    """Whoever sent a form after the session had ended comes back to the form, not to its act.

    The address of an act may answer nothing that is not sent; the page with the form does.
    """
    login = resolve_url(settings.LOGIN_URL)
    if request.method != "POST" or not answer.get("Location", "").startswith(f"{login}?"):
        return answer
    messages.warning(request, say(UNSENT))
    page = urlsplit(request.headers.get("Referer", ""))
    if page.netloc != request.get_host():
        return answer
    onward = page.path + (f"?{page.query}" if page.query else "")
    return redirect(f"{login}?{urlencode({'next': onward}, safe='/')}")
