"""The market as everyone may see it: what is offered and what was dealt."""

from __future__ import annotations

from datetime import date
from typing import Any, Literal

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from qingshan.apps.base.clock import now
from qingshan.apps.books.reads import day_start
from qingshan.apps.exchange.models import Listing, Trade
from qingshan.apps.exchange.reads import listings_in, taped_trades
from qingshan.apps.interface.bearer import Reading
from qingshan.apps.interface.paging import Paged, paged
from qingshan.apps.interface.problem import REFUSED
from qingshan.apps.interface.telling import moment, money, tonnes

SERIES = "ticket:"
router = Router(throttle=[Reading()], tags=["market"])


class OfTicket(Paged):
    """Of one ticket or of all."""

    ticket: str = Field("", max_length=30, description="碳票编号 number of a ticket")


class ListingsAsked(OfTicket):
    """Which offers."""

    zone: Literal["", "judicial_zone", "individual_zone"] = Field(
        "", description="专区 a zone, the market outside of zones by default"
    )


class TradesAsked(OfTicket):
    """Which deals of the tape."""

    purpose: str = Field("", max_length=30, description="用途 purpose")
    mode: Literal[
        "", "listing", "bid", "block", "inquiry", "auction", "judicial_zone", "individual_zone"
    ] = Field("", description="成交方式 how the deal came about")
    since: date | None = Field(None, description="交割日期自 settled on or after")


@router.get("listings", response={200: dict[str, Any], **REFUSED}, url_name="api_listings")
def list_listings(request: HttpRequest, asked: Query[ListingsAsked]) -> dict[str, Any]:
    """What can be taken now, the latest offer first."""
    rows = listings_in(asked.zone, now())
    if asked.ticket:
        rows = rows.filter(asset=f"{SERIES}{asked.ticket}")
    return paged(request, rows, asked, lambda found: [listing_told(row) for row in found])


@router.get("trades", response={200: dict[str, Any], **REFUSED}, url_name="api_trades")
def list_trades(request: HttpRequest, asked: Query[TradesAsked]) -> dict[str, Any]:
    """Settled deals, each with its use; one that was corrected later says so and counts nowhere."""
    rows = taped_trades()
    if asked.ticket:
        rows = rows.filter(asset=f"{SERIES}{asked.ticket}")
    if asked.purpose:
        rows = rows.filter(purpose=asked.purpose)
    if asked.mode:
        rows = rows.filter(mode=asked.mode)
    if asked.since:
        rows = rows.filter(settled__gte=day_start(asked.since))
    return paged(request, rows, asked, lambda found: [trade_told(row) for row in found])


def listing_told(row: Listing) -> dict[str, Any]:
    """An offer; money in yuan as text, exact to the fen."""
    return {
        "number": row.number,
        "ticket": row.asset.removeprefix(SERIES),
        "tonnes": tonnes(row.quantity),
        "tonnes_left": tonnes(row.left),
        "yuan_per_tonne": money(row.price_fen),
        "zone": row.zone or None,
        "state": row.state,
        "reason": row.refusal_reason or None,
        "listed": moment(row.listed),
        "expires": moment(row.expires),
    }


def trade_told(row: Trade) -> dict[str, Any]:
    """A deal as the tape shows it: nobody is named."""
    return {
        "number": row.number,
        "ticket": row.asset.removeprefix(SERIES),
        "tonnes": tonnes(row.quantity),
        "yuan_per_tonne": money(row.price_fen),
        "yuan": money(row.amount_fen),
        "mode": row.mode,
        "purpose": row.purpose,
        "relation": row.relation or None,
        "state": row.state,
        "agreed": moment(row.agreed),
        "settled": moment(row.settled) if row.settled else None,
        "corrected": moment(row.corrected) if row.corrected else None,
    }
