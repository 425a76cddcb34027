"""The papers of a deal, for its two sides, the operator and the auditor."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from qingshan.apps.base.clock import now
from qingshan.apps.base.downloads import PDF
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.exchange.deal_paper import contract_pdf, statement_pdf
from qingshan.apps.exchange.doors import DEALS
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.modes import BUY, SELL, ZONES
from qingshan.apps.exchange.objecting import objections_until
from qingshan.apps.exchange.reads import trades_with
from qingshan.apps.parties.acting import DESK, actor_in
from qingshan.apps.registry.purposes import PURPOSES
from qingshan.core.ledger.model import booking_day

OVERSEERS = ("operator", "auditor")
SHOWN = 100


@login_required
def deals(request: HttpRequest) -> HttpResponse:
    """The deals of one's parties, or all of them for those who watch, with their papers."""
    actor = actor_in(request)
    rows, today = [], booking_day(now())
    found = trades_with(None if actor.may(*OVERSEERS) else actor.parties)
    for trade in found.prefetch_related("objections__party")[:SHOWN]:
        sides = [side for side in (BUY, SELL) if _may_see(request, trade, side)]
        bought = getattr(trade, "zone_purchase", None)
        may_object = any(map(actor.acts_for, (trade.buyer_id, trade.seller_id)))
        rows.append(
            {
                "trade": trade,
                "purpose": PURPOSES[trade.purpose],
                "sides": sides,
                "order": trade.pick_order if actor.acts_for(trade.buyer_id) else None,
                "retirement": bought and bought.retirement,
                "objections": list(trade.objections.all()),
                "may_object": may_object and objections_until(trade) >= today,
                "may_correct": actor.may("operator") and _may_be_led_back(trade),
            }
        )
    context = {
        "heading": DEALS,
        "rows": rows,
        "now": now(),
        "crumbs": [Crumb(DESK, address("desk")), Crumb(DEALS)],
    }
    return render(request, "exchange/deals.html", context)


@login_required
def contract(request: HttpRequest, number: str) -> HttpResponse:
    """The contract of a deal."""
    trade = _trade(number)
    if not any(_may_see(request, trade, side) for side in (BUY, SELL)):
        raise Http404(number)
    return _paper(contract_pdf(trade), f"{number}-contract")


@login_required
def statement(request: HttpRequest, number: str, side: str) -> HttpResponse:
    """What one side was charged or paid; the other side does not see it."""
    trade = _trade(number)
    if side not in {BUY, SELL} or trade.settled is None or not _may_see(request, trade, side):
        raise Http404(number)
    return _paper(statement_pdf(trade, side), f"{number}-{side}")


def _trade(number: str) -> Trade:
    found = Trade.objects.select_related("seller", "buyer").filter(number=number).first()
    if found is None:
        raise Http404(number)
    return found


def _may_be_led_back(trade: Trade) -> bool:
    """Whether the units are still there: those of a zone were retired when they were delivered."""
    return trade.state == "settled" and trade.mode not in ZONES


def _may_see(request: HttpRequest, trade: Trade, side: str) -> bool:
    actor = actor_in(request)
    party = trade.buyer_id if side == BUY else trade.seller_id
    return actor.acts_for(party) or actor.may(*OVERSEERS)


def _paper(data: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=PDF)
    answer["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
