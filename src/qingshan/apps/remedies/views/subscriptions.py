"""Court-ordered purchases: a court orders, the holder accepts, the exchange pays and retires."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from qingshan.apps.base.call import Actor, Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.forms import KeyedForm
from qingshan.apps.base.frame import Crumb, Step, address
from qingshan.apps.base.verb import verb_label
from qingshan.apps.parties.acting import DESK, WRONG, answer_form, form_page, must_be, party_in_role
from qingshan.apps.parties.reads import party as party_of
from qingshan.apps.remedies import subscription_reads as reads
from qingshan.apps.remedies.doors import CONCERNED, SELLERS, SUBSCRIPTIONS, WATCHERS
from qingshan.apps.remedies.models import Subscription
from qingshan.apps.remedies.subscription_forms import SubscriptionForm
from qingshan.apps.remedies.verbs.accept_subscription import accept_subscription
from qingshan.apps.remedies.verbs.fulfil_subscription import fulfil_subscription
from qingshan.apps.remedies.verbs.order_subscription import order_subscription
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import capitals, yuan
from qingshan.core.kernel.units import tonnes_text

PER_PAGE = 20
ABOVE = ((DESK, "desk"), (SUBSCRIPTIONS, "subscriptions"))
LOOKS = {"ordered": "pending", "accepted": "pending", "fulfilled": "done"}
EVENTS = {
    "ordered": "subscription.ordered",
    "accepted": "subscription.accepted",
    "fulfilled": "subscription.fulfilled",
}
"""For each state the event that leads to it."""


@login_required
def subscriptions(request: HttpRequest) -> HttpResponse:
    """What one's court ordered, or one's parties are to buy or sell; all for those who watch."""
    actor = must_be(request, *CONCERNED)
    found = reads.subscriptions_seen_by(actor)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "heading": SUBSCRIPTIONS,
        "rows": [_row(one) for one in page],
        "page": page,
        "may_order": actor.may("court"),
        "crumbs": [Crumb(DESK, address("desk")), Crumb(SUBSCRIPTIONS)],
        "now": now(),
    }
    return render(request, "remedies/subscriptions.html", context)


@login_required
def order(request: HttpRequest) -> HttpResponse:
    """A court orders a purchase; what it comes to can be worked out before."""
    actor = must_be(request, "court")

    def do(call: Call, form: SubscriptionForm) -> Model:
        try:
            return order_subscription(call, court=party_in_role(actor, "court"), **form.told)
        except Refused as refused:
            for one in refused.refusals:
                form.tell(one)
            raise

    heading = Label("登记司法认购单", "Order a purchase")
    page = form_page(heading, Label("登记", "Enter"), *ABOVE)
    page["about"] = Label(
        "持有人同意后，交易机构在同一笔登记中付款、过户并注销；注销的碳票不得再转让，注销证书作为回执入卷。",
        "When the holder has agreed the exchange pays and retires in one entry. What is retired is "
        "never traded again; the certificate is the receipt for the case file.",
    )
    page |= {"template": "remedies/subscription_form.html", "looks": True}
    page["after"] = lambda done: reverse("subscription", args=[done.pk])
    if request.method == "POST" and "look" in request.POST:
        return _worked_out(request, page)
    return answer_form(request, SubscriptionForm, do, page)


@login_required
def subscription(request: HttpRequest, subscription: int) -> HttpResponse:
    """One order: its figures, its steps, its certificate, and what can be done."""
    found, actor = _seen(request, subscription)
    is_official = actor.may(*WATCHERS) or actor.acts_for(found.court_id)
    is_waiting = found.state != "fulfilled"
    context = _row(found) | {
        "capitals": capitals(found.amount_fen),
        "payer": _payer(found, actor),
        "steps": _steps(found),
        "is_paid_in": reads.has_money(found.party, found.amount_fen),
        "shows_money": is_waiting and (is_official or actor.acts_for(found.party_id)),
        "lacks_units": is_waiting
        and (is_official or actor.acts_for(found.seller_id))
        and not reads.has_units(found.ticket, found.seller, found.quantity),
        "may_accept": found.state == "ordered" and _sells(actor, found),
        "may_fulfil": found.state == "accepted" and actor.may("operator"),
        "crumbs": [*(Crumb(text, address(name)) for text, name in ABOVE), Crumb(str(found))],
    }
    return render(request, "remedies/subscription.html", context)


@login_required
def accept(request: HttpRequest, subscription: int) -> HttpResponse:
    """The holder agrees to sell."""
    actor = must_be(request, *SELLERS)
    found = get_object_or_404(reads.subscriptions(), pk=subscription)
    if not _sells(actor, found):
        raise Http404(str(subscription))

    def do(call: Call, _: KeyedForm) -> Model:
        return accept_subscription(call, subscription=found.pk)

    return answer_form(request, KeyedForm, do, _act_page("accept_subscription", found))


@login_required
def fulfil(request: HttpRequest, subscription: int) -> HttpResponse:
    """The exchange pays the holder and retires the units."""
    must_be(request, "operator")
    found = get_object_or_404(reads.subscriptions(), pk=subscription)

    def do(call: Call, _: KeyedForm) -> Model:
        return fulfil_subscription(call, subscription=found.pk)

    return answer_form(request, KeyedForm, do, _act_page("fulfil_subscription", found))


def _worked_out(request: HttpRequest, page: dict[str, Any]) -> HttpResponse:
    """The form with what the purchase comes to; nothing is entered."""
    form = SubscriptionForm(request.POST)
    context = page | {"form": form}
    if not form.is_valid():
        return render(request, page["template"], context, status=WRONG)
    told, amount = form.cleaned_data, form.amount_fen
    seller = party_of(told["seller"])
    context |= {
        "amount_fen": amount,
        "capitals": capitals(amount),
        "lacks_units": not reads.has_units(told["ticket"], seller, form.quantity),
        "lacks_money": not reads.has_money(party_of(told["party"]), amount),
    }
    return render(request, page["template"], context)


def _act_page(act: str, found: Subscription) -> dict[str, Any]:
    """The frame of an act: what is sold for how much, so that it can be compared."""
    label = verb_label(act)
    heading = Label(f"{label.zh} {found}", f"{label.en.capitalize()} {found}")
    page = form_page(heading, Label(label.zh, label.en.capitalize()), *ABOVE)
    tonnes, amount = tonnes_text(found.quantity), yuan(found.amount_fen)
    price, seller = yuan(found.price_fen), found.seller.public_label
    buyer = found.party.public_label
    page["about"] = Label(
        f"{seller.zh}向{buyer.zh}出让 {found.ticket} {tonnes} 吨，{price} 元/吨，共 {amount} 元；"
        "付款的同时注销，不得撤销。",
        f"{seller.en} sells {tonnes} t of {found.ticket} to {buyer.en} at CNY {price} per t, "
        f"CNY {amount} in all; with the payment it is retired for good.",
    )
    page["after"] = lambda done: reverse("subscription", args=[done.pk])
    return page


def _steps(found: Subscription) -> list[Step]:
    """The way of an order; the first that is not done is the one at hand."""
    when, states = reads.moments(found), list(found.machine.states)
    done, rows = states.index(found.state), []
    for place, state in enumerate(states):
        text = found.machine.label(state)
        step = Step(Label(text.zh, text.en.capitalize()), when.get(EVENTS[state]))
        if place > done:
            step = replace(step, stage="now" if place == done + 1 else "todo")
        rows.append(step)
    return rows


def _payer(found: Subscription, actor: Actor) -> Label:
    """Who buys: in full for the court, the exchange and oneself, else as strangers see it."""
    is_near = actor.may(*WATCHERS) or actor.acts_for(found.court_id)
    is_near = is_near or actor.acts_for(found.party_id)
    return found.party.label if is_near else found.party.public_label


def _sells(actor: Actor, found: Subscription) -> bool:
    return actor.may(*SELLERS) and actor.acts_for(found.seller_id)


def _row(found: Subscription) -> dict[str, Any]:
    return {
        "order": found,
        "party": found.party.public_label,
        "look": LOOKS[found.state],
        "word": found.state_label,
    }


def _seen(request: HttpRequest, subscription: int) -> tuple[Subscription, Actor]:
    """An order for its court, its two sides and those who watch; for others it is not there."""
    actor = must_be(request, *CONCERNED)
    return get_object_or_404(reads.subscriptions_seen_by(actor), pk=subscription), actor
