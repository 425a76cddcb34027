"""Inquiries: asked on a series' page, answered by those asked, and taken side by side."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address, say
from qingshan.apps.books.reads import balance
from qingshan.apps.exchange.ahead import told_ahead
from qingshan.apps.exchange.doors import INQUIRIES
from qingshan.apps.exchange.inquiry_forms import (
    AcceptForm,
    DeclineForm,
    InquiryForm,
    QuotationForm,
)
from qingshan.apps.exchange.inquiry_models import Inquiry, Invitation, Quotation
from qingshan.apps.exchange.inquiry_reads import inquiries_with, invitation_for, quotations_on
from qingshan.apps.exchange.modes import BUY, INQUIRY, SELL
from qingshan.apps.exchange.trading_days import end_of_day
from qingshan.apps.exchange.verbs.accept_quotation import accept_quotation
from qingshan.apps.exchange.verbs.decline_inquiry import decline_inquiry
from qingshan.apps.exchange.verbs.make_quotation import make_quotation
from qingshan.apps.exchange.verbs.open_inquiry import open_inquiry
from qingshan.apps.exchange.views.operating import MARKET
from qingshan.apps.parties.acting import (
    DESK,
    actor_in,
    answer_form,
    form_page,
    keyed_call,
    party_in_role,
)
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.purposes import PURPOSES
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import amount_fen
from qingshan.core.kernel.units import CARBON_PER_TONNE, plain_tonnes
from qingshan.core.market.settlement import cash, units

SHOWN = 100


@login_required
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask holders of a ticket for offers."""
    ticket = get_object_or_404(Ticket, number=number)
    buyer = party_in_role(actor_in(request), "trader")

    def do(call: Call, form: InquiryForm) -> Model:
        return open_inquiry(
            call,
            asset=ticket.asset,
            buyer=buyer,
            quantity=form.quantity,
            purpose=form.cleaned_data["purpose"],
            expires=end_of_day(call.when, form.cleaned_data["days"]),
            holders=form.cleaned_data["holders"],
        )

    heading = Label(f"询价 {ticket.number}", f"Ask for offers of {ticket.number}")
    page: dict[str, Any] = form_page(heading, Label("发出询价", "Ask"), (MARKET, "market"))
    there = Crumb(ticket.number, reverse("series", args=[ticket.number]))
    page["crumbs"] = [page["crumbs"][0], there, Crumb(heading)]
    page["about"] = Label(
        "询价不冻结资金；接受报价时才冻结货款和手续费。报价只有询价方和报价方本人能看到。",
        "Nothing is held for an inquiry; price and fee are held when an offer is accepted. An "
        "offer is seen by the buyer and by who made it.",
    )
    page["ahead"] = told_ahead(buyer, ticket.asset, now(), (INQUIRY, BUY))
    return answer_form(request, InquiryForm, do, page | {"after": _page_of})


@login_required
def inquiries(request: HttpRequest) -> HttpResponse:
    """The inquiries that one's parties made or were asked in."""
    actor = actor_in(request)
    context = {
        "heading": INQUIRIES,
        "rows": [
            {"inquiry": row, "is_own": actor.acts_for(row.buyer_id)}
            for row in inquiries_with(actor.parties)[:SHOWN]
        ],
        "now": now(),
        "crumbs": [Crumb(DESK, address("desk")), Crumb(INQUIRIES)],
    }
    return render(request, "exchange/inquiries.html", context)


