"""The clearing of a day, objections to deals, and corrections."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.downloads import csv_answer
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.exchange.clearing import (
    cleared_days,
    clearing_of,
    fees_of_month,
    months_with_fees,
)
from qingshan.apps.exchange.doors import CLEARING, CLEARING_ROLES, DEALS
from qingshan.apps.exchange.forms import AnswerForm, ReasonForm
from qingshan.apps.exchange.models import Objection, Trade
from qingshan.apps.exchange.objecting import objections_until
from qingshan.apps.exchange.verbs.answer_objection import answer_objection
from qingshan.apps.exchange.verbs.correct_trade import correct_trade
from qingshan.apps.exchange.verbs.object_to_trade import object_to_trade
from qingshan.apps.parties.acting import DESK, actor_in, answer_form, form_page, must_be
from qingshan.apps.parties.kinds import PARTY_KINDS
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import plain_yuan
from qingshan.core.kernel.units import plain_tonnes

OVERSEERS = ("operator", "auditor")


@login_required
def days(request: HttpRequest) -> HttpResponse:
    """Days on which something was delivered."""
    actor = must_be(request, *CLEARING_ROLES)
    context: dict[str, Any] = {
        "heading": CLEARING,
        "days": cleared_days(_only(actor)),
        "months": months_with_fees() if actor.may(*OVERSEERS) else [],
        "crumbs": [Crumb(DESK, address("desk")), Crumb(CLEARING)],
    }
    return render(request, "exchange/clearings.html", context)


@login_required
def day(request: HttpRequest, day: str) -> HttpResponse:
    """A day by party; a party sees its own line."""
    actor = must_be(request, *CLEARING_ROLES)
    told = clearing_of(_day(day), _only(actor))
    path = [Crumb(DESK, address("desk")), Crumb(CLEARING, address("clearings"))]
    context: dict[str, Any] = {
        "heading": CLEARING,
        "told": told,
        "is_whole": actor.may(*OVERSEERS),
        "crumbs": [*path, Crumb(Label(day, day))],
    }
    return render(request, "exchange/clearing.html", context)


@login_required
def day_csv(request: HttpRequest, day: str) -> HttpResponse:
    """The same as a table."""
    actor = must_be(request, *CLEARING_ROLES)
    head = [
        *("party", "deals", "corrections", "bought_t", "sold_t"),
        *("paid_yuan", "received_yuan", "fees_yuan", "net_yuan"),
    ]
    rows = [
        [
            *(one.party.name, one.deals, one.corrections),
            *(plain_tonnes(amount) for amount in (one.bought, one.sold)),
            *(
                plain_yuan(amount)
                for amount in (one.paid_fen, one.received_fen, one.fees_fen, one.net_fen)
            ),
        ]
        for one in clearing_of(_day(day), _only(actor)).parties
    ]
    return csv_answer(f"clearing-{day}.csv", head, rows)


@login_required
def fees_csv(request: HttpRequest, month: str) -> HttpResponse:
    """The fees of a month by party, with what an invoice needs; persons have no tax number."""
    must_be(request, *OVERSEERS)
    head = ["month", "invoice_title", "tax_number", "party_kind", "deals", "fees_yuan"]
    rows = [
        [month, one.party.name, one.party.credit_code, PARTY_KINDS[one.party.kind].zh,
         one.deals, plain_yuan(one.fees_fen)]
        for one in fees_of_month(_day(f"{month}-01"))
    ]  # fmt: skip
    return csv_answer(f"fees-{month}.csv", head, rows)


@login_required
def object_to(request: HttpRequest, number: str) -> HttpResponse:
    """A side objects."""
    trade, actor = get_object_or_404(Trade, number=number), actor_in(request)
    sides = [key for key in (trade.buyer_id, trade.seller_id) if actor.acts_for(key)]
    if not sides:
        raise Http404(number)

    def do(call: Call, form: ReasonForm) -> Model:
        reason = form.cleaned_data["reason"]
        return object_to_trade(call, trade=trade.pk, party=sides[0], reason=reason)

    heading = Label("提出成交异议", "Object to a deal")
    page = form_page(heading, Label("提交", "Send"), (DESK, "desk"), (DEALS, "deals"))
    until = objections_until(trade)
    page["about"] = (
        Label(
            f"{number}，异议期限至 {until} 终了。",
            f"{number}; objections until the end of {until}.",
        )
        if until
        else Label(
            f"{number}，次年放假安排尚未录入，异议期限暂不能确定。",
            f"{number}; how long one may object is not known until next year’s holidays are.",
        )
    )
    return answer_form(request, ReasonForm, do, page)


@login_required
def answer(request: HttpRequest, objection: int) -> HttpResponse:
    """The operator answers."""
    must_be(request, "operator")
    found = get_object_or_404(Objection.objects.select_related("trade", "party"), pk=objection)

    def do(call: Call, form: AnswerForm) -> Model:
        is_upheld = form.cleaned_data["is_upheld"] == "yes"
        told = form.cleaned_data["reason"]
        return answer_objection(call, objection=found.pk, is_upheld=is_upheld, answer=told)

    heading = Label("答复成交异议", "Answer an objection")
    page = form_page(heading, Label("答复", "Answer"), (DESK, "desk"), (DEALS, "deals"))
    who = found.party.label
    page["about"] = Label(
        f"{who.zh}对 {found.trade.number} 的异议：{found.reason}",
        f"{who.en} on {found.trade.number}: {found.reason}",
    )
    return answer_form(request, AnswerForm, do, page)


@login_required
def correct(request: HttpRequest, number: str) -> HttpResponse:
    """The operator leads an error back."""
    must_be(request, "operator")
    trade = get_object_or_404(Trade, number=number)

    def do(call: Call, form: ReasonForm) -> Model:
        return correct_trade(call, trade=trade.pk, reason=form.cleaned_data["reason"])

    heading = Label("更正错误成交", "Correct a deal")
    page = form_page(heading, Label("更正", "Correct"), (DESK, "desk"), (DEALS, "deals"))
    page["about"] = Label(
        f"{number}：碳票退回卖方，价款和双方手续费退回，原记录保留。",
        f"{number}: units, price and both fees go back by new entries; the record stays.",
    )
    return answer_form(request, ReasonForm, do, page)


def _only(actor: Actor) -> list[int] | None:
    return None if actor.may(*OVERSEERS) else sorted(actor.parties)


def _day(told: str) -> date:
    try:
        return date.fromisoformat(told)
    except ValueError:
        raise Http404(told) from None
