"""A holder offers, a trader takes: each a form, a verb, and a sentence that says so."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.books.reads import balance
from qingshan.apps.exchange import modes
from qingshan.apps.exchange.ahead import told_ahead
from qingshan.apps.exchange.machine import LISTING
from qingshan.apps.exchange.models import SOLD_OUT, Listing
from qingshan.apps.exchange.reads import last_close, open_listings, opened_listings
from qingshan.apps.exchange.rules import is_reviewed
from qingshan.apps.exchange.verbs.list_units import list_units
from qingshan.apps.exchange.verbs.take_listing import take_listing
from qingshan.apps.parties.acting import WRONG, actor_in, answer_form, form_page, party_in_role
from qingshan.apps.parties.models import Party
from qingshan.apps.portal.trading_forms import OfferForm, TakeForm
from qingshan.apps.registry.models import Ticket
from qingshan.apps.rulebook.reads import open_rulebook
from qingshan.core.kernel.errors import Refused
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import AccountId, AccountKind, booking_day
from qingshan.core.market.charge import charged
from qingshan.core.market.fee import KEY as TICKET
from qingshan.core.market.fee import TABLE as FEES
from qingshan.core.market.rules import band_around
from qingshan.core.market.settlement import cash

MARKET = Label("市场", "Market")
TEMPLATE = "portal/trading.html"
REVIEWED = Label(
    "提交后冻结所挂数量，由交易机构审核，通过后其他交易参与人才能摘牌；结果会告知您。",
    "What you offer is held at once. The operator reviews the offer before anybody can take it; you"
    " are told what comes of it.",
)
OTHERS_SHOWN = 5
REDIRECT, GONE = 302, 409


@login_required
def offer(request: HttpRequest, number: str, party: int) -> HttpResponse:
    """Offer units of a ticket."""
    ticket, holder = _held(request, number, party)

    def do(call: Call, form: OfferForm) -> Model:
        return list_units(
            call,
            asset=ticket.asset,
            seller=holder.pk,
            quantity=form.quantity,
            price_fen=form.price_fen,
            expires=_end_of_day(call.when, form.cleaned_data["days"]),
            zone=form.cleaned_data["zone"],
        )

    heading = Label(f"挂牌 {ticket.number}", f"Offer {ticket.number}")
    page = form_page(heading, Label("挂牌", "Offer")) | _available(ticket, holder)
    if is_reviewed(booking_day(now())):
        page["about"] = REVIEWED
    ways = [(mode, modes.SELL) for mode in (modes.LISTING, *modes.ZONES)]
    page["ahead"] = told_ahead(holder, ticket.asset, now(), *ways)
    page["terms"] = _terms(ticket.asset)
    return answer_form(request, OfferForm, do, page)


@login_required
def take(request: HttpRequest, number: str) -> HttpResponse:
    """Take a listing; the money is held at once and settled by the exchange.

    Who comes too late is told what happened, what else is on offer and what to do instead. A form
    that is sent twice gets its first answer, though the offer is gone by then.
    """
    listing = get_object_or_404(opened_listings(), number=number)
    buyer = party_in_role(actor_in(request), "trader")
    if request.method != "POST" and not _is_open(listing):
        return _too_late(request, listing, buyer)

    def do(call: Call, form: TakeForm) -> Model:
        told = {name: form.cleaned_data[name] for name in ("purpose", "relation")}
        try:
            return take_listing(
                call, listing=listing.pk, buyer=buyer, quantity=form.quantity, **told
            )
        except Refused:
            listing.refresh_from_db(fields=["left", "state"])
            raise

    heading = Label(f"摘牌 {listing.number}", f"Take {listing.number}")
    page = form_page(heading, Label("确认买入", "Buy"), (MARKET, "market"))
    page |= {"listing": listing, "cost": _cost(listing), "template": TEMPLATE}
    page |= {"ticket": listing.ticket, "looks": True}
    page["free_fen"] = balance(cash(get_object_or_404(Party, pk=buyer).owner)).available
    page["after"] = lambda done: reverse("deal", args=[done.number])
    if "look" in request.POST:
        return _looked_at(request, listing, page)
    page["ahead"] = told_ahead(buyer, listing.asset, now(), (modes.LISTING, modes.BUY))
    answer = answer_form(request, TakeForm, do, page)
    is_done = answer.status_code == REDIRECT
    return answer if is_done or _is_open(listing) else _too_late(request, listing, buyer)


def _looked_at(request: HttpRequest, listing: Listing, page: dict[str, Any]) -> HttpResponse:
    """The form as it was filled in, with what the quantity comes to; nothing is bought by it."""
    form = TakeForm(request.POST)
    is_good = form.is_valid()
    if is_good:
        page["cost"] = _cost(listing, form.quantity)
    return render(request, TEMPLATE, page | {"form": form}, status=200 if is_good else WRONG)


def _is_open(listing: Listing) -> bool:
    return listing.state == "open" and listing.left > 0 and listing.expires > now()


def _too_late(request: HttpRequest, listing: Listing, buyer: int) -> HttpResponse:
    """The page for who wanted what is no longer there: nothing of theirs was held."""
    ended = LISTING.label(listing.state)
    if listing.state == "open":
        ended = SOLD_OUT if listing.left == 0 else LISTING.label("expired")
    same = open_listings(now()).filter(asset=listing.asset).exclude(pk=listing.pk)
    ticket = listing.asset.removeprefix("ticket:")
    context = {
        "listing": listing,
        "ticket": ticket,
        "ended": ended,
        "is_sold": ended is SOLD_OUT,
        "others": same.exclude(seller=buyer)[:OTHERS_SHOWN],
        "now": now(),
        "crumbs": [Crumb(MARKET, address("market")), Crumb(listing.number)],
    }
    return render(request, "portal/too_late.html", context, status=GONE)


def _end_of_day(when: datetime, days: int) -> datetime:
    """The last second of a later day: the same for a form that is sent twice."""
    return datetime.combine(when.date() + timedelta(days=days), time(23, 59, 59), when.tzinfo)


def _available(ticket: Ticket, holder: Party) -> dict[str, Any]:
    account = AccountId(ticket.asset, holder.owner, AccountKind.PARTY)
    available = balance(account).available
    return {"ticket": ticket, "available": available, "template": TEMPLATE}


def _held(request: HttpRequest, number: str, party: int) -> tuple[Ticket, Party]:
    """A ticket and the party for which the visitor acts; anything else is not there."""
    if not actor_in(request).acts_for(party):
        raise Http404(number)
    return get_object_or_404(Ticket, number=number), get_object_or_404(Party, pk=party)


def _terms(asset: str) -> dict[str, Any]:
    """Between which prices one may offer today, and what of the amount the seller pays."""
    shelf, today = open_rulebook(), booking_day(now())
    close = last_close(asset, before=today)
    return {
        "close": close,
        "band": close and band_around(close.price_fen, modes.LISTING, shelf=shelf, as_of=today),
        "rate": shelf.value(FEES, key=TICKET, name="fee_seller", unit="%", as_of=today).value,
        "least_fen": int(
            shelf.value(FEES, key=TICKET, name="fee_min_fen", unit="fen", as_of=today).value
        ),
    }


def _cost(listing: Listing, quantity: int = 0) -> dict[str, object]:
    """What a quantity, or all that is left, would cost today, and how its fee is counted."""
    shelf, today = open_rulebook(), booking_day(now())
    rate = shelf.value(FEES, key=TICKET, name="fee_buyer", unit="%", as_of=today)
    least = shelf.value(FEES, key=TICKET, name="fee_min_fen", unit="fen", as_of=today)
    return {
        "quantity": quantity,
        "charge": charged(quantity or listing.left, listing.price_fen, shelf=shelf, as_of=today),
        "rate": rate.value,
        "least_fen": int(least.value),
    }
