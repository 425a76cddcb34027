"""What stands out on a day: deals and orders held against the marks of ``market.watch``.

Deals of the zones do not count, whose units are retired at once at the price of the zone, nor what
was led back as an error. Each question goes to the database once, however many deals there are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.db.models import Count, Max, Q, QuerySet, Sum

from qingshan.apps.base.models import Event
from qingshan.apps.books.reads import day_end, day_start
from qingshan.apps.exchange.models import AGREED_DAY, Bid, Listing, Trade
from qingshan.apps.exchange.modes import UNRELATED
from qingshan.apps.exchange.reads import KEPT, STANDING, last_closes
from qingshan.apps.surveillance.kinds import APART, RELATED, ROUND_TRIP, SAME_PAIR, WITHDRAWN
from qingshan.core.market.watch import Marks, marks_on, percent_apart, percent_of
from qingshan.core.tables.shelf import open_shelf

ORDERS: Mapping[str, tuple[type[Listing] | type[Bid], str]] = {
    "listing.cancelled": (Listing, "seller"),
    "bid.cancelled": (Bid, "buyer"),
}
"""The acts by which an order is taken back: its model, and whose it is."""


@dataclass(frozen=True)
class Pattern:
    """One thing that stands out: in which series, by whom, since when, by how much.

    ``newest`` is the last deal or act that counts. Quantities are in carbon units, prices in fen
    per tonne, percentages texts in per cent.
    """

    kind: str
    asset: str
    party: int
    other: int | None
    since: date
    newest: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)

    @property
    def subject(self) -> tuple[str, str, int, int | None]:
        """What it is about, whenever it is seen."""
        return self.kind, self.asset, self.party, self.other


class _Pair(NamedTuple):
    """What one buyer bought of one seller in a series within the window."""

    asset: str
    buyer: int
    seller: int
    deals: int
    quantity: int
    newest: datetime
    related_deals: int
    related: int | None
    related_newest: datetime | None


def patterns_of(day: date) -> list[Pattern]:
    """What stands out among the deals and orders of a day, in a fixed order."""
    marks = marks_on(day, open_shelf())
    since = day - timedelta(days=marks.window_days - 1)
    pairs = _pairs(day, since)
    found = [
        *_apart(day, marks),
        *_round_trips(pairs, day, since),
        *_same_pairs(pairs, day, since, marks),
        *_withdrawn(day, marks),
    ]
    return sorted(found, key=lambda one: (one.newest, *map(str, one.subject)))


def counted() -> QuerySet[Trade]:
    """The deals that are looked at."""
    return Trade.objects.filter(KEPT, STANDING)


def _of(day: date) -> QuerySet[Trade]:
    return counted().annotate(day=AGREED_DAY).filter(day=day)


def _apart(day: date, marks: Marks) -> Iterable[Pattern]:
    """Deals whose price lies far from the close before; a series without one is not judged."""
    prices = _of(day).values_list("asset", "buyer", "seller", "price_fen").order_by()
    rows = list(prices.annotate(Count("pk"), Sum("quantity"), Max("agreed")))
    closes = last_closes(sorted({row[0] for row in rows}), before=day, known=day_end(day))
    far: dict[tuple[str, int, int], list[Any]] = defaultdict(list)
    for asset, buyer, seller, price, deals, quantity, newest in rows:
        if asset in closes:
            percent = percent_apart(price, closes[asset])
            if abs(percent) >= marks.price_percent:
                far[asset, buyer, seller].append((abs(percent), price, deals, quantity, newest))
    for (asset, buyer, seller), its in far.items():
        _, price, *_ = max(its)
        facts = {
            "price_fen": price,
            "close_fen": closes[asset],
            "percent": f"{percent_apart(price, closes[asset]):+}",
            "deals": sum(one[2] for one in its),
            "quantity": sum(one[3] for one in its),
        }
        newest = max(one[4] for one in its)
        yield Pattern(APART, asset, buyer, seller, day, newest, facts)


def _pairs(day: date, since: date) -> list[_Pair]:
    """Who dealt with whom in the series of a day, from a first day until the day is over."""
    assets = list(_of(day).order_by("asset").values_list("asset", flat=True).distinct())
    window = counted().filter(
        asset__in=assets, agreed__gte=day_start(since), agreed__lt=day_end(day)
    )
    is_related = ~Q(relation=UNRELATED)
    rows = window.values_list("asset", "buyer", "seller").annotate(
        Count("pk"),
        Sum("quantity"),
        Max("agreed"),
        related_deals=Count("pk", filter=is_related),
        related=Sum("quantity", filter=is_related),
        related_newest=Max("agreed", filter=is_related),
    )
    return [_Pair(*row) for row in rows.order_by("asset", "buyer", "seller")]


def _round_trips(pairs: Iterable[_Pair], day: date, since: date) -> Iterable[Pattern]:
    """Units of a series sold to somebody from whom some were bought; each two parties once."""
    by = {(one.asset, one.buyer, one.seller): one for one in pairs}
    for (asset, buyer, seller), there in by.items():
        back = by.get((asset, seller, buyer))
        if back is None or buyer > seller:
            continue
        newest = max(there.newest, back.newest)
        if newest >= day_start(day):
            facts = {
                "deals": there.deals + back.deals,
                "bought": there.quantity,
                "sold": back.quantity,
            }
            yield Pattern(ROUND_TRIP, asset, buyer, seller, since, newest, facts)


def _same_pairs(pairs: Iterable[_Pair], day: date, since: date, marks: Marks) -> Iterable[Pattern]:
    """Two parties who make up much of what is dealt, or who are related and make up some of it."""
    whole: dict[str, int] = defaultdict(int)
    for one in pairs:
        whole[one.asset] += one.quantity
    for one in pairs:
        percent = percent_of(one.quantity, whole[one.asset])
        often = one.deals >= marks.pair_deals and percent >= marks.pair_percent
        if often and one.newest >= day_start(day):
            facts = {"deals": one.deals, "quantity": one.quantity, "percent": f"{percent}"}
            yield Pattern(SAME_PAIR, one.asset, one.buyer, one.seller, since, one.newest, facts)
        if one.related is None or one.related_newest is None:
            continue
        percent = percent_of(one.related, whole[one.asset])
        if percent >= marks.related_percent and one.related_newest >= day_start(day):
            facts = {
                "deals": one.related_deals,
                "quantity": one.related,
                "percent": f"{percent}",
            }
            yield Pattern(
                RELATED, one.asset, one.buyer, one.seller, since, one.related_newest, facts
            )


def _withdrawn(day: date, marks: Marks) -> Iterable[Pattern]:
    """Parties that took many orders of a series back within the day."""
    told: dict[tuple[str, int], list[datetime]] = defaultdict(list)
    for name, (model, whose) in ORDERS.items():
        acts = Event.objects.filter(
            name=name, when__gte=day_start(day), when__lt=day_end(day)
        ).values_list("subject_id", "when")
        moments = dict(acts)
        orders = model._default_manager.filter(pk__in=moments)
        for key, asset, party in orders.values_list("pk", "asset", whose):
            told[asset, party].append(moments[key])
    for (asset, party), whens in told.items():
        if len(whens) >= marks.withdrawn:
            yield Pattern(WITHDRAWN, asset, party, None, day, max(whens), {"orders": len(whens)})
