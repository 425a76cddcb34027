"""Inquiries, offers to them, and purchases in a zone, in the name of the token's party."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from ninja import Query, Router
from pydantic import AwareDatetime, Field

from qingshan.apps.exchange.inquiry_models import Inquiry, Quotation
from qingshan.apps.exchange.inquiry_reads import inquiries_with, quotations_on
from qingshan.apps.exchange.reads import opened_listings
from qingshan.apps.exchange.verbs.accept_quotation import accept_quotation
from qingshan.apps.exchange.verbs.buy_in_zone import buy_in_zone
from qingshan.apps.exchange.verbs.decline_inquiry import decline_inquiry
from qingshan.apps.exchange.verbs.make_quotation import make_quotation
from qingshan.apps.exchange.verbs.open_inquiry import open_inquiry
from qingshan.apps.exchange.verbs.withdraw_inquiry import withdraw_inquiry
from qingshan.apps.exchange.verbs.withdraw_quotation import withdraw_quotation
from qingshan.apps.interface.asked import Told
from qingshan.apps.interface.bearer import Bearer, called
from qingshan.apps.interface.named import numbered, parties_named, ticket_named
from qingshan.apps.interface.paging import Paged, paged
from qingshan.apps.interface.problem import ANSWERED, CREATED, MADE
from qingshan.apps.interface.routers.market import trade_told
from qingshan.apps.interface.routers.own import (
    Key,
    Terms,
    Tonnes,
    token_of,
)
from qingshan.apps.interface.telling import moment, money, tonnes
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon

MOST_NAMED = 50
router = Router(tags=["inquiries"])


class Ask(Told):
    """Asking holders for offers."""

    ticket: str = Field(max_length=30, description="碳票编号 number of the ticket")
    tonnes: Tonnes
    purpose: str = Field(max_length=30, description="用途 purpose")
    expires: AwareDatetime = Field(description="到期时刻 until when, with its offset")
    holders: list[str] = Field(
        default_factory=list,
        max_length=MOST_NAMED,
        description="向谁询价，不填为全部持有人 credit codes or names; none asks all who hold it",
    )


class Offer(Terms):
    """An offer to an inquiry."""


class Accept(Told):
    """Accepting an offer, wholly or in part."""

    tonnes: Tonnes
    relation: str = Field("", max_length=20, description="与卖方的关联 relation to the seller")


class Decline(Told):
    """Offering nothing."""

    word: str = Field("", max_length=200, description="说明 a word")


class ZoneBuy(Told):
    """Buying to retire at once."""

    listing: str = Field(max_length=30, description="挂牌编号 number of the offer")
    tonnes: Tonnes
    purpose: str = Field(max_length=30, description="用途 purpose")
    subject: str = Field(max_length=120, description="事由 the event")
    beneficiary: str = Field("", max_length=120, description="受益人 for whom")
    is_person: bool = Field(default=False, description="受益人是个人 the beneficiary is a person")
    ruling: str = Field("", max_length=60, description="裁判文书号 number of the ruling")
    is_further: bool = Field(
        default=False, description="同一案号再次认购 bought before for this ruling"
    )
    relation: str = Field("", max_length=20, description="与卖方的关联 relation to the seller")


@router.get(
    "own/inquiries",
    auth=Bearer("holdings:read"),
    response=ANSWERED,
    url_name="api_inquiries",
)
def list_inquiries(request: HttpRequest, asked: Query[Paged]) -> dict[str, Any]:
    """Inquiries that the token's party made or was asked in, the latest first."""
    rows = inquiries_with([token_of(request).party_id])
    return paged(request, rows, asked, lambda found: [inquiry_told(row) for row in found])


@router.get(
    "own/inquiries/{number}",
    auth=Bearer("holdings:read"),
    response=ANSWERED,
    url_name="api_inquiry",
)
def one_inquiry(request: HttpRequest, number: str) -> dict[str, Any]:
    """One inquiry with its offers: all for its buyer, one's own for a holder who was asked."""
    found, party = _seen(request, number), token_of(request).party_id
    offers = quotations_on(found, holder=None if found.buyer_id == party else party)
    return {**inquiry_told(found), "offers": [offer_told(row) for row in offers]}


@router.post("own/inquiries", auth=Bearer("market:write"), response=MADE, url_name="api_inquiries")
def ask(request: HttpRequest, told: Ask, key: Key) -> Any:
    """Ask holders for offers; nothing is held for it."""
    done = open_inquiry(
        called(request),
        asset=ticket_named(told.ticket).asset,
        buyer=token_of(request).party_id,
        quantity=carbon(told.tonnes),
        purpose=told.purpose,
        expires=told.expires,
        holders=[one.pk for one in parties_named(("holders", name) for name in told.holders)],
    )
    return CREATED, inquiry_told(done)


