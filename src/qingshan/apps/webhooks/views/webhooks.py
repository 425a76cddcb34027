"""Webhooks of the signed-in person: list, a new one shown once, calls, ending, resending."""

from __future__ import annotations

import secrets
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address, say
from qingshan.apps.parties.acting import (
    DESK,
    answer_form,
    form_page,
    keyed_call,
    own_parties,
)
from qingshan.apps.parties.models import User
from qingshan.apps.parties.sealing import seal
from qingshan.apps.webhooks.forms import WebhookForm
from qingshan.apps.webhooks.models import Webhook
from qingshan.apps.webhooks.reads import calls_of, webhooks_of
from qingshan.apps.webhooks.signing import HEADER, head_of, new_secret
from qingshan.apps.webhooks.topics import TOPICS
from qingshan.apps.webhooks.verbs.end_webhook import end_webhook
from qingshan.apps.webhooks.verbs.register_webhook import register_webhook
from qingshan.apps.webhooks.verbs.renew_webhook_secret import renew_webhook_secret
from qingshan.apps.webhooks.verbs.resend_call import resend_call
from qingshan.core.kernel.label import Label

WEBHOOKS, NEW = Label("事件推送", "Webhooks"), Label("登记事件推送", "A new webhook")
STANDING, ENDED = Label("有效", "in use"), Label("已停用", "ended")
LOOKS = {
    "waiting": "pending",
    "sending": "open",
    "delivered": "done",
    "dead": "refused",
    "ended": "closed",
}
ROWS = 30


@login_required
def webhooks(request: HttpRequest) -> HttpResponse:
    """What was registered, in use or not."""
    context = {
        "rows": [_row(found) for found in webhooks_of(_user(request))],
        "now": now(),
        "crumbs": [Crumb(DESK, address("desk")), Crumb(WEBHOOKS)],
    }
    return render(request, "webhooks/webhooks.html", context)


@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Register one; its secret is shown on the answer and never again."""
    secret = new_secret()
    page = form_page(NEW, Label("登记", "Register"), (DESK, "desk"), (WEBHOOKS, "webhooks"))

    def do(call: Call, form: WebhookForm) -> Webhook:
        told = form.cleaned_data
        return register_webhook(
            call,
            party=int(told["party"]),
            name=told["name"],
            url=told["url"].strip(),
            topics=told["topics"],
            secret_sealed=seal(secret),
            head=head_of(secret),
        )

    def once(made: Webhook) -> tuple[str, dict[str, object]]:
        shown = {"webhook": made, "secret": secret, "header": HEADER, "crumbs": page["crumbs"]}
        return "webhooks/made.html", shown

    form = partial(WebhookForm, parties=own_parties(request))
    return answer_form(request, form, do, page | {"once": once})


@login_required
def webhook(request: HttpRequest, key: int) -> HttpResponse:
    """One of them with the log of its calls."""
    found = get_object_or_404(webhooks_of(_user(request)), pk=key)
    page = Paginator(calls_of(found), ROWS).get_page(request.GET.get("page"))
    rows = [
        {
            "call": call,
            "look": LOOKS[call.state],
            "last": max(call.attempts.all(), key=lambda one: one.pk, default=None),
            "may_again": call.state == "dead" and found.ended is None,
        }
        for call in page
    ]
    path = [Crumb(DESK, address("desk")), Crumb(WEBHOOKS, address("webhooks"))]
    context = {
        **_row(found),
        "rows": rows,
        "page": page,
        "now": now(),
        "key": secrets.token_urlsafe(12),
        "crumbs": [*path, Crumb(found.name)],
    }
    return render(request, "webhooks/webhook.html", context)


@login_required
@require_POST
def end(request: HttpRequest, key: int) -> HttpResponse:
    """End one at once."""
    done = end_webhook(keyed_call(request), webhook=_own(request, key).pk)
    messages.success(request, say(Label("已停用：", "Ended: ")) + str(done))
    return redirect("webhooks")


@login_required
@require_POST
def renew(request: HttpRequest, key: int) -> HttpResponse:
    """A new secret, shown on the answer and never again."""
    secret, own = new_secret(), _own(request, key)
    done = renew_webhook_secret(
        keyed_call(request), webhook=own.pk, secret_sealed=seal(secret), head=head_of(secret)
    )
    path = [Crumb(DESK, address("desk")), Crumb(WEBHOOKS, address("webhooks")), Crumb(done.name)]
    context = {"webhook": done, "secret": secret, "header": HEADER, "crumbs": path}
    response = render(request, "webhooks/renewed.html", context)
    response["Cache-Control"] = "no-store"
    return response


@login_required
@require_POST
def again(request: HttpRequest, key: int) -> HttpResponse:
    """Send one call again that was given up."""
    call = keyed_call(request)
    own = get_object_or_404(Webhook, user=_user(request), calls=key)
    resend_call(Call(call.actor, call.when, f"{call.key}/{key}"), webhook_call=key)
    messages.success(request, say(Label("将在一分钟内重新推送。", "Sent again within a minute.")))
    return redirect("webhook", own.pk)


def _row(found: Webhook) -> dict[str, object]:
    return {
        "webhook": found,
        "topics": [TOPICS[name].label for name in found.topics],
        "is_standing": found.ended is None,
        "word": STANDING if found.ended is None else ENDED,
    }


def _own(request: HttpRequest, key: int) -> Webhook:
    return get_object_or_404(webhooks_of(_user(request)), pk=key)


def _user(request: HttpRequest) -> User:
    assert request.user.is_authenticated
    return request.user
