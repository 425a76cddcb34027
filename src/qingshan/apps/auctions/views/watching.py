"""Auctions for everybody: the list, one auction with its result, and the record to check it by."""

from __future__ import annotations

import secrets
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render

from qingshan.apps.auctions.doors import AUCTIONS
from qingshan.apps.auctions.models import Auction
from qingshan.apps.auctions.reads import bids_of_auction, public_auctions
from qingshan.apps.auctions.rules import lost_fen, lost_to_seller
from qingshan.apps.auctions.telling import LOOKS, left_of, outcome, record_of, steps_of
from qingshan.apps.base.call import Actor
from qingshan.apps.base.clock import now
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.base.listing import knows
from qingshan.apps.exchange.views.operating import MARKET
from qingshan.apps.parties.acting import actor_in
from qingshan.apps.registry.purposes import PURPOSES

PER_PAGE = 20
NOBODY = Actor("")


@knows("page")
def auctions(request: HttpRequest) -> HttpResponse:
    """What is announced, what is open, and what came of those before."""
    moment = now()
    page = Paginator(public_auctions(), PER_PAGE).get_page(request.GET.get("page"))
    context: dict[str, Any] = {
        "heading": AUCTIONS,
        "rows": [told(one, moment) for one in page],
        "page": page,
        "now": moment,
        "crumbs": [Crumb(MARKET, address("market")), Crumb(AUCTIONS)],
    }
    return render(request, "auctions/auctions.html", context)


def auction(request: HttpRequest, number: str) -> HttpResponse:
    """One auction; before it is announced for its seller and the operator alone."""
    actor = actor_in(request) if request.user.is_authenticated else NOBODY
    found = seen(actor, number)
    moment = now()
    phase = found.phase(moment)
    is_closed = found.admitted is not None and moment >= found.bidding_until
    bids = list(bids_of_auction(found))
    context: dict[str, Any] = {
        **told(found, moment),
        "steps": steps_of(found, moment),
        "left": left_of(found, moment),
        "lost_fen": lost_fen(found),
        "lost_to_seller": lost_to_seller(found),
        "is_closed": is_closed,
        "is_decided": phase == "decided",
        "bids": [_row(bid) for bid in bids] if is_closed else [],
        "opened": sum(bid.state == "opened" for bid in bids),
        "own": [_row(bid) for bid in bids if actor.acts_for(bid.bidder_id)],
        "may_bid": phase == "bidding" and _may_bid(actor, found),
        "may_open": phase == "opening",
        "is_operator": actor.may("operator"),
        "key": secrets.token_urlsafe(12),
        "now": moment,
        "crumbs": [
            Crumb(MARKET, address("market")),
            Crumb(AUCTIONS, address("auctions")),
            Crumb(found.number),
        ],
    }
    return render(request, "auctions/auction.html", context)


@knows()
def record(request: HttpRequest, number: str) -> HttpResponse:
    """Everything with which anybody can check the result."""
    found = get_object_or_404(public_auctions(), number=number, state="decided")
    return JsonResponse(record_of(found), json_dumps_params={"indent": 1})


def seen(actor: Actor, number: str) -> Auction:
    """An auction that is announced, or a proposal that is the visitor's to see."""
    found = get_object_or_404(Auction.objects.select_related("seller"), number=number)
    if found.admitted is None and not (actor.may("operator") or actor.acts_for(found.seller_id)):
        raise Http404(number)
    return found


def _may_bid(actor: Actor, found: Auction) -> bool:
    """Traders but the seller; whoever has not signed in may turn out to be one."""
    return actor is NOBODY or (actor.may("trader") and not actor.acts_for(found.seller_id))


def told(found: Auction, moment: Any) -> dict[str, Any]:
    """An auction with the look and the word of where it stands."""
    phase = found.phase(moment)
    look = "closed" if phase == "decided" and not found.sold else LOOKS[phase]
    return {"auction": found, "phase": phase, "look": look, "word": found.phase_label(moment)}


def _row(bid: Any) -> dict[str, Any]:
    return {"bid": bid, "purpose": PURPOSES[bid.purpose], "outcome": outcome(bid)}
