"""The operator halts and resumes trading; the rules in force stand open to everybody."""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address, say
from qingshan.apps.base.listing import knows
from qingshan.apps.exchange.calendar import unknown_from
from qingshan.apps.exchange.console import counted_places, other_places
from qingshan.apps.exchange.doors import TRADING
from qingshan.apps.exchange.forms import HaltForm
from qingshan.apps.exchange.halt_models import Halt
from qingshan.apps.exchange.judging import hour_faults
from qingshan.apps.exchange.modes import LISTING
from qingshan.apps.exchange.reads import deliverable, standing_halts, waiting_trades
from qingshan.apps.exchange.verbs.halt_trading import halt_trading
from qingshan.apps.exchange.verbs.resume_trading import resume_trading
from qingshan.apps.exchange.verbs.settle_together import settle_together
from qingshan.apps.parties.acting import (
    DESK,
    actor_in,
    answer_form,
    form_page,
    keyed_call,
    must_be,
)
from qingshan.apps.rulebook.notices import told_notices
from qingshan.apps.rulebook.words import RULES, rules_in_force
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day

MARKET = Label("市场", "Market")
SHOWN = 50


@knows()
def rules(request: HttpRequest) -> HttpResponse:
    """The rules that are in force today, each with its source, and what is halted."""
    moment = now()
    context: dict[str, Any] = {
        "heading": RULES,
        "rules": rules_in_force(moment.date()),
        "notices": told_notices(moment.date()),
        "may_announce": request.user.is_authenticated and actor_in(request).may("operator"),
        "key": secrets.token_urlsafe(12),
        "halts": standing_halts(),
        "hours_are_kept": settings.TRADING_HOURS,
        "is_open": not hour_faults(LISTING, moment),
        "now": moment,
        "crumbs": [Crumb(MARKET, address("market")), Crumb(RULES)],
    }
    return render(request, "exchange/rules.html", context)


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """What the operator looks after: halts and deals that wait for delivery."""
    must_be(request, "operator")
    context: dict[str, Any] = {
        "heading": TRADING,
        "places": counted_places(),
        "others": other_places(),
        "halts": standing_halts(),
        "unknown_from": unknown_from(booking_day(now())),
        "past": Halt.objects.filter(state="lifted").order_by("-until")[:SHOWN],
        "waiting": waiting_trades()[:SHOWN],
        "may_settle": deliverable().exists(),
        "key": secrets.token_urlsafe(12),
        "now": now(),
        "crumbs": [Crumb(DESK, address("desk")), Crumb(TRADING)],
    }
    return render(request, "exchange/desk.html", context)


@login_required
def halt(request: HttpRequest) -> HttpResponse:
    """Halt the market, a ticket or a party."""
    must_be(request, "operator")

    def do(call: Call, form: HaltForm) -> Model:
        return halt_trading(call, **form.told)

    heading = Label("暂停交易", "Halt trading")
    page = form_page(heading, heading, (DESK, "desk"), (TRADING, "trading_desk"))
    page["about"] = Label(
        "暂停后不再受理申报和成交；已成交的照常交割。",
        "Nothing is ordered or dealt any more; what is agreed is settled.",
    )
    if party := request.GET.get("party", ""):
        page["initial"] = {"scope": "party", "party": party}
    return answer_form(request, HaltForm, do, page)


@login_required
@require_POST
def settle(request: HttpRequest) -> HttpResponse:
    """Deliver what waits, all together."""
    must_be(request, "operator")
    done = settle_together(keyed_call(request))
    told = Label(f"交割 {done.deals} 笔：", f"Deals settled, {done.deals} in all: ")
    messages.success(request, say(told) + str(done))
    return redirect("trading_desk")


@login_required
@require_POST
def resume(request: HttpRequest, halt: int) -> HttpResponse:
    """End a halt."""
    must_be(request, "operator")
    found = get_object_or_404(Halt, pk=halt)
    done = resume_trading(keyed_call(request), halt=found.pk)
    messages.success(request, say(Label("已恢复交易：", "Resumed: ")) + str(done))
    return redirect("trading_desk")
