"""The auction room of the operator: what waits, what runs, and what keeps it from its result."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from qingshan.apps.auctions.deciding import clearing_faults
from qingshan.apps.auctions.doors import ROOM
from qingshan.apps.auctions.forms import ReasonForm
from qingshan.apps.auctions.models import Auction
from qingshan.apps.auctions.reads import announced_auctions, past_auctions, proposed_auctions
from qingshan.apps.auctions.verbs.admit_auction import admit_auction
from qingshan.apps.auctions.verbs.call_off_auction import call_off_auction
from qingshan.apps.auctions.verbs.clear_auction import clear_auction
from qingshan.apps.auctions.verbs.return_auction import return_auction
from qingshan.apps.auctions.views.watching import told
from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address, say
from qingshan.apps.base.verb import verb_label
from qingshan.apps.parties.acting import DESK, answer_form, form_page, keyed_call, must_be
from qingshan.core.kernel.label import Label

SHOWN = 50


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """Proposals, running auctions, and those before."""
    must_be(request, "operator")
    moment = now()
    running = []
    for one in announced_auctions():
        row = told(one, moment)
        faults = clearing_faults(one, moment) if row["phase"] == "over" else []
        running.append(row | {"bids": one.bids.count(), "faults": faults})
    context: dict[str, Any] = {
        "heading": ROOM,
        "proposed": proposed_auctions(),
        "running": running,
        "past": [told(one, moment) for one in past_auctions()[:SHOWN]],
        "key": secrets.token_urlsafe(12),
        "now": moment,
        "crumbs": [Crumb(DESK, address("desk")), Crumb(ROOM)],
    }
    return render(request, "auctions/desk.html", context)


@login_required
@require_POST
def admit(request: HttpRequest, number: str) -> HttpResponse:
    """Admit and announce an auction."""
    return _pressed(request, number, admit_auction, Label("已公告：", "Announced: "))


@login_required
@require_POST
def clear(request: HttpRequest, number: str) -> HttpResponse:
    """Decide an auction."""
    return _pressed(request, number, clear_auction, Label("已出结果：", "Decided: "))


@login_required
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    """Send a proposal back with a reason."""
    return _with_reason(request, number, return_auction)


@login_required
def call_off(request: HttpRequest, number: str) -> HttpResponse:
    """Call an announced auction off with a reason."""
    return _with_reason(request, number, call_off_auction)


def _pressed(
    request: HttpRequest, number: str, verb: Callable[..., Auction], said: Label
) -> HttpResponse:
    must_be(request, "operator")
    found = get_object_or_404(Auction, number=number)
    done = verb(keyed_call(request), auction=found.pk)
    messages.success(request, say(said) + str(done))
    return redirect("auction", number)


def _with_reason(request: HttpRequest, number: str, verb: Callable[..., Auction]) -> HttpResponse:
    must_be(request, "operator")
    found = get_object_or_404(Auction, number=number)

    def do(call: Call, form: ReasonForm) -> Model:
        return verb(call, auction=found.pk, reason=form.cleaned_data["reason"])

    label = verb_label(verb.__name__)
    heading = Label(f"{label.zh} {number}", f"{label.en.capitalize()} {number}")
    button = Label(label.zh, label.en.capitalize())
    page = form_page(heading, button, (DESK, "desk"), (ROOM, "auction_desk"))
    page["about"] = Label(
        "卖方的碳票、竞买人的保证金和资金全部解冻。理由对当事人公开，已公告的对公众公开。",
        "Units, deposits and money are all free again. The reason is told, in public if announced.",
    )
    page["after"] = lambda done: reverse("auction", args=[done.number])
    return answer_form(request, ReasonForm, do, page)
