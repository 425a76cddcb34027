"""The market for everybody: what is offered, what was dealt, prices by use."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from qingshan.apps.base.clock import now
from qingshan.apps.base.downloads import csv_answer
from qingshan.apps.base.listing import knows
from qingshan.apps.exchange.listening import READ_EVERY_S
from qingshan.apps.exchange.live import FEED
from qingshan.apps.exchange.reads import open_listings, standing_halts, taped_trades
from qingshan.apps.exchange.use_reads import means_by_use
from qingshan.apps.parties.acting import may_come
from qingshan.apps.registry.purposes import PURPOSES
from qingshan.core.kernel.money import capitals, yuan
from qingshan.core.kernel.units import CARBON_PER_TONNE

SHOWN = 50


@knows()
def market(request: HttpRequest) -> HttpResponse:
    """Listings, the tape, and the mean of each use; no price of the whole market is printed."""
    FEED.read(unless_read_within_s=READ_EVERY_S)
    since, moment = FEED.cursor, now()
    trades = [
        {
            "trade": trade,
            "purpose": PURPOSES[trade.purpose],
            "ticket": trade.asset.removeprefix("ticket:"),
            "capitals": capitals(trade.amount_fen),
        }
        for trade in taped_trades()[:SHOWN]
    ]
    context = {
        "listings": [
            {"listing": listing, "ticket": listing.asset.removeprefix("ticket:")}
            for listing in open_listings(moment)[:SHOWN]
        ],
        "trades": trades,
        "means": [{"mean": mean, "purpose": PURPOSES[mean.purpose]} for mean in means_by_use()],
        "halt": standing_halts().filter(scope="market").first(),
        "today": moment.date(),
        "stream": reverse("market_stream"),
        "since": since,
        "may_buy": may_come(request, "trader"),
    }
    return render(request, "portal/market.html", context)


@knows()
def trades_csv(request: HttpRequest) -> HttpResponse:
    """The whole tape as CSV."""
    head = ["number", "ticket", "tonnes", "price_yuan", "amount_yuan", "purpose", "settled"]
    head += ["corrected", "mode", "relation"]
    rows = (
        [
            trade.number,
            trade.asset.removeprefix("ticket:"),
            trade.quantity // CARBON_PER_TONNE,
            yuan(trade.price_fen).replace(",", ""),
            yuan(trade.amount_fen).replace(",", ""),
            trade.purpose,
            trade.settled.isoformat() if trade.settled else "",
            trade.corrected.isoformat() if trade.corrected else "",
            *(trade.mode, trade.relation or "none"),
        ]
        for trade in taped_trades()
    )
    return csv_answer("trades.csv", head, rows)
