"""Rows of the market as its pages show them: offers with where they come from, deals with uses."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from qingshan.apps.base.fixed import Fixed
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.reads import UseMean, standing_halts
from qingshan.apps.land.reads import county_label, county_names
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.purposes import PURPOSES
from qingshan.apps.registry.reads import states_of
from qingshan.core.kernel.label import Label
from qingshan.core.kernel.money import capitals

NOWHERE = Label("—", "—")
VALID = "valid"


@dataclass(frozen=True)
class OfferRow:
    """An offer, the county of its forest, the years that were monitored, and whether it rests.

    What rests is on offer and cannot be taken now: the market, its series or its seller is halted,
    or its ticket is suspended.
    """

    listing: Listing
    county: Label = NOWHERE
    years: str = ""
    rests: bool = False


def offer_rows(listings: Iterable[Listing]) -> list[OfferRow]:
    """Offers as many as may be: tickets, their states and what is halted are read once for all."""
    found = list(listings)
    told: list[Ticket] = _TICKETS.objects([listing.ticket for listing in found]) if found else []
    tickets = {ticket.number: ticket for ticket in told}
    names, states, halts = county_names(), states_of(told), list(standing_halts())
    everything = any(halt.scope == "market" for halt in halts)
    series = {halt.asset for halt in halts if halt.scope == "asset"}
    sellers = {halt.party_id for halt in halts if halt.scope == "party"}
    rows = []
    for listing in found:
        ticket = tickets.get(listing.ticket)
        halted = everything or listing.asset in series or listing.seller_id in sellers
        if ticket is None:
            rows.append(OfferRow(listing, rests=halted))
            continue
        period = ticket.monitoring.period
        rows.append(
            OfferRow(
                listing,
                county_label(ticket.monitoring.project.county_code, names),
                f"{period.start.year}–{period.last.year}",
                halted or states[ticket.pk] != VALID,
            )
        )
    return rows


def deal_rows(trades: Iterable[Trade]) -> list[dict[str, Any]]:
    """Deals of the tape; nobody is named."""
    return [
        {
            "trade": trade,
            "purpose": PURPOSES[trade.purpose],
            "ticket": trade.asset.removeprefix("ticket:"),
            "capitals": capitals(trade.amount_fen),
        }
        for trade in trades
    ]


def mean_rows(means: Iterable[UseMean]) -> list[dict[str, Any]]:
    """Means with their uses in words."""
    return [{"mean": mean, "purpose": PURPOSES[mean.purpose]} for mean in means]


_TICKETS = Fixed(
    lambda numbers: Ticket.objects.select_related("monitoring__project").filter(number__in=numbers),
    list[str],
)
