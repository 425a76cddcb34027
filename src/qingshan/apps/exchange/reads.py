"""The market as anyone may see it: what is offered, what was dealt, for which use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum

from qingshan.apps.base.fixed import Fixed
from qingshan.apps.books.reads import day_end, day_start
from qingshan.apps.exchange.halt_models import Halt
from qingshan.apps.exchange.models import Bid, BlockTrade, Listing, Objection, Trade
from qingshan.apps.exchange.modes import PICKED, ZONES
from qingshan.core.ledger.model import booking_day
from qingshan.core.market.rules import mean_price_fen

KEPT = ~Q(mode__in=list(ZONES))
"""Deals whose units the buyer keeps; those of a zone are retired when they are settled."""

TOGETHER = 200
"""How many deals are delivered in one act at most."""

STANDING = Q(corrected=None)
"""Deals that were not led back as errors; the others make no price and count in no sum."""


@dataclass(frozen=True)
class UseMean:
    """Deals of one use: number, quantity in carbon units, amount and mean price in fen."""

    purpose: str
    deals: int
    quantity: int
    amount_fen: int

    @property
    def mean_fen(self) -> int:
        """The mean by volume, in fen per tonne; never a price of the whole market."""
        return mean_price_fen(self.amount_fen, self.quantity)


@dataclass(frozen=True)
class Close:
    """The close of the last day with picked deals."""

    day: date
    price_fen: int


def standing_at(moment: datetime) -> Q:
    """Deals that had not been led back as errors before a moment."""
    return STANDING | Q(corrected__gte=moment)


def last_close(asset: str, *, before: date) -> Close | None:
    """The mean by volume of the last day before ``before`` on which units were picked.

    Deals that were led back do not count.
    """
    picked = Trade.objects.filter(STANDING, asset=asset, mode__in=PICKED)
    earlier = picked.filter(agreed__lt=day_start(before)).order_by("-agreed")
    newest = earlier.values_list("agreed", flat=True).first()
    return None if newest is None else close_of(asset, newest)


def last_closes(assets: Sequence[str], *, before: date, known: datetime) -> dict[str, int]:
    """The same of several series at once, in fen, as it was known at a moment."""
    told: dict[str, Any] = {"assets": list(assets), "picked": list(PICKED)}
    with connection.cursor() as cursor:
        cursor.execute(_CLOSES, {**told, "before": day_start(before), "known": known})
        sums = cursor.fetchall()
    return {asset: mean_price_fen(int(amount), int(quantity)) for asset, amount, quantity in sums}


# Each series is looked up by itself: joined all at once, every deal there ever was would be read.
_CLOSES = """
select wanted.asset, dealt.amount, dealt.quantity
from unnest(%(assets)s::text[]) as wanted(asset)
cross join lateral (
  select date_trunc('day', agreed, 'Asia/Shanghai') as day from exchange_trade
  where asset = wanted.asset and mode = any(%(picked)s) and agreed < %(before)s
    and (corrected is null or corrected >= %(known)s)
  order by agreed desc limit 1
) as newest
cross join lateral (
  select sum(amount_fen) as amount, sum(quantity) as quantity from exchange_trade
  where asset = wanted.asset and mode = any(%(picked)s)
    and agreed >= newest.day and agreed < newest.day + interval '24 hours'
    and (corrected is null or corrected >= %(known)s)
) as dealt
"""


def close_of(asset: str, moment: datetime) -> Close:
    """The mean by volume of the picks of a day that is over; ``moment`` is that of one of them.

    What was led back as an error does not count.
    """
    day = booking_day(moment)
    row = _PICKED.row(asset, day_start(day), day_end(day))
    assert row is not None
    amount, quantity = row
    return Close(day, mean_price_fen(int(amount), int(quantity)))


def _picked(asset: str, begin: datetime, end: datetime) -> QuerySet[Trade, tuple[Any, ...]]:
    picked = Trade.objects.filter(STANDING, asset=asset, mode__in=PICKED)
    of_day = picked.filter(agreed__gte=begin, agreed__lt=end)
    sums = of_day.values("asset").annotate(amount=Sum("amount_fen"), total=Sum("quantity"))
    return sums.order_by().values_list("amount", "total")


_PICKED = Fixed(_picked, str, datetime, datetime)


def bought_and_unsettled(asset: str) -> dict[int, int]:
    """Parties that bought and wait for delivery, with the quantity in carbon units."""
    rows = Trade.objects.filter(KEPT, asset=asset, state="agreed").values_list("buyer")
    return dict(rows.annotate(total=Sum("quantity")).order_by("buyer"))


def standing_halts() -> QuerySet[Halt]:
    """Every halt that is in force, the oldest first."""
    return Halt.objects.filter(state="standing").select_related("party").order_by("pk")


def open_listings(now: datetime) -> QuerySet[Listing]:
    """What anyone can take, cheapest first; what is offered to a zone is taken there."""
    return listings_in("", now)


def listings_in(zone: str, now: datetime) -> QuerySet[Listing]:
    """What can be bought in a zone, or outside of all zones, cheapest first."""
    live = Listing.objects.filter(state="open", left__gt=0, expires__gt=now, zone=zone)
    return live.select_related("seller").order_by("price_fen", "pk")


def listings_of(parties: Iterable[int]) -> QuerySet[Listing]:
    """Offers of some parties that are open or wait for review."""
    standing = Listing.objects.filter(state__in=["submitted", "open"], left__gt=0)
    return standing.filter(seller__in=list(parties)).order_by("pk")


def opened_listings() -> QuerySet[Listing]:
    """Offers that are or were open to others: what never opened is not there for them."""
    return Listing.objects.exclude(opened=None).select_related("seller")


def listings_to_review() -> QuerySet[Listing]:
    """Offers that wait for the operator, the earliest first."""
    return Listing.objects.filter(state="submitted").select_related("seller").order_by("pk")


def listings_reviewed() -> QuerySet[Listing]:
    """Offers that the operator admitted or refused, the newest first."""
    rows = Listing.objects.exclude(reviewed=None).select_related("seller")
    return rows.order_by("-reviewed", "-pk")


def due_listings(now: datetime) -> list[int]:
    """Listings whose time is over, for the timer."""
    due = Listing.objects.filter(state__in=["submitted", "open"], expires__lte=now)
    return list(due.order_by("pk").values_list("pk", flat=True))


@dataclass(frozen=True)
class Level:
    """One price of one side: how much is there, in how many orders."""

    price_fen: int
    quantity: int
    orders: int


def open_bids(now: datetime) -> QuerySet[Bid]:
    """What can be sold into, the best price first."""
    live = Bid.objects.filter(state="open", left__gt=0, expires__gt=now)
    return live.select_related("buyer").order_by("-price_fen", "pk")


def bids_of(parties: Iterable[int]) -> QuerySet[Bid]:
    """Open requests of some parties."""
    return Bid.objects.filter(state="open", left__gt=0, buyer__in=list(parties)).order_by("pk")


def due_bids(now: datetime) -> list[int]:
    """Requests whose time is over, for the timer."""
    due = Bid.objects.filter(state="open", expires__lte=now)
    return list(due.order_by("pk").values_list("pk", flat=True))


def blocks_to_confirm(parties: Iterable[int], now: datetime) -> QuerySet[BlockTrade]:
    """Block deals that wait for one of these parties."""
    waiting = BlockTrade.objects.filter(state="proposed", expires__gt=now)
    mine = waiting.filter(counterparty__in=list(parties))
    return mine.select_related("proposer", "counterparty").order_by("pk")


def blocks_proposed_by(parties: Iterable[int]) -> QuerySet[BlockTrade]:
    """Block deals of some parties that nobody has answered."""
    waiting = BlockTrade.objects.filter(state="proposed", proposer__in=list(parties))
    return waiting.select_related("proposer", "counterparty").order_by("pk")


def due_blocks(now: datetime) -> list[int]:
    """Proposals whose time is over, for the timer."""
    waiting = BlockTrade.objects.filter(state="proposed", expires__lte=now)
    return list(waiting.order_by("pk").values_list("pk", flat=True))


def levels(rows: QuerySet[Listing] | QuerySet[Bid], count: int) -> list[Level]:
    """The best prices of one side, in the order of the rows, with what stands behind each."""
    best = "-price_fen" if rows.model is Bid else "price_fen"
    found = (
        rows.order_by()
        .values("price_fen")
        .annotate(quantity=Sum("left"), orders=Count("pk"))
        .order_by(best)[:count]
    )
    return [Level(**row) for row in found]


def led_back_trades() -> QuerySet[Trade]:
    """Deals that were led back as errors, the last one first."""
    return Trade.objects.filter(corrected__isnull=False).order_by("-corrected", "-pk")


def taped_trades() -> QuerySet[Trade]:
    """The tape, newest first: what was settled; what was corrected later stays, and says so."""
    done = Trade.objects.filter(settled__isnull=False)
    return done.select_related("seller", "buyer").order_by("-settled", "-pk")


def waiting_trades() -> QuerySet[Trade]:
    """Deals agreed and not yet settled."""
    return Trade.objects.filter(state="agreed").select_related("seller", "buyer").order_by("pk")


def deliverable() -> QuerySet[Trade]:
    """Deals that wait and are delivered together: all but those that a delivery retires."""
    return Trade.objects.filter(KEPT, state="agreed").order_by("pk")


def waiting_after(key: int) -> list[Trade]:
    """The oldest deliverable deals with a key behind this one, under lock until the act ends."""
    rows = deliverable().filter(pk__gt=key).select_for_update(no_key=True)
    return list(rows[:TOGETHER])


def due_deliveries() -> tuple[list[int], list[int]]:
    """For the timer: behind which keys to deliver together, and the deals that go one by one."""
    keys = deliverable().values_list("pk", flat=True)
    alone = Trade.objects.filter(~KEPT, state="agreed").order_by("pk")
    return [key - 1 for key in keys[::TOGETHER]], list(alone.values_list("pk", flat=True))


def upheld_objections() -> QuerySet[Objection]:
    """Those that were upheld and whose deal is still to be led back, the oldest first."""
    rows = Objection.objects.filter(is_upheld=True, trade__state="settled")
    return rows.select_related("trade", "party").order_by("pk")


def open_objections() -> QuerySet[Objection]:
    """What the operator has to answer, the oldest first."""
    rows = Objection.objects.filter(state="open").select_related("trade", "party")
    return rows.order_by("pk")


def trades_with(parties: Iterable[int] | None) -> QuerySet[Trade]:
    """The deals of some parties on either side, or of everybody, newest first."""
    sides = Trade.objects.select_related("seller", "buyer", "pick_order")
    rows = sides.select_related("zone_purchase__retirement").order_by("-agreed", "-pk")
    if parties is None:
        return rows
    mine = list(parties)
    return rows.filter(Q(seller__in=mine) | Q(buyer__in=mine))


def trades_of(asset: str) -> QuerySet[Trade]:
    """The tape of one series."""
    return taped_trades().filter(asset=asset)
