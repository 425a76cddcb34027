"""Signing in with a password and a second factor; a demonstration shows its accounts."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import authenticate
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import spoken
from qingshan.apps.base.middleware import refused_page
from qingshan.apps.base.roles import role_label
from qingshan.apps.parties import factors, outside, rules, sessions, sign_ins
from qingshan.apps.parties.forms import FactorForm, SignInForm
from qingshan.apps.parties.models import Membership, User
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

WAITING = "waiting"
"""Where the session keeps who has passed the first factor."""

WRONG = 422


@never_cache
@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """The first factor; the same sentence for an unknown name and a wrong password."""
    context = entrance(request)
    form = context["form"]
    if request.method != "POST" or not form.is_valid():
        status = WRONG if request.method == "POST" else 200
        return render(request, "parties/login.html", context, status=status)
    when, told = now(), form.cleaned_data
    user = sign_ins.named(told["username"])
    try:
        sign_ins.turn_away(request, user, when)
    except Refused as refused:
        context["refused"] = refused.refusals
        return refused_page(request, "parties/login.html", refused, context)
    # An unknown name is hashed as well, so that both take the same time.
    name = user.username if user else told["username"]
    if authenticate(request, username=name, password=told["password"]) is None or user is None:
        sign_ins.record(request, user, way="password", outcome="wrong_password", when=when)
        form.add_error(None, spoken("账号或密码不符。", "The account or the password is wrong."))
        return render(request, "parties/login.html", context, status=WRONG)
    return enter(request, user, way="password", when=when, onward=context["next"])


def enter(
    request: HttpRequest, user: User, *, way: str, when: datetime, onward: str
) -> HttpResponse:
    """After the first factor: ask for the second where there is one, otherwise come in."""
    if factors.standing(user):
        request.session.cycle_key()
        request.session[WAITING] = {
            "user": user.pk, "way": way, "since": when.timestamp(), "next": onward
        }  # fmt: skip
        return redirect("factor")
    sessions.begin(request, user, way=way, when=when)
    return redirect(onward or resolve_url(settings.LOGIN_REDIRECT_URL))


@never_cache
@sensitive_post_parameters("code")
def factor(request: HttpRequest) -> HttpResponse:
    """The second factor: a code, or a key by the script of the page."""
    when = now()
    user = waiting_user(request, when)
    if user is None:
        return redirect("login")
    form = FactorForm(request.POST or None)
    context = {"form": form, "has_key": bool(factors.standing(user, "key"))}
    if request.method != "POST" or not form.is_valid():
        status = WRONG if request.method == "POST" else 200
        return render(request, "parties/factor.html", context, status=status)
    try:
        sign_ins.turn_away(request, user, when)
    except Refused as refused:
        context["refused"] = refused.refusals
        return refused_page(request, "parties/factor.html", refused, context)
    with transaction.atomic():
        kind = factors.accept_code(user, form.cleaned_data["code"], when)
    if kind:
        return come_in(request, user, kind, when)
    sign_ins.record(request, user, way="code", outcome="wrong_factor", when=when)
    form.add_error("code", spoken("验证码不符或已经用过。", "It does not fit or was used before."))
    return render(request, "parties/factor.html", context, status=WRONG)


def waiting_user(request: HttpRequest, when: datetime) -> User | None:
    """Who has passed the first factor in this browser a short while ago."""
    told = request.session.get(WAITING)
    if not told:
        return None
    patience = timedelta(seconds=rules.number("session", "factor_s", "s", when.date()))
    if when.timestamp() - told["since"] > patience.total_seconds():
        return None
    return User.objects.filter(pk=told["user"], is_active=True).first()


def come_in(request: HttpRequest, user: User, kind: str, when: datetime) -> HttpResponse:
    """Both factors were right."""
    told = request.session.pop(WAITING)
    sessions.begin(request, user, way=f"{told['way']}+{kind}", when=when)
    return redirect(told["next"] or resolve_url(settings.LOGIN_REDIRECT_URL))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session."""
    sessions.finish(request, outcome="signed_out", when=now())
    return redirect(settings.LOGOUT_REDIRECT_URL)


def onward_of(request: HttpRequest) -> str:
    """Where a visitor wanted to go, if it is a page of ours."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if is_ours else ""


def entrance(request: HttpRequest) -> dict[str, Any]:
    """The form of the first factor with all that stands around it."""
    return _around(request) | {"form": SignInForm(request.POST or None)}


def _around(request: HttpRequest) -> dict[str, Any]:
    context: dict[str, Any] = {"next": onward_of(request), "provider": outside.provider()}
    if settings.DEMO:
        context["demo_password"] = settings.DEMO_PASSWORD
        context["demo_accounts"] = _accounts()
    return context


def _accounts() -> list[dict[str, Any]]:
    first: dict[str, Membership] = {}
    standing = Membership.objects.standing().select_related("user", "party")
    for membership in standing.order_by("pk"):
        first.setdefault(membership.role, membership)
    return [
        {
            "username": membership.user.username,
            "name_label": Label(membership.party.name, membership.party.name_en),
            "labels": [role_label(role)],
        }
        for role, membership in first.items()
    ]
