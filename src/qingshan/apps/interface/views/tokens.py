"""Tokens of the signed-in person: the list, a new one shown once, ending one."""

from __future__ import annotations

import secrets
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address, say
from qingshan.apps.interface.forms import TokenForm
from qingshan.apps.interface.models import Token
from qingshan.apps.interface.reads import tokens_of
from qingshan.apps.interface.scopes import SCOPES
from qingshan.apps.interface.secret import new_secret
from qingshan.apps.interface.verbs.end_token import end_token
from qingshan.apps.interface.verbs.issue_token import issue_token
from qingshan.apps.parties.acting import DESK, actor_in, answer_form, form_page, own_parties
from qingshan.core.kernel.label import Label

TOKENS, NEW = Label("接口令牌", "Tokens"), Label("新建令牌", "A new token")
GOOD, OVER = Label("有效", "good"), Label("已停用或到期", "ended")


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
    secret = new_secret()
    page = form_page(NEW, Label("建立", "Make it"), (DESK, "desk"), (TOKENS, "tokens"))

    def do(call: Call, form: TokenForm) -> Token:
        told = form.cleaned_data
        return issue_token(
            call,
            party=int(told["party"]),
            name=told["name"],
            scopes=told["scopes"],
            days=told["days"],
            digest=secret.digest,
            head=secret.head,
        )

    def once(token: Token) -> tuple[str, dict[str, object]]:
        shown = {"token": token, "secret": secret.text, "crumbs": page["crumbs"]}
        return "interface/made.html", shown

    form = partial(TokenForm, parties=own_parties(request))
    return answer_form(request, form, do, page | {"once": once})


@login_required
@require_POST
def end(request: HttpRequest, key: int) -> HttpResponse:
    """End one at once."""
    nonce = request.POST.get("key") or secrets.token_urlsafe(12)
    done = end_token(Call(actor_in(request), now(), f"desk/{nonce}/end/{key}"), token=key)
    messages.success(request, say(Label("已停用：", "Ended: ")) + str(done))
    return redirect("tokens")
