"""In a party's name, with a token: holdings, offers, deals, retirements. Each act has a key."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from ninja import Header, Query, Router
from pydantic import AwareDatetime, Field

from qingshan.apps.base.clock import now
from qingshan.apps.base.rows import having
from qingshan.apps.books.reads import balances_of
from qingshan.apps.exchange.models import Listing
from qingshan.apps.exchange.reads import opened_listings
from qingshan.apps.exchange.verbs.cancel_listing import cancel_listing
from qingshan.apps.exchange.verbs.list_units import list_units
from qingshan.apps.exchange.verbs.take_listing import take_listing
from qingshan.apps.exchange.verbs.take_listings import take_listings
from qingshan.apps.interface.asked import Told
from qingshan.apps.interface.bearer import KEY_HEADER, Bearer, called
from qingshan.apps.interface.models import Token
from qingshan.apps.interface.named import numbered, ticket_named
from qingshan.apps.interface.paging import Paged, paged
from qingshan.apps.interface.problem import ANSWERED, CREATED, MADE
from qingshan.apps.interface.routers.market import SERIES, listing_told, trade_told
from qingshan.apps.interface.routers.register import retirement_told
from qingshan.apps.interface.telling import moment, money, tonnes
from qingshan.apps.retirements.naming import named
from qingshan.apps.retirements.verbs.retire_units import retire_units
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon
from qingshan.core.ledger.model import AccountKind

router = Router(tags=["own"])
Tonnes = Annotated[Decimal, Field(gt=0, max_digits=14, decimal_places=4, description="吨 tonnes")]
Key = Annotated[
    str, Header("", alias=KEY_HEADER, description="每次办理一个编号 one key for each act")
]


class Terms(Told):
    """How much at which price, and until when."""

    tonnes: Tonnes
    yuan_per_tonne: Decimal = Field(gt=0, max_digits=12, decimal_places=2)
    expires: AwareDatetime = Field(description="到期时刻 until when, with its offset")


class Offer(Terms):
    """An offer of whole tonnes."""

    ticket: str = Field(max_length=30, description="碳票编号 number of the ticket")


class Take(Told):
    """Taking an offer, wholly or in part."""

    listing: str = Field(max_length=30, description="挂牌编号 number of the offer")
    tonnes: Tonnes
    purpose: str = Field(max_length=30, description="用途 purpose")


class Part(Told):
    """How much of one of several offers."""

    listing: str = Field(max_length=30, description="挂牌编号 number of the offer")
    tonnes: Tonnes


class Order(Told):
    """Taking several offers, all of them or none; of sellers to whom one is not related."""

    listings: list[Part] = Field(min_length=1, max_length=100, description="挂牌 the offers")
    purpose: str = Field(max_length=30, description="用途 purpose")

    @property
    def numbers(self) -> list[str]:
        """The numbers of the offers."""
        return [one.listing for one in self.listings]


class Retire(Told):
    """Taking units out of circulation for good."""

    ticket: str = Field(max_length=30, description="碳票编号 number of the ticket")
    tonnes: Tonnes
    purpose: str = Field(max_length=30, description="用途 purpose")
    subject: str = Field("", max_length=60, description="活动、产品或服务名称 what is offset")
    first_day: date | None = Field(None, description="起日 first day of what is offset")
    last_day: date | None = Field(None, description="止日 last day")
    beneficiary_kind: Literal["self", "body", "person"] = Field(
        "self", description="为谁注销 for oneself, another body or a person"
    )
    beneficiary_name: str = Field("", max_length=60, description="受益人名称 its name")
    beneficiary_code: str = Field(
        "", max_length=18, description="统一社会信用代码或身份证号 its credit code or resident id"
    )


@router.get(
    "own/holdings",
    auth=Bearer("holdings:read"),
    response=ANSWERED,
    url_name="api_holdings",
)
def holdings(request: HttpRequest) -> dict[str, Any]:
    """What the token's party holds: money in yuan, units in tonnes."""
    token = token_of(request)
    rows = [
        {
            "asset": account.asset.removeprefix(SERIES),
            "unit": "t" if account.asset.startswith(SERIES) else "yuan",
            "posted": _amount(account.asset, balance.posted),
            "held": _amount(account.asset, balance.held),
            "available": _amount(account.asset, balance.available),
        }
        for account, balance in balances_of(token.party.owner).items()
        if account.kind is AccountKind.PARTY and balance.posted
    ]
    told = {"party": token.party.name, "party_key": token.party_id}
    return {**told, "as_of": moment(now()), "items": rows}


