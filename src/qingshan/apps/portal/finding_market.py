"""What the lists of the market can be narrowed to: queries that find their rows by an index."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Substr

from qingshan.apps.base.clock import now
from qingshan.apps.base.listing import Asked, Filter, Order
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.modes import MODES
from qingshan.apps.exchange.reads import open_listings, opened_listings, taped_trades
from qingshan.apps.portal.finding import (
    PREFIX,
    county_filter,
    method_filter,
    year_filter,
    year_span,
)
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.purposes import PURPOSES
from qingshan.apps.registry.reads import ticket_number
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import FEN_PER_YUAN
from qingshan.core.kernel.units import CARBON_PER_TONNE

DEALS_ORDER = Order("settled")
OFFERS_ORDER = Order("price_fen", is_down=False)
OF_TICKETS = ("county", "method", "vintage")
"""What an offer is looked for by that its ticket says."""


def ticket_filter() -> Filter:
    """One ticket, by its whole number."""
    return Filter("ticket", Label("票号", "Ticket"))


def deal_filters() -> list[Filter]:
    """How the tape is narrowed."""
    return [
        ticket_filter(),
        Filter("purpose", Label("用途", "Use"), list(PURPOSES.items())),
        Filter("mode", Label("成交方式", "Mode"), list(MODES.items())),
        year_filter("交割年份", "Year of delivery"),
    ]


def deals() -> QuerySet[Trade]:
    """The tape, newest first; nobody is named."""
    return taped_trades().select_related(None)


def deals_found(wanted: Asked) -> QuerySet[Trade]:
    """Deals of the tape, newest first."""
    found = deals()
    if ticket := wanted["ticket"]:
        found = found.filter(asset=_series(ticket))
    if purpose := wanted["purpose"]:
        found = found.filter(purpose=purpose)
    if mode := wanted["mode"]:
        found = found.filter(mode=mode)
    if year := wanted["year"]:
        first, end = year_span(year)
        found = found.filter(settled__gte=first, settled__lt=end)
    return found


def offer_filters() -> list[Filter]:
    """How the list of offers is narrowed."""
    return [
        ticket_filter(),
        county_filter(),
        method_filter(),
        Filter("vintage", Label("监测期含年份", "Monitored in"), is_year=True),
        Filter("ceiling", Label("最高价（元/吨）", "Highest price (CNY/t)"), is_number=True),
        Filter("least", Label("至少可买（吨）", "At least (t)"), is_number=True),
    ]


def offers() -> QuerySet[Listing]:
    """What is or was offered outside of the zones, cheapest first."""
    return opened_listings().filter(zone="").order_by("price_fen", "pk")


def offers_found(wanted: Asked) -> QuerySet[Listing]:
    """What can be taken now, cheapest first."""
    found = open_listings(now())
    if ticket := wanted["ticket"]:
        found = found.filter(asset=_series(ticket))
    if ceiling := wanted["ceiling"]:
        found = found.filter(price_fen__lte=int(ceiling) * FEN_PER_YUAN)
    if least := wanted["least"]:
        found = found.filter(left__gte=int(least) * CARBON_PER_TONNE)
    if any(wanted[name] for name in OF_TICKETS):
        number = Substr(OuterRef("asset"), len(PREFIX) + 1)
        found = found.filter(Exists(_tickets(wanted).filter(number=number)))
    return found


def _tickets(wanted: Asked) -> QuerySet[Ticket]:
    found = Ticket.objects.all()
    if county := wanted["county"]:
        found = found.filter(monitoring__project__county_code=county)
    if method := wanted["method"]:
        found = found.filter(monitoring__method=method)
    if vintage := wanted["vintage"]:
        first, end = date(int(vintage), 1, 1), date(int(vintage) + 1, 1, 1)
        found = found.filter(monitoring__start__lt=end, monitoring__end__gt=first)
    return found


def _series(number: str) -> str:
    return f"{PREFIX}{ticket_number(number)}"
