"""Second factors: register an authenticator or a key, print recovery codes, give one up."""

from __future__ import annotations

import json
from typing import Any

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address, say, spoken
from qingshan.apps.parties import factors, keys, rules, sign_ins
from qingshan.apps.parties.acting import keyed_call
from qingshan.apps.parties.doors import ACCOUNT
from qingshan.apps.parties.forms import AuthenticatorForm
from qingshan.apps.parties.kinds import FACTOR_KINDS
from qingshan.apps.parties.models import User
from qingshan.apps.parties.reads import member_of
from qingshan.apps.parties.sealing import seal
from qingshan.apps.parties.verbs.add_factor import add_factor
from qingshan.apps.parties.verbs.drop_factor import drop_factor
from qingshan.apps.parties.verbs.renew_recovery_codes import renew_recovery_codes
from qingshan.apps.parties.views.sign_in import come_in, waiting_user
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

FACTORS = Label("第二因素", "Second factor")
SECRET = "new_secret"  # noqa: S105  the name under which the session keeps it
WRONG, GONE = 422, 410


@login_required
def overview(request: HttpRequest) -> HttpResponse:
    """What is registered, and what can be."""
    user = _user(request)
    context = {
        "crumbs": [Crumb(ACCOUNT, address("account")), Crumb(FACTORS)],
        "rows": [{"row": row, "kind": FACTOR_KINDS[row.kind]} for row in factors.standing(user)],
        "codes_left": user.recovery_codes.filter(used=None).count(),
        "is_required": factors.is_required(user, now()),
        "can_have_keys": keys.is_possible(request),
    }
    return render(request, "parties/factors.html", context)


@login_required
@never_cache
@sensitive_post_parameters("code")
def authenticator(request: HttpRequest) -> HttpResponse:
    """Show a secret, and keep it when the first code fits."""
    user, when = _user(request), now()
    secret = request.session.get(SECRET) or factors.new_secret()
    request.session[SECRET] = secret
    form = AuthenticatorForm(request.POST or None, initial={"key": secret[:12]})
    picture = segno.make(factors.provisioning(user, secret))
    heading = Label("登记验证器", "Register an authenticator")
    context = {
        "form": form,
        "secret": " ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        "picture": picture.svg_data_uri(scale=5, border=2),
        "crumbs": [
            Crumb(ACCOUNT, address("account")), Crumb(FACTORS, address("factors")), Crumb(heading)
        ],
    }  # fmt: skip
    if request.method != "POST" or not form.is_valid():
        status = WRONG if request.method == "POST" else 200
        return render(request, "parties/authenticator.html", context, status=status)
    step = factors.fits(secret, form.cleaned_data["code"].replace(" ", ""), when)
    if not step:
        form.add_error("code", spoken("验证码不符，请核对设备时间。", "Wrong; check your clock."))
        return render(request, "parties/authenticator.html", context, status=WRONG)
    call = Call(member_of(user), when, f"totp/{form.cleaned_data['key']}")
    name = form.cleaned_data["name"]
    add_factor(call, user=user.pk, kind="totp", name=name, secret=seal(secret), used=step)
    del request.session[SECRET]
    messages.success(request, say(Label("验证器已登记。", "The authenticator is registered.")))
    return redirect("factors" if user.recovery_codes.filter(used=None).exists() else "recovery")


@login_required
@never_cache
def recovery(request: HttpRequest) -> HttpResponse:
    """Make new recovery codes; they are shown once."""
    user, when = _user(request), now()
    crumbs = [
        Crumb(ACCOUNT, address("account")),
        Crumb(FACTORS, address("factors")),
        Crumb(Label("恢复码", "Recovery codes")),
    ]
    context: dict[str, Any] = {"crumbs": crumbs, "codes": []}
    if request.method == "POST":
        count = rules.number("factor", "recovery_codes", "count", when.date())
        context["codes"] = codes = factors.new_recovery_codes(count)
        digests = [factors.recovery_digest(code) for code in codes]
        call = Call(member_of(user), when, f"recovery/{digests[0]}")
        renew_recovery_codes(call, user=user.pk, digests=digests)
    context["left"] = user.recovery_codes.filter(used=None).count()
    return render(request, "parties/recovery.html", context)


@login_required
@require_POST
def drop(request: HttpRequest, factor: int) -> HttpResponse:
    """Give a factor up."""
    user, call = _user(request), keyed_call(request)
    drop_factor(Call(member_of(user), call.when, call.key), user=user.pk, factor=factor)
    return redirect("factors")


@login_required
@require_POST
def key_options(request: HttpRequest) -> HttpResponse:
    """What the browser needs to make a new credential."""
    return JsonResponse(keys.registering(request, _user(request)))


@login_required
@require_POST
def key(request: HttpRequest) -> HttpResponse:
    """Keep the public part of a new credential."""
    user = _user(request)
    told = _told(request)
    secret, counter = keys.registered(request, told.get("credential", {}))
    name = str(told.get("name") or say(Label("安全密钥", "Security key")))[:60]
    call = Call(member_of(user), now(), f"key/{secret[-40:]}")
    add_factor(call, user=user.pk, kind="key", name=name, secret=secret, used=counter)
    return JsonResponse({"next": resolve_url("factors")})


@require_POST
def ask_key(request: HttpRequest) -> HttpResponse:
    """What the browser needs to use a key as second factor."""
    user = waiting_user(request, now())
    if user is None:
        return JsonResponse({"next": resolve_url("login")}, status=GONE)
    return JsonResponse(keys.asking(request, user))


@require_POST
def use_key(request: HttpRequest) -> HttpResponse:
    """Come in by a key."""
    when = now()
    user = waiting_user(request, when)
    if user is None:
        return JsonResponse({"next": resolve_url("login")}, status=GONE)
    sign_ins.turn_away(request, user, when)
    try:
        with transaction.atomic():
            keys.answered(request, user, _told(request).get("credential", {}))
    except Refused:
        sign_ins.record(request, user, way="key", outcome="wrong_factor", when=when)
        raise
    return JsonResponse({"next": come_in(request, user, "key", when)["Location"]})


def _told(request: HttpRequest) -> dict[str, Any]:
    try:
        found = json.loads(request.body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _user(request: HttpRequest) -> User:
    assert request.user.is_authenticated
    return request.user
