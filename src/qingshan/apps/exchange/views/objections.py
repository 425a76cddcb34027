"""Objections to deals, and deals that are led back."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from qingshan.apps.base.attachments import attachment_answer, keep_attachment
from qingshan.apps.base.call import Call
from qingshan.apps.exchange.doors import DEALS, OVERSEERS
from qingshan.apps.exchange.forms import AnswerForm, ObjectionForm, ReasonForm
from qingshan.apps.exchange.models import Objection, Trade
from qingshan.apps.exchange.objecting import attachment_bytes, objections_until
from qingshan.apps.exchange.verbs.answer_objection import answer_objection
from qingshan.apps.exchange.verbs.correct_trade import correct_trade
from qingshan.apps.exchange.verbs.object_to_trade import object_to_trade
from qingshan.apps.parties.acting import DESK, actor_in, answer_form, form_page, must_be
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day


@login_required
def object_to(request: HttpRequest, number: str) -> HttpResponse:
    """A side objects."""
    trade, actor = get_object_or_404(Trade, number=number), actor_in(request)
    sides = [key for key in (trade.buyer_id, trade.seller_id) if actor.acts_for(key)]
    if not sides:
        raise Http404(number)

    def do(call: Call, form: ObjectionForm) -> Model:
        file = form.cleaned_data["attachment"]
        most = attachment_bytes(booking_day(call.when))
        return object_to_trade(
            call,
            trade=trade.pk,
            party=sides[0],
            reason=form.cleaned_data["reason"],
            attachment=keep_attachment(file, limit_bytes=most) if file else None,
        )

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
    return answer_form(request, ObjectionForm, do, page)


@login_required
def objection_file(request: HttpRequest, objection: int) -> HttpResponse:
    """The file beside an objection, for both sides and those who watch."""
    found = get_object_or_404(Objection.objects.select_related("trade", "attachment"), pk=objection)
    actor = actor_in(request)
    sides = map(actor.acts_for, (found.trade.buyer_id, found.trade.seller_id))
    if found.attachment is None or not (actor.may(*OVERSEERS) or any(sides)):
        raise Http404(str(objection))
    return attachment_answer(found.attachment, f"{found.trade.number}-{found.pk}")


@login_required
def answer(request: HttpRequest, objection: int) -> HttpResponse:
    """The operator answers."""
    must_be(request, "operator")
    found = get_object_or_404(Objection.objects.select_related("trade", "party"), pk=objection)

    if found.is_upheld is not None:
        return redirect("deal", number=found.trade.number)

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
    page["after"] = lambda _: reverse("deal", args=[found.trade.number])
    page["template"] = "exchange/answer_objection.html"
    page["objection"] = found
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
