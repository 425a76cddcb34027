"""What judging has to know of a series and of who deals in it, read at once under its lock.

Everything that was committed before the lock of the series was had is seen: the statements here
come after it. A deal is judged for both sides by one situation.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Q, QuerySet, Subquery, Sum

from qingshan.apps.base.fixed import Fixed, by_place
from qingshan.apps.base.prepared import Asked, answered
from qingshan.apps.base.roles import OFFICIAL_ROLES
from qingshan.apps.books import reads as books
from qingshan.apps.exchange.halt_models import Halt
from qingshan.apps.exchange.models import Instrument, Trade
from qingshan.apps.exchange.modes import PICKED
from qingshan.apps.exchange.reads import KEPT, STANDING, Close, close_of, standing_halts
from qingshan.apps.exchange.rules import relation_between
from qingshan.apps.parties.models import Membership, Party


@dataclass(frozen=True)
class Situation:
    """A series on a day, with the party that would buy and the one that would sell.

    ``barred`` are those of both that hold an office; ``sold`` is when the buyer last sold and
    ``bought`` when the seller last bought; ``waiting`` are all who wait for delivery and ``coming``
    what the buyer waits for; ``picked`` is the last pick before this day. Deals that were led back
    as errors started no gap and made no price. ``holdings`` is what each owner has of the series.
    """

    asset: str
    halted: tuple[int, ...]
    barred: frozenset[int]
    sold: datetime | None
    bought: datetime | None
    waiting: frozenset[int]
    coming: int
    picked: datetime | None
    are_related: bool
    holdings: Mapping[str, books.Holding]
    buyer: int = 0
    seller: int = 0

    @cached_property
    def holders(self) -> frozenset[str]:
        """Owners with units of the series, and those who bought and wait for delivery."""
        having = {owner for owner, held in self.holdings.items() if held.posted}
        return frozenset(having | {f"party:{key}" for key in self.waiting})

    @cached_property
    def close(self) -> Close | None:
        """The close of the last day before with picks."""
        return None if self.picked is None else close_of(self.asset, self.picked)

    def halts_on(self, party: int) -> list[Halt]:
        """The halts that keep a party from dealing in the series, the oldest first."""
        return [one for one in self._halts if one.scope != "party" or one.party_id == party]

    def behind(self, deals: Iterable[Trade]) -> Situation:
        """The same once deals are agreed that are not written down yet."""
        told = self
        for deal in deals:
            if deal.asset == self.asset:
                told = replace(
                    told,
                    waiting=told.waiting | {deal.buyer_id},
                    coming=told.coming + (deal.quantity if deal.buyer_id == self.buyer else 0),
                    sold=deal.agreed if deal.seller_id == self.buyer else told.sold,
                    bought=deal.agreed if deal.buyer_id == self.seller else told.bought,
                )
        return told

    @cached_property
    def _halts(self) -> list[Halt]:
        return list(standing_halts().filter(pk__in=self.halted)) if self.halted else []


def situation_of(asset: str, as_of: date, *, buyer: int = 0, seller: int = 0) -> Situation:
    """The situation of a series that is locked; a side that is not judged is not named."""
    (found,) = situations_of([Asking(asset, buyer, seller, as_of)])
    return found


Row = tuple[Any, ...]


class Asking(NamedTuple):
    """Who would buy what from whom, and on which day."""

    asset: str
    buyer: int
    seller: int
    as_of: date


def situation_seen(asked: Asking) -> Situation:
    """The situation that a page tells of: nothing is locked, nor need the series have a row yet."""
    one_of_both = Party.objects.filter(pk=asked.buyer or asked.seller)
    row = _told(one_of_both, *asked[:3], books.day_start(asked.as_of), asked.as_of).get()
    return _known(asked, row, books.holdings_of(asked.asset))


def situations_of(asked: Sequence[Asking]) -> list[Situation]:
    """A situation for each of several questions, all of their series locked, in one message."""
    return situations_in(asked, answered(*situations_asked(asked)))


def situations_asked(asked: Sequence[Asking]) -> list[Asked]:
    """The statements for that, to be sent with others; the answers go to ``situations_in``."""
    values = [(*one[:3], books.day_start(one.as_of), one.as_of) for one in asked]
    series = [(asset,) for asset in _series(asked)]
    return [_SITUATION.asked_each(values), books.HOLDINGS.asked_each(series)]


def situations_in(asked: Sequence[Asking], answers: Sequence[list[Row]]) -> list[Situation]:
    """The situations that the answers tell."""
    told, held = answers
    assets = _series(asked)
    rows = by_place(told, len(asked))
    holdings = map(books.holdings_in, by_place(held, len(assets)))
    of = dict(zip(assets, holdings, strict=True))
    return [_known(one, row, of[one.asset]) for one, (row,) in zip(asked, rows, strict=True)]


def _series(asked: Sequence[Asking]) -> list[str]:
    return sorted({one.asset for one in asked})


def _known(asked: Asking, row: Row, held: Mapping[str, books.Holding]) -> Situation:
    halted, barred, sold, bought, waiting, coming, picked, related = row
    return Situation(
        asked.asset,
        tuple(halted),
        frozenset(barred),
        sold,
        bought,
        frozenset(waiting),
        int(coming or 0),
        picked,
        bool(related),
        held,
        asked.buyer,
        asked.seller,
    )


def _situation(
    asset: str, buyer: int, seller: int, before: datetime, as_of: date
) -> QuerySet[Instrument, Row]:
    return _told(Instrument.objects.filter(asset=asset), asset, buyer, seller, before, as_of)


def _told(
    at: QuerySet[Any], asset: str, buyer: int, seller: int, before: datetime, as_of: date
) -> QuerySet[Any, Row]:
    """The situation, told at one row whatever row that is."""
    both, deals = [buyer, seller], Trade.objects.filter(asset=asset)
    meant = Q(scope="market") | Q(scope="asset", asset=asset) | Q(scope="party", party__in=both)
    stand = deals.filter(STANDING)
    offices = Membership.objects.standing().filter(party__in=both, role__in=OFFICIAL_ROLES)
    waiting = deals.filter(KEPT, state="agreed").order_by()
    due = waiting.filter(buyer=buyer).values("asset").annotate(total=Sum("quantity"))
    told: QuerySet[Any, Row] = at.annotate(
        halted=ArraySubquery(standing_halts().filter(meant).values("pk")),
        barred=ArraySubquery(offices.values("party")),
        sold=_last(stand.filter(seller=buyer)),
        bought=_last(stand.filter(KEPT, buyer=seller)),
        waiting=ArraySubquery(waiting.values("buyer").distinct()),
        coming=Subquery(due.values("total")),
        picked=_last(stand.filter(mode__in=PICKED, agreed__lt=before)),
        related=relation_between(buyer, seller, as_of=as_of),
    ).values_list("halted", "barred", "sold", "bought", "waiting", "coming", "picked", "related")
    return told


def _last(deals: QuerySet[Trade]) -> Subquery:
    return Subquery(deals.order_by("-agreed").values("agreed")[:1])


_SITUATION = Fixed(_situation, str, int, int, datetime, date)
