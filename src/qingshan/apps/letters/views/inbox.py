"""What one was told, marking it read, how one wants to be told, and how deliveries fare."""

from __future__ import annotations

import secrets
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.letters import reads
from qingshan.apps.letters.forms import WishForm
from qingshan.apps.letters.models import DELIVERY_STATES, DeliveryWish, Letter
from qingshan.apps.letters.several import SEVERAL
from qingshan.apps.letters.texts import words_of
from qingshan.apps.letters.verbs.choose_channels import choose_channels
from qingshan.apps.letters.verbs.read_notifications import read_notifications
from qingshan.apps.parties.acting import DESK, answer_form, form_page, must_be
from qingshan.apps.parties.models import User
from qingshan.apps.parties.reads import actor_of, member_of
from qingshan.core.kernel.label import Label

NOTIFICATIONS = Label("通知", "Notifications")
WISH = Label("通知方式", "How to be told")
DELIVERIES = Label("通知发送记录", "Deliveries")
CHANNEL_LABELS = {"mail": Label("邮件", "mail"), "sms": Label("短信", "short message")}
ROWS = 30


@login_required
def notifications(request: HttpRequest) -> HttpResponse:
    """Newest first, with the page that each leads to and the letters that came with it."""
    page = Paginator(reads.told_to(_user(request)), ROWS).get_page(request.GET.get("page"))
    seen = reads.letters_seen_by(actor_of(_user(request)))
    papers: dict[int, list[Letter]] = {}
    for letter in seen.filter(event__in=[told.event for told in page]):
        papers.setdefault(letter.event, []).append(letter)
    rows = [
        {
            "told": told,
            "words": words_of(told.template, told.facts),
            "href": reads.address_of(told),
            # Of several things there are as many papers: the row leads to all of them.
            "letters": [] if told.template in SEVERAL.values() else papers.get(told.event, []),
        }
        for told in page
    ]
    context = {
        "rows": rows,
        "page": page,
        "newest": page[0].pk if rows else 0,
        "unread": reads.unread_count(_user(request)),
        "read_word": Label("已读", "read"),
        "unread_word": Label("未读", "unread"),
        "key": secrets.token_urlsafe(12),
        "crumbs": [Crumb(DESK, address("desk")), Crumb(NOTIFICATIONS)],
    }
    return render(request, "letters/notifications.html", context)


@login_required
@require_POST
def read(request: HttpRequest) -> HttpResponse:
    """One is read, or all that were there when the page was made."""
    user = _user(request)
    key = request.POST.get("key") or secrets.token_urlsafe(12)
    only, newest = _number(request, "only"), _number(request, "newest")
    call = Call(member_of(user), now(), f"desk/{key}/{only}")
    read_notifications(call, user=user.pk, up_to=only or newest, only=only)
    return redirect("notifications")


@login_required
def wish(request: HttpRequest) -> HttpResponse:
    """Choose language and channels."""
    user = _user(request)
    found = DeliveryWish.objects.filter(user=user).first() or DeliveryWish(user=user)

    def do(call: Call, form: WishForm) -> Model:
        told = form.cleaned_data
        own = Call(member_of(user), call.when, call.key)
        return choose_channels(
            own, user=user.pk, language=told["language"], mail=told["mail"], sms=told["sms"]
        )

    page: dict[str, Any] = form_page(
        WISH, Label("保存", "Save"), (DESK, "desk"), (NOTIFICATIONS, "notifications")
    )
    page["initial"] = {"language": found.language, "mail": found.mail, "sms": found.sms}
    page["about"] = Label(
        "站内通知总会保留；这里选择另外发到哪里。",
        "The site keeps every notification; choose where else they go.",
    )
    return answer_form(request, WishForm, do, page)


@login_required
def deliveries(request: HttpRequest) -> HttpResponse:
    """How mail and short messages fared, without addresses and without their words."""
    must_be(request, "administrator", "audit_administrator")
    state = request.GET.get("state", "")
    state = state if state in DELIVERY_STATES else ""
    page = Paginator(reads.deliveries(state), ROWS).get_page(request.GET.get("page"))
    rows = [
        {
            "delivery": found,
            "channel": CHANNEL_LABELS[found.channel],
            "last": max(found.attempts.all(), key=lambda one: one.pk, default=None),
            "look": _LOOKS[found.state],
        }
        for found in page
    ]
    context = {
        "rows": rows,
        "page": page,
        "states": DELIVERY_STATES.items(),
        "state": state,
        "now": now(),
        "crumbs": [Crumb(DESK, address("desk")), Crumb(DELIVERIES)],
    }
    return render(request, "letters/deliveries.html", context)


_LOOKS = {
    "waiting": "pending",
    "sending": "open",
    "sent": "done",
    "dead": "refused",
    "uncertain": "unknown",
    "dropped": "closed",
}


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "0")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0


def _user(request: HttpRequest) -> User:
    assert request.user.is_authenticated
    return request.user
