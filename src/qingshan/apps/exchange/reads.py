"""The market as anyone may see it: what is offered, what was dealt, for which use."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, QuerySet, Sum

from qingshan.apps.exchange.models import Listing, Trade
from qingshan.core.kernel.units import CARBON_PER_TONNE


@dataclass(frozen=True)
class UseMean:
    """Deals of one use: number, quantity in carbon units, amount and mean price in fen."""

    purpose: str
    deals: int
    quantity: int
    amount_fen: int

    @property
    def mean_fen(self) -> int:
        """Amount by quantity, in fen per tonne, rounded down; never a price of the whole market."""
        return self.amount_fen * CARBON_PER_TONNE // self.quantity


def open_listings(now: datetime) -> QuerySet[Listing]:
    """What can be taken, cheapest first."""
    live = Listing.objects.filter(state="open", left__gt=0, expires__gt=now)
    return live.select_related("seller").order_by("price_fen", "pk")


def listings_of(parties: Iterable[int]) -> QuerySet[Listing]:
    """Open offers of some parties."""
    return Listing.objects.filter(state="open", left__gt=0, seller__in=list(parties)).order_by("pk")


def due_listings(now: datetime) -> list[int]:
    """Listings whose time is over, for the timer."""
    return list(Listing.objects.filter(state="open", expires__lte=now).values_list("pk", flat=True))


def settled_trades() -> QuerySet[Trade]:
    """The tape, newest first."""
    done = Trade.objects.filter(state="settled")
    return done.select_related("listing__seller", "buyer").order_by("-settled", "-pk")


def waiting_trades() -> QuerySet[Trade]:
    """Deals agreed and not yet settled."""
    return Trade.objects.filter(state="agreed").select_related("listing__seller", "buyer")


def trades_of(asset: str) -> QuerySet[Trade]:
    """The settled deals in one series."""
    return settled_trades().filter(listing__asset=asset)


def means_by_use() -> list[UseMean]:
    """Settled deals by use."""
    rows = (
        Trade.objects.filter(state="settled")
        .values("purpose")
        .annotate(deals=Count("pk"), quantity=Sum("quantity"), amount_fen=Sum("amount_fen"))
        .order_by("purpose")
    )
    return [UseMean(**row) for row in rows]


def turnover() -> tuple[int, int, int]:
    """Number, quantity and amount of all settled deals."""
    told = Trade.objects.filter(state="settled").aggregate(
        deals=Count("pk"), quantity=Sum("quantity"), amount=Sum("amount_fen")
    )
    return told["deals"], told["quantity"] or 0, told["amount"] or 0
