"""The market for everybody: what is offered, what was dealt, prices by use."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode

from qingshan.apps.base.clock import now
from qingshan.apps.base.downloads import csv_stream
from qingshan.apps.base.frame import Crumb, address
from qingshan.apps.base.listing import (
    MOST_COUNTED,
    asked,
    by_keys,
    count_up_to,
    knows,
    up_to,
)
from qingshan.apps.exchange.listening import READ_EVERY_S
from qingshan.apps.exchange.live import FEED
from qingshan.apps.exchange.reads import open_bids, open_listings, standing_halts
from qingshan.apps.exchange.use_reads import led_back, means_among, means_by_use
from qingshan.apps.exchange.views.operating import MARKET
from qingshan.apps.parties.acting import may_come
from qingshan.apps.portal import finding_market as finding
from qingshan.apps.portal.market_rows import deal_rows, mean_rows, offer_rows
from qingshan.apps.portal.market_sheets import DEALS, deal_cells
from qingshan.apps.portal.views.comparing import compare_href
from qingshan.apps.portal.views.registers import Register, page_told
from qingshan.apps.registry.purposes import PURPOSES
from qingshan.apps.rulebook.reads import coming_notices
from qingshan.core.kernel.label import Label

SHOWN = 50
OFFERS, TAPE = Label("全部挂牌", "All offers"), Label("成交记录", "Deals")
OF_A_PICK = ("ticket", "ceiling")
"""What a list of offers and the form of an order by quantity both ask."""


@knows()
def market(request: HttpRequest) -> HttpResponse:
    """Listings, the tape, and the mean of each use; no price of the whole market is printed."""
    FEED.read(unless_read_within_s=READ_EVERY_S)
    since, moment, means = FEED.cursor, now(), means_by_use()
    offers = open_listings(moment)
    listings = list(offers[:SHOWN])
    context = {
        "rows": offer_rows(listings),
        "offers": len(listings) if len(listings) < SHOWN else count_up_to(offers),
        "bound": MOST_COUNTED,
        "bids": [
            {"bid": bid, "ticket": bid.ticket, "purpose": PURPOSES[bid.purpose]}
            for bid in open_bids(moment)[:SHOWN]
        ],
        "trades": deal_rows(finding.deals()[:SHOWN]),
        "deals": sum(mean.deals for mean in means) + led_back(),
        "means": mean_rows(means),
        "coming": coming_notices(moment.date()).first(),
        "halt": standing_halts().filter(scope="market").first(),
        "today": moment.date(),
        "stream": reverse("market_stream"),
        "since": since,
        "may_buy": may_come(request, "trader"),
    }
    return render(request, "portal/market.html", context)


def offers(request: HttpRequest) -> HttpResponse:
    """Everything that can be taken now, cheapest first."""
    wanted = _OFFERS.asked(request)
    kept = {name: wanted[name] for name in OF_A_PICK if wanted[name]}
    page = page_told(request, _OFFERS, wanted)
    context = page | {
        "may_buy": may_come(request, "trader"),
        "compare": compare_href(offer.ticket for offer in page["page"].rows),
        "pick": f"{reverse('pick')}?{urlencode(kept)}" if kept else reverse("pick"),
        "crumbs": [Crumb(MARKET, address("market")), Crumb(OFFERS)],
    }
    return render(request, _OFFERS.template, context)


def deals(request: HttpRequest) -> HttpResponse:
    """The whole tape, newest first, with the sums of what is asked where they are at hand."""
    wanted = _DEALS.asked(request)
    purpose, means, count = wanted["purpose"], None, None
    if set(wanted.values) <= {"purpose"}:
        means = [one for one in means_by_use() if purpose in {"", one.purpose}]
        count = sum(one.deals for one in means) + led_back(purpose)
    context = page_told(request, _DEALS, wanted, count)
    if means is None and 0 < context["page"].count <= MOST_COUNTED:
        means = means_among(up_to(_DEALS.order.sorted(_DEALS.found(wanted))))
    csv = reverse("trades_csv")
    context |= {
        "means": mean_rows(means or []),
        "is_first": wanted.before is None and wanted.after is None,
        "csv": f"{csv}?{urlencode(wanted.values)}" if wanted.values else csv,
        "crumbs": [Crumb(MARKET, address("market")), Crumb(TAPE)],
    }
    return render(request, _DEALS.template, context)


def trades_csv(request: HttpRequest) -> StreamingHttpResponse:
    """The tape as CSV, narrowed like its page."""
    wanted = asked(request, finding.deal_filters(), paged=False)
    found = finding.deals_found(wanted).iterator()
    return csv_stream("trades.csv", DEALS, deal_cells(found))


_OFFERS = Register(
    "portal/offers.html",
    finding.offer_filters,
    finding.offers_found,
    by_keys(finding.offers),
    offer_rows,
    finding.OFFERS_ORDER,
)
_DEALS = Register(
    "portal/deals.html",
    finding.deal_filters,
    finding.deals_found,
    by_keys(finding.deals),
    deal_rows,
    finding.DEALS_ORDER,
)
