"""What the inbox learns of inquiries: where to offer, what was offered, what one may take back."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Model
from django.urls import reverse

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.tasks import Act, Task
from qingshan.apps.base.verb import verb_label
from qingshan.apps.exchange.inquiry_models import Inquiry
from qingshan.apps.exchange.inquiry_reads import (
    inquiries_by,
    inquiries_offered,
    invitations_waiting,
    quotations_by,
)
from qingshan.apps.exchange.verbs.withdraw_inquiry import withdraw_inquiry
from qingshan.apps.exchange.verbs.withdraw_quotation import withdraw_quotation
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import yuan
from qingshan.core.kernel.units import tonnes_text

SEE_OFFERS = Label("查看报价", "see the offers")


def _to_answer(actor: Actor) -> Iterable[Task]:
    for invitation in invitations_waiting(actor.parties, now()):
        inquiry = invitation.inquiry
        tonnes, buyer = tonnes_text(inquiry.quantity), inquiry.buyer.label
        note = Label(f"{buyer.zh}询价 {tonnes} 吨", f"{buyer.en} asks for {tonnes} t")
        label, there = verb_label("make_quotation"), reverse("inquiry", args=[inquiry.number])
        yield Task("make_quotation", invitation.pk, label, str(inquiry), note, inquiry.asked, there)


def _offered(actor: Actor) -> Iterable[Task]:
    for inquiry in inquiries_offered(actor.parties, now()):
        count = inquiry.quotations.filter(state="standing").count()
        note = Label(f"已收到 {count} 个报价", f"offers so far: {count}")
        there = reverse("inquiry", args=[inquiry.number])
        yield Task(
            "accept_quotation", inquiry.pk, SEE_OFFERS, str(inquiry), note, inquiry.asked, there
        )


def _own_inquiries(actor: Actor) -> Iterable[Task]:
    for inquiry in inquiries_by(actor.parties):
        label = verb_label("withdraw_inquiry")
        yield Task(
            "withdraw_inquiry", inquiry.pk, label, str(inquiry), _wanted(inquiry), inquiry.asked
        )


def _wanted(inquiry: Inquiry) -> Label:
    tonnes = tonnes_text(inquiry.quantity)
    return Label(f"{inquiry.ticket}，{tonnes} 吨", f"{inquiry.ticket}, {tonnes} t")


def _own_quotations(actor: Actor) -> Iterable[Task]:
    for found in quotations_by(actor.parties):
        tonnes, price = tonnes_text(found.quantity), yuan(found.price_fen)
        note = Label(f"{tonnes} 吨，{price} 元/吨", f"{tonnes} t at CNY {price}")
        label = verb_label("withdraw_quotation")
        yield Task("withdraw_quotation", found.pk, label, str(found), note, found.made)


def _take_inquiry_back(call: Call, key: int) -> Model:
    return withdraw_inquiry(call, inquiry=key)


def _take_quotation_back(call: Call, key: int) -> Model:
    return withdraw_quotation(call, quotation=key)


ACTS: dict[str, Act] = {
    "make_quotation": Act(("applicant", "trader"), _to_answer),
    "accept_quotation": Act(("trader",), _offered),
    "withdraw_inquiry": Act(("trader",), _own_inquiries, _take_inquiry_back, is_due=False),
    "withdraw_quotation": Act(
        ("applicant", "trader"), _own_quotations, _take_quotation_back, is_due=False
    ),
}
