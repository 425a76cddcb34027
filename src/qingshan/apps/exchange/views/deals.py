"""The papers of a deal, for its two sides, the operator and the auditor."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from qingshan.apps.base.clock import now
from qingshan.apps.base.downloads import PDF
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.exchange.deal_paper import contract_pdf, statement_pdf
from qingshan.apps.exchange.doors import DEALS, OVERSEERS
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.modes import BUY, SELL, ZONES
from qingshan.apps.exchange.objecting import is_too_late
from qingshan.apps.exchange.reads import trades_with
from qingshan.apps.parties.acting import DESK, actor_in
from qingshan.apps.registry.purposes import PURPOSES
from qingshan.core.ledger.model import booking_day

PER_PAGE = 50


@login_required
def deals(request: HttpRequest) -> HttpResponse:
    """The deals of one's parties, or all of them for those who watch."""
    actor = actor_in(request)
    found = trades_with(None if actor.may(*OVERSEERS) else actor.parties)
    page = Paginator(found.prefetch_related("objections"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = {
        "heading": DEALS,
        "rows": [
            {
                "trade": trade,
                "purpose": PURPOSES[trade.purpose],
                "has_open_objection": any(one.is_upheld is None for one in trade.objections.all()),
            }
            for trade in page
        ],
        "page": page,
        "now": now(),
        "crumbs": [Crumb(DESK, address("desk")), Crumb(DEALS)],
    }
    return render(request, "exchange/deals.html", context)


@login_required
def deal(request: HttpRequest, number: str) -> HttpResponse:
    """One deal: what it came from, what each side pays or gets, its papers and objections.

    A side sees what itself is charged; those who watch see both.
    """
    trade, actor = _trade(number), actor_in(request)
    sides = [side for side in (BUY, SELL) if _may_see(request, trade, side)]
    if not sides:
        raise Http404(number)
    bought = getattr(trade, "zone_purchase", None)
    may_object = any(map(actor.acts_for, (trade.buyer_id, trade.seller_id)))
    objections = list(trade.objections.select_related("party").order_by("pk"))
    context = {
        "trade": trade,
        "ticket": trade.asset.removeprefix("ticket:"),
        "purpose": PURPOSES[trade.purpose],
        "charges": [(side, trade.charge(side)) for side in sides],
        "order": trade.pick_order if BUY in sides else None,
        "retirement": bought and bought.retirement,
        "objections": objections,
        "may_answer": actor.may("operator"),
        "may_object": may_object and not objections and not is_too_late(trade, booking_day(now())),
        "may_correct": actor.may("operator") and _may_be_led_back(trade),
        "now": now(),
        "crumbs": [Crumb(DESK, address("desk")), Crumb(DEALS, address("deals")), Crumb(number)],
    }
    return render(request, "exchange/deal.html", context)


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
    found = trades_with(None).filter(number=number).first()
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
