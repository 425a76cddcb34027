"""A holder proposes an auction, a trader seals a bid, keeps its slip, and opens it."""

from __future__ import annotations

import secrets
from datetime import timedelta
from functools import partial
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from qingshan.apps.auctions.doors import AUCTIONS
from qingshan.apps.auctions.forms import OpenForm, ProposeForm, SealForm, SlipForm
from qingshan.apps.auctions.models import Auction, SealedBid
from qingshan.apps.auctions.reads import bid_of, public_auctions
from qingshan.apps.auctions.rules import lot, notice_days
from qingshan.apps.auctions.slip import Slip
from qingshan.apps.auctions.verbs.propose_auction import propose_auction
from qingshan.apps.auctions.verbs.seal_bid import seal_bid
from qingshan.apps.auctions.verbs.unseal_bid import unseal_bid
from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, say
from qingshan.apps.books.reads import balance
from qingshan.apps.exchange.ahead import told_ahead
from qingshan.apps.exchange.modes import AUCTION, BUY, SELL
from qingshan.apps.exchange.views.operating import MARKET
from qingshan.apps.parties.acting import actor_in, answer_form, form_page, party_in_role
from qingshan.apps.parties.models import Party
from qingshan.apps.registry.models import Ticket
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.units import tonnes_text
from qingshan.core.ledger.model import booking_day
from qingshan.core.market.sealed import SECRET_BYTES
from qingshan.core.market.settlement import cash, units

BIDDING_DAYS, OPENING_DAYS = 2, 4
"""Days that a new form proposes after the first one; the seller may choose others."""
DONE = 302
BID_BEFORE = Label(
    "贵方在本次竞价中已经投报；每个竞买人只能投报一次。",
    "Your party has bid in this auction; each bidder bids once.",
)


@login_required
def propose(request: HttpRequest, number: str, party: int) -> HttpResponse:
    """Propose to sell units of a ticket by auction."""
    if not actor_in(request).acts_for(party):
        raise Http404(number)
    ticket, holder = get_object_or_404(Ticket, number=number), get_object_or_404(Party, pk=party)

    def do(call: Call, form: ProposeForm) -> Model:
        return propose_auction(
            call,
            asset=ticket.asset,
            seller=holder.pk,
            quantity=form.quantity,
            floor_fen=form.price_fen,
            under=form.cleaned_data["under"],
            **form.times(call.when),
        )

    heading = Label(f"申请竞价 {ticket.number}", f"Propose an auction of {ticket.number}")
    page: dict[str, Any] = form_page(heading, Label("提交审核", "Propose"))
    free = tonnes_text(balance(units(ticket.asset, holder.owner)).available)
    page["about"] = Label(
        f"可用 {free} 吨。提交后即冻结所申请的数量，退回、撤回或流标时解冻。",
        f"{free} t available. What you propose is held at once, and free again if nothing is sold.",
    )
    first = booking_day(now()) + timedelta(days=notice_days(booking_day(now())) + 1)
    page["initial"] = {
        "first_day": first,
        "last_day": first + timedelta(days=BIDDING_DAYS),
        "opening_day": first + timedelta(days=OPENING_DAYS),
    }
    page["after"] = lambda done: reverse("auction", args=[done.number])
    page["ahead"] = told_ahead(holder, ticket.asset, now(), (AUCTION, SELL))
    return answer_form(request, ProposeForm, do, page)


@login_required
def bid(request: HttpRequest, number: str) -> HttpResponse:
    """Send a sealed bid; sealed here, its slip is shown once and kept nowhere."""
    found = get_object_or_404(public_auctions(), number=number)
    bidder = party_in_role(actor_in(request), "trader")
    if request.method == "GET" and bid_of(found, bidder) is not None:
        messages.info(request, say(BID_BEFORE))
        return redirect("auction", found.number)
    slips: list[Slip] = []

    def do(call: Call, form: SealForm) -> Model:
        slip = form.slip(bidder)
        told = {name: form.cleaned_data[name] for name in ("purpose", "relation")}
        digest = slip.commitment if slip else form.cleaned_data["commitment"]
        done = seal_bid(call, auction=found.pk, bidder=bidder, commitment=digest, **told)
        slips.extend([slip] if slip else [])
        return done

    heading = Label(f"密封投报 {number}", f"Sealed bid in {number}")
    page = form_page(heading, Label("密封投报", "Seal and send")) | _around(found, heading)
    page |= {
        "template": "auctions/bid.html",
        "done": Label("已密封投报：", "Sealed and sent: "),
        "free_fen": balance(cash(f"party:{bidder}")).available,
        "bidder": bidder,
        "lot": lot(booking_day(found.proposed)),
        "initial": {"secret": secrets.token_hex(SECRET_BYTES)},
        "ahead": told_ahead(bidder, found.asset, now(), (AUCTION, BUY)),
    }
    answer = answer_form(request, partial(SealForm, found), do, page)
    if slips and answer.status_code == DONE:
        kept = Label(f"投报凭条 {number}", f"Slip of the bid in {number}")
        context = _around(found, kept) | {"heading": kept, "slip": slips[0]}
        return render(request, "auctions/sealed.html", context)
    return answer


@login_required
@require_POST
def slip(request: HttpRequest, number: str) -> HttpResponse:
    """The slip as a file, from what the page before told; nothing is kept."""
    found = get_object_or_404(public_auctions(), number=number)
    form = SlipForm(request.POST)
    if not form.is_valid():
        return HttpResponseBadRequest()
    told = Slip(found.number, party_in_role(actor_in(request), "trader"), **form.cleaned_data)
    answer = HttpResponse(told.text, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{told.name}"'
    return answer


@login_required
def unseal(request: HttpRequest, number: str) -> HttpResponse:
    """Open a bid of one's party."""
    rows = SealedBid.objects.select_related("auction__seller", "bidder")
    found = rows.filter(number=number).first()
    if found is None or not actor_in(request).acts_for(found.bidder_id):
        raise Http404(number)

    def do(call: Call, form: OpenForm) -> Model:
        return unseal_bid(call, bid=found.pk, **form.cleaned_data["bid"])

    heading = Label(f"开标 {number}", f"Open bid {number}")
    page = form_page(heading, Label("开标", "Open the bid")) | _around(found.auction, heading)
    page["done"] = Label("已开标：", "Opened: ")
    page["about"] = Label(
        "开标时冻结货款和手续费，保证金同时解冻。开标时间结束前，报价不对外公布。",
        "Price and fee are held and the deposit is free. Bids are shown after the opening only.",
    )
    return answer_form(request, partial(OpenForm, found.auction.number), do, page)


def _around(found: Auction, heading: Label) -> dict[str, Any]:
    there = reverse("auction", args=[found.number])
    return {
        "auction": found,
        "after": lambda _done: there,
        "crumbs": [
            Crumb(MARKET, reverse("market")),
            Crumb(AUCTIONS, reverse("auctions")),
            Crumb(found.number, there),
            Crumb(heading),
        ],
    }
