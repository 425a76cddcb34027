"""Tokens of the signed-in person: the list, a new one shown once, ending one."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address, say
from qingshan.apps.base.middleware import refused_page
from qingshan.apps.interface.forms import TokenForm
from qingshan.apps.interface.models import Token
from qingshan.apps.interface.reads import tokens_of
from qingshan.apps.interface.scopes import SCOPES
from qingshan.apps.interface.secret import new_secret
from qingshan.apps.interface.verbs.end_token import end_token
from qingshan.apps.interface.verbs.issue_token import issue_token
from qingshan.apps.parties.acting import DESK, actor_in
from qingshan.apps.parties.models import Party
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label

TOKENS, NEW = Label("接口令牌", "Tokens"), Label("新建令牌", "A new token")
GOOD, OVER = Label("有效", "good"), Label("已停用或到期", "ended")
WRONG = 422


@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    """What was made, good or not."""
    assert request.user.is_authenticated
    moment = now()
    rows = [
        {
            "token": token,
            "scopes": [SCOPES[scope].label for scope in token.scopes],
            "is_good": token.is_good(moment),
            "word": GOOD if token.is_good(moment) else OVER,
        }
        for token in tokens_of(request.user)
    ]
    context = {
        "rows": rows,
        "now": moment,
        "key": secrets.token_urlsafe(12),
        "crumbs": [Crumb(DESK, address("desk")), Crumb(TOKENS)],
    }
    return render(request, "interface/tokens.html", context)


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Make one; its secret is shown on the answer and never again."""
    actor = actor_in(request)
    parties = Party.objects.filter(pk__in=actor.parties).order_by("pk")
    initial = {"key": secrets.token_urlsafe(12)}
    form = TokenForm(request.POST or None, initial=initial, parties=parties)
    crumbs = [Crumb(DESK, address("desk")), Crumb(TOKENS, address("tokens")), Crumb(NEW)]
    context = {"form": form, "heading": NEW, "button": Label("建立", "Make it"), "crumbs": crumbs}
    if request.method != "POST":
        return render(request, "base/acting.html", context)
    if not form.is_valid():
        return render(request, "base/acting.html", context, status=WRONG)
    told, secret = form.cleaned_data, new_secret()
    try:
        token: Token = issue_token(
            Call(actor, now(), f"desk/{told['key']}"),
            party=int(told["party"]),
            name=told["name"],
            scopes=told["scopes"],
            days=told["days"],
            digest=secret.digest,
            head=secret.head,
        )
    except Refused as refused:
        context["refused"] = refused.refusals
        return refused_page(request, "base/acting.html", refused, context)
    answer = render(
        request, "interface/made.html", {"token": token, "secret": secret.text, "crumbs": crumbs}
    )
    answer["Cache-Control"] = "no-store"
    return answer


@login_required
@require_POST
def end(request: HttpRequest, key: int) -> HttpResponse:
    """End one at once."""
    nonce = request.POST.get("key") or secrets.token_urlsafe(12)
    done = end_token(Call(actor_in(request), now(), f"desk/{nonce}/end/{key}"), token=key)
    messages.success(request, say(Label("已停用：", "Ended: ")) + str(done))
    return redirect("tokens")