@router.post(
    "own/inquiries/{number}/withdraw",
    auth=Bearer("market:write"),
    response=ANSWERED,
    url_name="api_withdraw_inquiry",
)
def withdraw(request: HttpRequest, number: str, key: Key) -> dict[str, Any]:
    """End one's own inquiry without a deal; what was offered is free again."""
    return inquiry_told(withdraw_inquiry(called(request), inquiry=_seen(request, number).pk))


@router.post(
    "own/inquiries/{number}/offers",
    auth=Bearer("market:write"),
    response=MADE,
    url_name="api_quote",
)
def quote(request: HttpRequest, number: str, told: Offer, key: Key) -> Any:
    """Offer units to an inquiry in which one was asked; they are held at once."""
    done = make_quotation(
        called(request),
        inquiry=_seen(request, number).pk,
        holder=token_of(request).party_id,
        quantity=carbon(told.tonnes),
        price_fen=fen(told.yuan_per_tonne),
        expires=told.expires,
    )
    return CREATED, offer_told(done)


@router.post(
    "own/inquiries/{number}/decline",
    auth=Bearer("market:write"),
    response=ANSWERED,
    url_name="api_decline",
)
def decline(request: HttpRequest, number: str, told: Decline, key: Key) -> dict[str, Any]:
    """Say that nothing will be offered."""
    party = token_of(request).party_id
    found = _seen(request, number)
    done = decline_inquiry(called(request), inquiry=found.pk, holder=party, word=told.word)
    return inquiry_told(done.inquiry)


@router.post(
    "own/offers/{number}/accept", auth=Bearer("market:write"), response=MADE, url_name="api_accept"
)
def accept(request: HttpRequest, number: str, told: Accept, key: Key) -> Any:
    """Accept an offer to one's own inquiry; the money is held, the other offers are free."""
    done = accept_quotation(
        called(request),
        quotation=_offer(request, number).pk,
        quantity=carbon(told.tonnes),
        relation=told.relation,
    )
    return CREATED, trade_told(done)


@router.post(
    "own/offers/{number}/withdraw",
    auth=Bearer("market:write"),
    response=ANSWERED,
    url_name="api_withdraw_offer",
)
def withdraw_offer(request: HttpRequest, number: str, key: Key) -> dict[str, Any]:
    """Take one's offer to an inquiry back; its units are free again."""
    found = _offer(request, number)
    return offer_told(withdraw_quotation(called(request), quotation=found.pk))


@router.post(
    "own/zone-trades", auth=Bearer("market:write"), response=MADE, url_name="api_buy_in_zone"
)
def buy(request: HttpRequest, told: ZoneBuy, key: Key) -> Any:
    """Buy in a zone: the money is held at once, settling retires the units."""
    listing = numbered(opened_listings(), told.listing)
    words = tuple(name for name in type(told).model_fields if name not in {"listing", "tonnes"})
    done = buy_in_zone(
        called(request),
        listing=listing.pk,
        buyer=token_of(request).party_id,
        quantity=carbon(told.tonnes),
        **{name: getattr(told, name) for name in words},
    )
    return CREATED, trade_told(done)


def inquiry_told(row: Inquiry) -> dict[str, Any]:
    """An inquiry as those concerned see it."""
    return {
        "number": row.number,
        "ticket": row.ticket,
        "buyer": row.buyer.name,
        "tonnes": tonnes(row.quantity),
        "purpose": row.purpose,
        "asked": moment(row.asked),
        "expires": moment(row.expires),
        "state": row.state,
    }


def offer_told(row: Quotation) -> dict[str, Any]:
    """An offer to an inquiry."""
    return {
        "number": row.number,
        "inquiry": row.inquiry.number,
        "holder": row.holder.name,
        "tonnes": tonnes(row.quantity),
        "yuan_per_tonne": money(row.price_fen),
        "made": moment(row.made),
        "expires": moment(row.expires),
        "state": row.state,
    }


def _seen(request: HttpRequest, number: str) -> Inquiry:
    """An inquiry of the token's party, or one in which it was asked; 404 for any other."""
    return numbered(inquiries_with([token_of(request).party_id]), number)


def _offer(request: HttpRequest, number: str) -> Quotation:
    """An offer that the token's party made or was made; 404 for any other."""
    party = token_of(request).party_id
    rows = Quotation.objects.filter(Q(holder=party) | Q(inquiry__buyer=party))
    return numbered(rows, number)
