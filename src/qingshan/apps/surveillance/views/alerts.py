"""The operator looks into what stands out; the auditor sees the same and does nothing."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from qingshan.apps.base.archive import ZIP
from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address, say
from qingshan.apps.base.verb import verb_label
from qingshan.apps.exchange.doors import OVERSEERS
from qingshan.apps.exchange.reads import standing_halts
from qingshan.apps.parties.acting import DESK, answer_form, form_page, keyed_call, must_be
from qingshan.apps.parties.models import Party
from qingshan.apps.surveillance.doors import ABOVE, WATCH
from qingshan.apps.surveillance.evidence import evidence_of
from qingshan.apps.surveillance.forms import AskForm, CloseForm, WarnForm
from qingshan.apps.surveillance.models import Alert, Clarification
from qingshan.apps.surveillance.reads import alerts_closed, alerts_open
from qingshan.apps.surveillance.shown import dealt_or_ordered
from qingshan.apps.surveillance.verbs.ask_clarification import ACT as ASK
from qingshan.apps.surveillance.verbs.ask_clarification import ask_clarification
from qingshan.apps.surveillance.verbs.close_alert import close_alert
from qingshan.apps.surveillance.verbs.drop_clarification import drop_clarification
from qingshan.apps.surveillance.verbs.warn_party import ACT as WARN
from qingshan.apps.surveillance.verbs.warn_party import warn_party
from qingshan.apps.surveillance.words import told
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day

PER_PAGE, WAITING_SHOWN = 20, 100


@login_required
def alerts(request: HttpRequest) -> HttpResponse:
    """What is to be looked into, and what was."""
    must_be(request, *OVERSEERS)
    waiting = alerts_open()
    closed = Paginator(alerts_closed(), PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "heading": WATCH,
        "rows": [_row(one) for one in waiting[:WAITING_SHOWN]],
        "count": waiting.count(),
        "page": closed,
        "past": [_row(one) for one in closed],
        "now": now(),
        "crumbs": [Crumb(DESK, address("desk")), Crumb(WATCH)],
    }
    return render(request, "surveillance/alerts.html", context)


@login_required
def alert(request: HttpRequest, number: str) -> HttpResponse:
    """The figures, the deals themselves, what was asked and said, and what may be done."""
    actor = must_be(request, *OVERSEERS)
    found = _alert(number)
    moment = now()
    context: dict[str, Any] = {
        "heading": Label(f"监控提示 {found.number}", f"Alert {found.number}"),
        "alert": found,
        "told": told(found),
        "sides": _sides(found),
        **dealt_or_ordered(found),
        "clarifications": [
            {"given": one, "is_late": booking_day(one.given or moment) > one.due}
            for one in found.clarifications.select_related("party").order_by("pk")
        ],
        "warnings": found.warnings.select_related("party").order_by("pk"),
        "halts": standing_halts().filter(party__in=found.sides),
        "may_act": actor.may("operator") and found.state == "open",
        "key": secrets.token_urlsafe(12),
        "now": moment,
        "crumbs": [*(Crumb(text, address(name)) for text, name in ABOVE), Crumb(found.number)],
    }
    return render(request, "surveillance/alert.html", context)


@login_required
def evidence(request: HttpRequest, number: str) -> HttpResponse:
    """All of it as one file."""
    must_be(request, *OVERSEERS)
    found = _alert(number)
    answer = HttpResponse(evidence_of(found), content_type=ZIP)
    answer["Content-Disposition"] = f'attachment; filename="{found.number}.zip"'
    return answer


@login_required
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """A side is asked to explain."""
    found = _to_act_on(request, number)
    page = _page(found, ASK, Label("发出", "Send"))
    page["about"] = Label(
        "对方会收到通知并在期限内答复；所问所答只有双方和审计可见。",
        "The party is told and answers in time; nobody else but auditors sees either.",
    )
    form = partial(AskForm, _sides(found))
    return answer_form(request, form, _about(found, ask_clarification), page)


@login_required
def warn(request: HttpRequest, number: str) -> HttpResponse:
    """A side is warned."""
    found = _to_act_on(request, number)
    page = _page(found, WARN, Label("出具", "Warn"))
    page["about"] = Label(
        "对方会收到警示全文，并留存在其工作台。", "The party gets it in full, and it stays there."
    )
    form = partial(WarnForm, _sides(found))
    return answer_form(request, form, _about(found, warn_party), page)


@login_required
def close(request: HttpRequest, number: str) -> HttpResponse:
    """The look at it ends."""
    found = _to_act_on(request, number)
    page = _page(found, verb_label("close_alert"), Label("办结", "Close"))
    page["about"] = Label(
        "办结后尚未答复的情况说明不再要求；此后再次达到标准的，另行提示。",
        "Clarifications that were not given are no longer asked for; should it go on, it is noted"
        " anew.",
    )
    return answer_form(request, CloseForm, _about(found, close_alert), page)


@login_required
@require_POST
def drop(request: HttpRequest, number: str) -> HttpResponse:
    """A question is taken back."""
    must_be(request, "operator")
    found = get_object_or_404(Clarification, number=number)
    done = drop_clarification(keyed_call(request), clarification=found.pk)
    messages.success(request, say(Label("已撤回：", "Taken back: ")) + str(done))
    return redirect("alert", number=found.alert.number)


def _to_act_on(request: HttpRequest, number: str) -> Alert:
    """An alert that the operator does something about."""
    must_be(request, "operator")
    return _alert(number)


def _about(alert: Alert, act: Callable[..., Model]) -> Callable[[Call, Any], Model]:
    """What a form about an alert does."""
    return lambda call, form: act(call, alert=alert.pk, **form.told)


def _alert(number: str) -> Alert:
    return get_object_or_404(Alert.objects.select_related("party", "other"), number=number)


def _sides(alert: Alert) -> list[Party]:
    return [party for party in (alert.party, alert.other) if party is not None]


def _row(alert: Alert) -> dict[str, Any]:
    return {"alert": alert, "told": told(alert)}


def _page(alert: Alert, act: Label, button: Label) -> dict[str, Any]:
    """The words around a form about an alert, which leads back to it."""
    heading = Label(f"{act.zh} {alert.number}", f"{act.en.capitalize()}: {alert.number}")
    page: dict[str, Any] = form_page(heading, button, *ABOVE)
    there = reverse("alert", args=[alert.number])
    page["crumbs"].insert(-1, Crumb(Label(alert.number, alert.number), there))
    page["after"] = lambda _: there
    return page
