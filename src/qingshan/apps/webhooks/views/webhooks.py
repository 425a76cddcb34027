"""Webhooks of the signed-in person: list, a new one shown once, calls, ending, resending."""

from __future__ import annotations

import secrets

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address, say
from qingshan.apps.base.middleware import refused_page
from qingshan.apps.parties.acting import DESK, actor_in, keyed_call
from qingshan.apps.parties.models import Party, User
from qingshan.apps.parties.sealing import seal
from qingshan.apps.webhooks.forms import WebhookForm
from qingshan.apps.webhooks.models import Webhook
from qingshan.apps.webhooks.reads import calls_of, webhooks_of
from qingshan.apps.webhooks.signing import HEADER, head_of, new_secret
from qingshan.apps.webhooks.topics import TOPICS
from qingshan.apps.webhooks.verbs.end_webhook import end_webhook
from qingshan.apps.webhooks.verbs.register_webhook import register_webhook
from qingshan.apps.webhooks.verbs.resend_call import resend_call
from qingshan.core.kernel.errors import Refused
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
WRONG, ROWS = 422, 30


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
    actor = actor_in(request)
    parties = Party.objects.filter(pk__in=actor.parties).order_by("pk")
    initial = {"key": secrets.token_urlsafe(12)}
    form = WebhookForm(request.POST or None, initial=initial, parties=parties)
    crumbs = [Crumb(DESK, address("desk")), Crumb(WEBHOOKS, address("webhooks")), Crumb(NEW)]
    context = {"form": form, "heading": NEW, "button": Label("登记", "Register"), "crumbs": crumbs}
    if request.method != "POST":
        return render(request, "base/acting.html", context)
    if not form.is_valid():
        return render(request, "base/acting.html", context, status=WRONG)
    told, secret = form.cleaned_data, new_secret()
    try:
        made: Webhook = register_webhook(
            Call(actor, now(), f"desk/{told['key']}"),
            party=int(told["party"]),
            name=told["name"],
            url=told["url"].strip(),
            topics=told["topics"],
            secret_sealed=seal(secret),
            head=head_of(secret),
        )
    except Refused as refused:
        context["refused"] = refused.refusals
        return refused_page(request, "base/acting.html", refused, context)
    shown = {"webhook": made, "secret": secret, "header": HEADER, "crumbs": crumbs}
    answer = render(request, "webhooks/made.html", shown)
    answer["Cache-Control"] = "no-store"
    return answer


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