@login_required
def inquiry(request: HttpRequest, number: str) -> HttpResponse:
    """For the buyer all offers side by side; for one who was asked the form that answers."""
    found, invitation = _seen(request, number)
    heading = Label(f"询价 {found.number}", f"Inquiry {found.number}")
    page: dict[str, Any] = form_page(heading, Label("提交报价", "Offer"), *_ABOVE)
    holder = invitation.holder_id if invitation else None
    offers = list(quotations_on(found, holder=holder))
    is_live = found.state == "open" and found.expires > now()
    page |= {
        "template": "exchange/inquiry.html",
        "inquiry": found,
        "purpose": PURPOSES[found.purpose],
        "invitation": invitation,
        "offers": [{"offer": offer, "amount_fen": _amount(offer)} for offer in offers],
        "is_live": is_live,
        "asked": found.invitations.count(),
        "declined": found.invitations.filter(state="declined").select_related("holder"),
        "back": "inquiries",
    }
    has_offered = any(offer.state == "standing" for offer in offers)
    if invitation is None or invitation.state != "asked" or has_offered or not is_live:
        return render(request, "exchange/inquiry.html", page)
    account = units(found.asset, invitation.holder.owner)
    page |= {"available": balance(account).available, "declining": DeclineForm(auto_id="no_%s")}
    page["ahead"] = told_ahead(invitation.holder, found.asset, now(), (INQUIRY, SELL))

    def do(call: Call, form: QuotationForm) -> Model:
        return make_quotation(
            call,
            inquiry=found.pk,
            holder=invitation.holder_id,
            quantity=form.quantity,
            price_fen=form.price_fen,
            expires=form.expires(found.expires),
        )

    return answer_form(request, QuotationForm, do, page)


@login_required
@require_POST
def decline(request: HttpRequest, number: str) -> HttpResponse:
    """Offer nothing."""
    found, invitation = _seen(request, number)
    if invitation is None:
        raise Http404(number)
    form = DeclineForm(request.POST)
    word = form.cleaned_data.get("word", "") if form.is_valid() else ""
    call = keyed_call(request)
    decline_inquiry(call, inquiry=found.pk, holder=invitation.holder_id, word=word)
    messages.success(request, say(Label("已回复不报价：", "Declined: ")) + found.number)
    return redirect("inquiries")


@login_required
def accept(request: HttpRequest, number: str) -> HttpResponse:
    """Accept an offer, wholly or in part."""
    rows = Quotation.objects.select_related("inquiry", "inquiry__buyer", "holder")
    found = rows.filter(number=number, state="standing").first()
    if found is None or not actor_in(request).acts_for(found.inquiry.buyer_id):
        raise Http404(number)

    def do(call: Call, form: AcceptForm) -> Model:
        relation = form.cleaned_data["relation"]
        return accept_quotation(call, quotation=found.pk, quantity=form.quantity, relation=relation)

    heading = Label(f"接受报价 {found.number}", f"Accept offer {found.number}")
    page: dict[str, Any] = form_page(heading, Label("确认成交", "Accept"), *_ABOVE)
    there = Crumb(found.inquiry.number, reverse("inquiry", args=[found.inquiry.number]))
    page["crumbs"] = [*page["crumbs"][:-1], there, Crumb(heading)]
    page |= {
        "template": "exchange/quotation.html",
        "offer": found,
        "amount_fen": _amount(found),
        "free_fen": balance(cash(found.inquiry.buyer.owner)).available,
        "initial": {"tonnes": plain_tonnes(found.quantity)},
        "back": "deals",
        "ahead": told_ahead(found.inquiry.buyer, found.inquiry.asset, now(), (INQUIRY, BUY)),
    }
    return answer_form(request, AcceptForm, do, page)


_ABOVE = ((DESK, "desk"), (INQUIRIES, "inquiries"))


def _page_of(done: Model) -> str:
    return reverse("inquiry", args=[str(done)])


def _amount(offer: Quotation) -> int:
    return amount_fen(offer.quantity, offer.price_fen, CARBON_PER_TONNE)


def _seen(request: HttpRequest, number: str) -> tuple[Inquiry, Invitation | None]:
    """An inquiry of the visitor, or one in which the visitor was asked; else it is not there."""
    actor = actor_in(request)
    found = Inquiry.objects.select_related("buyer").filter(number=number).first()
    if found is None:
        raise Http404(number)
    if actor.acts_for(found.buyer_id):
        return found, None
    invitation = invitation_for(found, actor.parties)
    if invitation is None:
        raise Http404(number)
    return found, invitation
