"""One series: its best levels, its offers and requests, and the forms that answer them."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.base.roles import HOLDING_ROLES
from qingshan.apps.books.reads import balance
from qingshan.apps.exchange.ahead import told_ahead
from qingshan.apps.exchange.charting import series_chart
from qingshan.apps.exchange.forms import BidForm, FillForm
from qingshan.apps.exchange.listening import READ_EVERY_S
from qingshan.apps.exchange.live import FEED
from qingshan.apps.exchange.modes import BID, BUY, LISTING, MODES, SELL
from qingshan.apps.exchange.reads import (
    Level,
    last_close,
    levels,
    open_bids,
    open_listings,
    standing_halts,
    trades_of,
)
from qingshan.apps.exchange.trading_days import end_of_day
from qingshan.apps.exchange.verbs.fill_bid import fill_bid
from qingshan.apps.exchange.verbs.place_bid import place_bid
from qingshan.apps.exchange.views.operating import MARKET
from qingshan.apps.parties.acting import (
    actor_in,
    answer_form,
    form_page,
    may_come,
    party_in_role,
)
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.purposes import PURPOSES
from qingshan.apps.rulebook.reads import open_rulebook
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day
from qingshan.core.market.rules import amount_rule, band_around
from qingshan.core.market.settlement import cash, units

SHOWN = 50
BEST_OFFERS, BEST_REQUESTS = (
    Label("卖方最优", "Best offers"),
    Label("买方最优", "Best requests"),
)


def series(request: HttpRequest, number: str) -> HttpResponse:
    """What is offered and asked for of one ticket, price by price, and its last deals."""
    ticket = get_object_or_404(Ticket, number=number)
    FEED.read(unless_read_within_s=READ_EVERY_S)
    since, moment = FEED.cursor, now()
    day, shelf = booking_day(moment), open_rulebook()
    count = int(amount_rule("levels_shown", "count", shelf=shelf, as_of=day))
    close = last_close(ticket.asset, before=day)
    offers = open_listings(moment).filter(asset=ticket.asset)
    bids = open_bids(moment).filter(asset=ticket.asset)
    context: dict[str, Any] = {
        "ticket": ticket,
        "sides": [
            {"name": SELL, "label": BEST_OFFERS, "levels": levels(offers, count)},
            {"name": BUY, "label": BEST_REQUESTS, "levels": levels(bids, count)},
        ],
        "pattern": [Level(0, 0, 0)],
        "stream": reverse("series_stream", args=[ticket.number]),
        "since": since,
        "count": count,
        "offers": offers[:SHOWN],
        "bids": [{"bid": bid, "purpose": PURPOSES[bid.purpose]} for bid in bids[:SHOWN]],
        "trades": [
            {"trade": trade, "purpose": PURPOSES[trade.purpose], "mode": MODES[trade.mode]}
            for trade in trades_of(ticket.asset)[:SHOWN]
        ],
        "chart": series_chart(ticket.asset, day),
        "close": close,
        "band": close and band_around(close.price_fen, LISTING, shelf=shelf, as_of=day),
        "halts": standing_halts().filter(asset__in=["", ticket.asset]).exclude(scope="party"),
        "now": moment,
        "may_buy": may_come(request, "trader"),
        "may_deal": may_come(request, *HOLDING_ROLES),
        "crumbs": [Crumb(MARKET, address("market")), Crumb(ticket.number)],
    }
    return render(request, "exchange/series.html", context)


@login_required
def bid(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for units of a ticket."""
    ticket = get_object_or_404(Ticket, number=number)
    buyer = party_in_role(actor_in(request), "trader")

    def do(call: Call, form: BidForm) -> Model:
        return place_bid(
            call,
            asset=ticket.asset,
            buyer=buyer,
            quantity=form.quantity,
            price_fen=form.price_fen,
            purpose=form.cleaned_data["purpose"],
            expires=end_of_day(call.when, form.cleaned_data["days"]),
        )

    heading = Label(f"求购 {ticket.number}", f"Ask for {ticket.number}")
    page = _page(heading, Label("发布求购", "Ask for it"), ticket)
    page["free_fen"] = balance(cash(f"party:{buyer}")).available
    page["ahead"] = told_ahead(buyer, ticket.asset, now(), (BID, BUY))
    return answer_form(request, BidForm, do, page)


@login_required
def fill(request: HttpRequest, number: str) -> HttpResponse:
    """Sell into a request."""
    found = open_bids(now()).filter(number=number).first()
    if found is None:
        raise Http404(number)
    actor = actor_in(request)
    role = "trader" if actor.may("trader") else "applicant"
    seller = party_in_role(actor, role)
    ticket = get_object_or_404(Ticket, number=found.asset.removeprefix("ticket:"))

    def do(call: Call, form: FillForm) -> Model:
        relation = form.cleaned_data["relation"]
        return fill_bid(
            call, bid=found.pk, seller=seller, quantity=form.quantity, relation=relation
        )

    heading = Label(f"向求购卖出 {found.number}", f"Sell into {found.number}")
    page = _page(heading, Label("确认卖出", "Sell"), ticket)
    page["bid"] = found
    page["available"] = balance(units(ticket.asset, f"party:{seller}")).available
    page["ahead"] = told_ahead(seller, ticket.asset, now(), (BID, SELL))
    return answer_form(request, FillForm, do, page)


def _page(heading: Label, button: Label, ticket: Ticket) -> dict[str, Any]:
    page = form_page(heading, button, (MARKET, "market"))
    there = Crumb(ticket.number, reverse("series", args=[ticket.number]))
    page["crumbs"] = [page["crumbs"][0], there, Crumb(heading)]
    return page | {"ticket": ticket, "template": "exchange/order.html", "back": "desk"}
