"""Auctions: what everybody may see, and bids of one's own party, sealed before they are sent."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from django.http import Http404, HttpRequest
from django.urls import reverse
from ninja import Query, Router
from pydantic import Field

from qingshan.apps.auctions.models import Auction, SealedBid
from qingshan.apps.auctions.reads import public_auctions
from qingshan.apps.auctions.telling import record_of
from qingshan.apps.auctions.verbs.seal_bid import seal_bid
from qingshan.apps.auctions.verbs.unseal_bid import unseal_bid
from qingshan.apps.base.clock import now
from qingshan.apps.interface.asked import Told
from qingshan.apps.interface.bearer import Bearer, Reading, called
from qingshan.apps.interface.named import numbered
from qingshan.apps.interface.paging import Paged, paged
from qingshan.apps.interface.problem import ABSENT, ANSWERED, CREATED, MADE, REFUSED
from qingshan.apps.interface.routers.market import SERIES
from qingshan.apps.interface.routers.own import Key, Tonnes, token_of
from qingshan.apps.interface.telling import moment, money, tonnes
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon

router = Router(tags=["auctions"])
HEX_32, HEX_64 = r"^[0-9a-f]{32}$", r"^[0-9a-f]{64}$"


class AuctionsAsked(Paged):
    """Which auctions."""

    ticket: str = Field("", max_length=30, description="碳票编号 number of a ticket")
    state: Literal["", "announced", "decided", "called_off", "withdrawn"] = Field(
        "", description="状态 state"
    )


class Bid(Told):
    """A sealed bid: its digest alone is sent, price and quantity stay with the bidder."""

    commitment: str = Field(pattern=HEX_64, description="密封摘要 digest of the bid")
    purpose: str = Field(max_length=30, description="用途 purpose")
    relation: str = Field("", max_length=20, description="与卖方的关联 relation to the seller")


class Opening(Told):
    """What was sealed."""

    yuan_per_tonne: Decimal = Field(gt=0, max_digits=12, decimal_places=2)
    tonnes: Tonnes
    secret: str = Field(pattern=HEX_32, description="密钥 the secret of the bid")


@router.get(
    "auctions",
    throttle=[Reading()],
    response={200: dict[str, Any], **REFUSED},
    url_name="api_auctions",
)
def list_auctions(request: HttpRequest, asked: Query[AuctionsAsked]) -> dict[str, Any]:
    """Auctions that are or were announced, the latest first."""
    rows = public_auctions()
    if asked.ticket:
        rows = rows.filter(asset=f"{SERIES}{asked.ticket}")
    if asked.state:
        rows = rows.filter(state=asked.state)
    return paged(request, rows, asked, lambda found: [auction_told(request, row) for row in found])


@router.get(
    "auctions/{number}",
    throttle=[Reading()],
    response={200: dict[str, Any], **ABSENT},
    url_name="api_auction",
)
def one_auction(request: HttpRequest, number: str) -> dict[str, Any]:
    """One auction: what is sold, from which price on, its times, its result once there is one."""
    return auction_told(request, _public(number))


@router.get(
    "auctions/{number}/record",
    throttle=[Reading()],
    response={200: dict[str, Any], **ABSENT},
    url_name="api_auction_record",
)
def one_record(request: HttpRequest, number: str) -> dict[str, Any]:
    """The record of a decided auction, with which anybody can reckon its result again."""
    found = _public(number)
    if found.state != "decided":
        raise Http404(number)
    return record_of(found)


@router.get(
    "own/bids",
    auth=Bearer("holdings:read"),
    response=ANSWERED,
    url_name="api_own_bids",
)
def own_bids(request: HttpRequest, asked: Query[Paged]) -> dict[str, Any]:
    """The sealed bids of the token's party, with what came of each."""
    rows = SealedBid.objects.filter(bidder=token_of(request).party_id)
    rows = rows.select_related("auction", "trade")
    return paged(request, rows, asked, lambda found: [bid_told(row) for row in found])


@router.post(
    "own/auctions/{number}/bids",
    auth=Bearer("market:write"),
    response=MADE,
    url_name="api_seal_bid",
)
def seal(request: HttpRequest, number: str, told: Bid, key: Key) -> Any:
    """Send a sealed bid; the deposit is held at once."""
    done = seal_bid(
        called(request),
        auction=_public(number).pk,
        bidder=token_of(request).party_id,
        commitment=told.commitment,
        purpose=told.purpose,
        relation=told.relation,
    )
    return CREATED, bid_told(done)


@router.post(
    "own/bids/{number}/open",
    auth=Bearer("market:write"),
    response=ANSWERED,
    url_name="api_open_bid",
)
def unseal(request: HttpRequest, number: str, told: Opening, key: Key) -> dict[str, Any]:
    """Open a bid of the token's party; price and fee are held instead of the deposit."""
    found = numbered(SealedBid.objects.filter(bidder=token_of(request).party_id), number)
    done = unseal_bid(
        called(request),
        bid=found.pk,
        price_fen=fen(told.yuan_per_tonne),
        quantity=carbon(told.tonnes),
        secret=told.secret,
    )
    return bid_told(done)


def auction_told(request: HttpRequest, row: Auction) -> dict[str, Any]:
    """An auction as everyone may see it; ``phase`` is where it stands by the clock."""
    is_decided = row.state == "decided"
    result = {
        "yuan_per_tonne": money(row.price_fen) if row.sold else None,
        "tonnes_sold": tonnes(row.sold),
        "tonnes_wanted": tonnes(row.wanted),
        "cover_percent": str(row.cover_percent),
    }
    record = request.build_absolute_uri(reverse("api_auction_record", args=[row.number]))
    return {
        "number": row.number,
        "ticket": row.ticket,
        "seller": row.seller.public_name,
        "tonnes": tonnes(row.quantity),
        "floor_yuan_per_tonne": money(row.floor_fen),
        "deposit_yuan": money(row.deposit_fen),
        "under": row.under,
        "bidding_from": moment(row.bidding_from),
        "bidding_until": moment(row.bidding_until),
        "opening_until": moment(row.opening_until),
        "state": row.state,
        "phase": row.phase(now()),
        "reason": row.reason or None,
        "result": result if is_decided else None,
        "links": {"record": record} if is_decided else {},
    }


def bid_told(row: SealedBid) -> dict[str, Any]:
    """A sealed bid as its own party sees it; what it says is told after its opening."""
    is_open = row.price_fen is not None and row.quantity is not None
    return {
        "number": row.number,
        "auction": row.auction.number,
        "commitment": row.commitment,
        "state": row.state,
        "sealed": moment(row.sealed),
        "held_yuan": money(row.held_fen),
        "yuan_per_tonne": money(row.price_fen or 0) if is_open else None,
        "tonnes": tonnes(row.quantity or 0) if is_open else None,
        "tonnes_won": tonnes(row.won),
        "deal": row.trade.number if row.trade else None,
    }


def _public(number: str) -> Auction:
    return numbered(public_auctions(), number)