@router.get(
    "own/listings",
    auth=Bearer("holdings:read"),
    response=ANSWERED,
    url_name="api_own_listings",
)
def own_listings(request: HttpRequest, asked: Query[Paged]) -> dict[str, Any]:
    """Offers of the token's party, the latest first: under review, open or over."""
    rows = Listing.objects.filter(seller=token_of(request).party_id).order_by("-pk")
    return paged(request, rows, asked, lambda found: [listing_told(row) for row in found])


@router.post(
    "own/listings",
    auth=Bearer("market:write"),
    response=MADE,
    url_name="api_own_listings",
)
def offer(request: HttpRequest, told: Offer, key: Key) -> Any:
    """Offer units; they are held at once."""
    done = list_units(
        called(request),
        asset=ticket_named(told.ticket).asset,
        seller=token_of(request).party_id,
        quantity=carbon(told.tonnes),
        price_fen=fen(told.yuan_per_tonne),
        expires=told.expires,
    )
    return CREATED, listing_told(done)


@router.post(
    "own/listings/{number}/cancel",
    auth=Bearer("market:write"),
    response=ANSWERED,
    url_name="api_cancel",
)
def cancel(request: HttpRequest, number: str, key: Key) -> dict[str, Any]:
    """Take one's offer back; what is still held is free again."""
    listing = numbered(Listing.objects.all(), number)
    return listing_told(cancel_listing(called(request), listing=listing.pk))


@router.post(
    "own/trades",
    auth=Bearer("market:write"),
    response=MADE,
    url_name="api_take",
)
def take(request: HttpRequest, told: Take, key: Key) -> Any:
    """Take an offer at its price; the money is held at once and settled by the exchange."""
    listings = having(Listing, "number", [told.listing])
    if not listings or listings[0].opened is None:
        raise Http404(told.listing)
    trade = take_listing(
        called(request),
        listing=listings[0].pk,
        buyer=token_of(request).party_id,
        quantity=carbon(told.tonnes),
        purpose=told.purpose,
    )
    return CREATED, trade_told(trade)


@router.post(
    "own/pick-orders",
    auth=Bearer("market:write"),
    response=MADE,
    url_name="api_pick_order",
)
def take_several(request: HttpRequest, told: Order, key: Key) -> Any:
    """Take several offers at once, each at its price; the answer names each deal."""
    found = {one.number: one for one in opened_listings().filter(number__in=told.numbers)}
    missing = [number for number in told.numbers if number not in found]
    if missing:
        raise Http404("、".join(missing))
    done = take_listings(
        called(request),
        buyer=token_of(request).party_id,
        lines=[[found[one.listing].pk, carbon(one.tonnes)] for one in told.listings],
        purpose=told.purpose,
    )
    return CREATED, {
        "number": done.number,
        "tonnes": tonnes(done.quantity),
        "yuan": money(done.amount_fen),
        "yuan_fee": money(done.buyer_fee_fen),
        "purpose": done.purpose,
        "made": moment(done.made),
        "trades": [trade_told(deal) for deal in done.trades.order_by("pk")],
    }


@router.post(
    "own/retirements",
    auth=Bearer("tickets:write"),
    response=MADE,
    url_name="api_retire",
)
def retire(request: HttpRequest, told: Retire, key: Key) -> Any:
    """Retire units for good; the answer names the certificate."""
    done = retire_units(
        called(request),
        ticket=ticket_named(told.ticket).pk,
        party=token_of(request).party_id,
        quantity=carbon(told.tonnes),
        purpose=told.purpose,
        beneficiary=named(told.beneficiary_kind, told.beneficiary_name, told.beneficiary_code),
        subject=told.subject,
        first_day=told.first_day,
        last_day=told.last_day,
    )
    return CREATED, retirement_told(done)


def token_of(request: HttpRequest) -> Token:
    """The token with which one asks."""
    token: Token = request.auth  # type: ignore[attr-defined]
    return token


def _amount(asset: str, amount: int) -> str:
    return tonnes(amount) if asset.startswith(SERIES) else money(amount)
