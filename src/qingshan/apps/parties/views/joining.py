"""Signing up, a forgotten password, and signing in through a provider."""

from __future__ import annotations

import secrets

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import send_mail
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_decode, urlsafe_base64_encode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import HOUSE, Crumb, address, say
from qingshan.apps.base.middleware import refused_page
from qingshan.apps.parties import outside, rules, sessions, sign_ins
from qingshan.apps.parties.forms import NewPasswordForm, ResetForm, SignUpForm
from qingshan.apps.parties.models import ExternalIdentity, User
from qingshan.apps.parties.passwords import choose_password
from qingshan.apps.parties.reads import member_of
from qingshan.apps.parties.verbs.renew_password import renew_password
from qingshan.apps.parties.verbs.sign_up import sign_up
from qingshan.apps.parties.verbs.take_identity import take_identity
from qingshan.apps.parties.views.mail import ask_to_confirm
from qingshan.apps.parties.views.sign_in import enter, entrance, onward_of
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

VISITOR = Actor("visitor", frozenset({"visitor"}))
SIGN_IN = Label("登录", "Sign in")
WRONG, GONE = 422, 410
ONWARD = "onward"
"""Where the session keeps the way on while one is at the provider."""


@never_cache
@sensitive_post_parameters("new_password", "again")
def join(request: HttpRequest) -> HttpResponse:
    """Open a sign-in for oneself; nobody else is asked."""
    form = SignUpForm(request.POST or None, initial={"key": secrets.token_urlsafe(12)})
    page = _page(Label("注册账号", "Sign up"), Label("注册", "Sign up"))
    context = page | {"form": form, "about": ABOUT_JOINING}
    if request.method != "POST" or not form.is_valid():
        status = WRONG if request.method == "POST" else 200
        return render(request, "parties/join.html", context, status=status)
    when, told = now(), form.cleaned_data
    try:
        sign_ins.turn_crowd_away(request, "join", when)
        with transaction.atomic():
            user = sign_up(
                Call(VISITOR, when, f"join/{told['key']}"),
                username=told["username"],
                display_name=told["display_name"],
                email=told["email"],
                mobile_sealed=form.mobile_sealed,
                policy=rules.text("consent", "version", when.date()),
            )
            choose_password(user, told["new_password"])
    except Refused as refused:
        context["refused"] = refused.refusals
        return refused_page(request, "parties/join.html", refused, context)
    sessions.begin(request, user, way="join", when=when)
    messages.success(request, say(Label("账号已开通。", "Your account is open.")))
    if user.email:
        ask_to_confirm(request, user, when)
    return redirect("account")


ABOUT_JOINING = Label(
    "注册后可以申请开户；持有和交易碳票须先通过开户审核。",
    "Afterwards you can apply for a registry account; to hold and trade it must be approved.",
)


@never_cache
def forgotten(request: HttpRequest) -> HttpResponse:
    """Send a link for a new password; the page never tells whether the address is known."""
    form = ResetForm(request.POST or None, initial={"key": secrets.token_urlsafe(12)})
    page = _page(Label("忘记密码", "Forgotten password"), Label("发送链接", "Send the link"))
    if request.method == "POST" and form.is_valid():
        when = now()
        sign_ins.turn_crowd_away(request, "reset", when)
        user = sign_ins.named(form.cleaned_data["email"])
        sign_ins.record(request, user, way="reset", outcome="reset_asked", when=when)
        if user is not None and user.is_active and user.mail_address:
            _send_link(request, user)
        return render(request, "parties/sent.html", page)
    status = WRONG if request.method == "POST" else 200
    return render(request, "base/acting.html", page | {"form": form}, status=status)


def _send_link(request: HttpRequest, user: User) -> None:
    key = urlsafe_base64_encode(force_bytes(user.pk))
    path = reverse("reset", args=[key, default_token_generator.make_token(user)])
    context = {"user": user, "link": f"{settings.SITE_URL}{path}"}
    send_mail(
        say(Label(f"{HOUSE.zh}：重设密码", f"{HOUSE.en}: reset your password")),
        render_to_string("parties/reset_mail.html", context),
        None,
        [user.mail_address],
    )


@never_cache
@sensitive_post_parameters("new_password", "again")
def reset(request: HttpRequest, user: str, token: str) -> HttpResponse:
    """Choose a new password by the link; it works once and ends all sessions."""
    person = _person(user)
    if person is None or not default_token_generator.check_token(person, token):
        return render(request, "parties/stale.html", status=GONE)
    form = NewPasswordForm(request.POST or None, initial={"key": secrets.token_urlsafe(12)})
    form.person = person
    page = _page(Label("设置新密码", "Choose a new password"), Label("保存", "Save"))
    if request.method != "POST" or not form.is_valid():
        status = WRONG if request.method == "POST" else 200
        return render(request, "base/acting.html", page | {"form": form}, status=status)
    with transaction.atomic():
        choose_password(person, form.cleaned_data["new_password"])
        call = Call(member_of(person), now(), f"reset/{form.cleaned_data['key']}")
        renew_password(call, user=person.pk)
    messages.success(request, say(Label("密码已更换，请登录。", "Changed; please sign in.")))
    return redirect("login")


def _person(key: str) -> User | None:
    try:
        return User.objects.filter(pk=int(urlsafe_base64_decode(key)), is_active=True).first()
    except ValueError:
        return None


@never_cache
def leave(request: HttpRequest) -> HttpResponse:
    """Go to the provider of identities, where there is one."""
    told = outside.provider()
    if told is None:
        return redirect("login")
    request.session[ONWARD] = onward_of(request)
    return outside.leave(request, told)


@never_cache
def come_back(request: HttpRequest) -> HttpResponse:
    """Back from the provider: the account that belongs to the identity, or a new one."""
    told = outside.provider()
    if told is None:
        return redirect("login")
    try:
        identity = outside.come_back(request, told)
    except Refused as refused:
        context = entrance(request) | {"refused": refused.refusals}
        return refused_page(request, "parties/login.html", refused, context)
    when = now()
    known = ExternalIdentity.objects.filter(issuer=identity.issuer, subject=identity.subject)
    found = known.select_related("user").first()
    if found is None:
        call = Call(VISITOR, when, f"outside/{secrets.token_urlsafe(12)}")
        found = take_identity(
            call,
            issuer=identity.issuer,
            subject=identity.subject,
            name=identity.name,
            email=identity.email,
        )
    if not found.user.is_active:
        sign_ins.record(request, found.user, way="oidc", outcome="turned_away", when=when)
        return redirect("login")
    onward = request.session.pop(ONWARD, "")
    return enter(request, found.user, way="oidc", when=when, onward=onward)


def _page(heading: Label, button: Label) -> dict[str, object]:
    crumbs = [Crumb(SIGN_IN, address("login")), Crumb(heading)]
    return {"heading": heading, "button": button, "crumbs": crumbs}
