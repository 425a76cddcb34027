"""Auctions and bids: what is announced, what waits for whom, what is due."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from qingshan.apps.auctions.models import Auction, SealedBid


def public_auctions() -> QuerySet[Auction]:
    """What everybody may see, newest first."""
    shown = Auction.objects.exclude(admitted=None)
    return shown.select_related("seller").order_by("-pk")


def proposed_auctions() -> QuerySet[Auction]:
    """What waits for the operator's admission."""
    return Auction.objects.filter(state="proposed").select_related("seller").order_by("pk")


def announced_auctions() -> QuerySet[Auction]:
    """What is announced and not decided, in the order of its end."""
    live = Auction.objects.filter(state="announced").select_related("seller")
    return live.order_by("opening_until", "pk")


def past_auctions() -> QuerySet[Auction]:
    """What came to an end, the latest first."""
    over = Auction.objects.exclude(state__in=["proposed", "announced"])
    return over.select_related("seller").order_by("-ended", "-pk")


def auctions_to_clear(now: datetime) -> QuerySet[Auction]:
    """Auctions whose opening is over."""
    return announced_auctions().filter(opening_until__lte=now)


def auctions_to_call(now: datetime) -> list[int]:
    """Auctions whose opening has begun and whose bidders were not yet told."""
    begun = announced_auctions().filter(called=None, bidding_until__lte=now, opening_until__gt=now)
    return list(begun.values_list("pk", flat=True))


def auctions_to_lapse(now: datetime) -> list[int]:
    """Proposals that nobody admitted before the bidding should have begun."""
    return list(proposed_auctions().filter(bidding_from__lte=now).values_list("pk", flat=True))


def withdrawable_auctions(parties: Iterable[int], now: datetime) -> QuerySet[Auction]:
    """Auctions that their sellers may still take back."""
    mine = Auction.objects.filter(seller__in=list(parties), bidding_from__gt=now)
    return mine.filter(state__in=["proposed", "announced"]).order_by("pk")


def bid_of(auction: Auction, bidder: int) -> SealedBid | None:
    """What a party bid in an auction."""
    return auction.bids.filter(bidder=bidder).first()


def bids_to_open(parties: Iterable[int], now: datetime) -> QuerySet[SealedBid]:
    """Sealed bids of some parties that may be opened now."""
    mine = SealedBid.objects.filter(state="sealed", bidder__in=list(parties))
    live = mine.filter(
        auction__state="announced", auction__bidding_until__lte=now, auction__opening_until__gt=now
    )
    return live.select_related("auction").order_by("pk")


def bids_of_auction(auction: Auction) -> QuerySet[SealedBid]:
    """All bids in the order in which they came in."""
    return auction.bids.select_related("bidder", "trade").order_by("place")
