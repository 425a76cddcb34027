"""The clearing of a day: what each party delivered, received, paid and was charged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, Sum

from qingshan.apps.books.reads import day_end, day_start
from qingshan.apps.exchange.days_of_deals import by_moment, last_days, month_of
from qingshan.apps.exchange.models import Trade
from qingshan.apps.exchange.modes import BUY, SELL
from qingshan.apps.parties.models import Party
from qingshan.core.kernel.label import Label

_MONTHS = 36
"""Three years, the time for which invoices are asked for."""
_MOMENTS = ("settled", "corrected")


@dataclass
class PartyDay:
    """One party's day or month: quantities in carbon units, money in fen, all fees in ``fees_fen``.

    What was corrected in that time is taken off again; ``net_fen`` is what the purse gained.
    """

    party: Party = field(init=False)
    deals: int = 0
    corrections: int = 0
    bought: int = 0
    sold: int = 0
    paid_fen: int = 0
    received_fen: int = 0
    fees_fen: int = 0

    @property
    def net_fen(self) -> int:
        """Received less paid less fees."""
        return self.received_fen - self.paid_fen - self.fees_fen

    def count(
        self, deals: int, quantity: int, amount_fen: int, fee_fen: int, *, side: str, sign: int
    ) -> None:
        """Add one side of some deals, or take it away again."""
        self.deals += deals * (sign > 0)
        self.corrections += deals * (sign < 0)
        if side == BUY:
            self.bought += sign * quantity
            self.paid_fen += sign * amount_fen
        else:
            self.sold += sign * quantity
            self.received_fen += sign * amount_fen
        self.fees_fen += sign * fee_fen


@dataclass(frozen=True)
class Clearing:
    """A day with its parties in order of name."""

    day: date
    parties: list[PartyDay]

    @property
    def fees_fen(self) -> int:
        """The fees of all sides shown."""
        return sum(one.fees_fen for one in self.parties)

    @property
    def adds_up(self) -> bool:
        """Whether units and money of all parties come out even; only for a whole day."""
        units = sum(one.bought - one.sold for one in self.parties)
        money = sum(one.net_fen + one.fees_fen for one in self.parties)
        return units == money == 0

    @property
    def label(self) -> Label:
        """The same in words."""
        return Label("收付平衡", "even") if self.adds_up else Label("收付不平", "not even")


def clearing_of(day: date, only: Iterable[int] | None = None) -> Clearing:
    """Every delivery and correction of a day by party, or of some parties alone."""
    return Clearing(day, _counted(day_start(day), day_end(day), only))


def fees_of_month(first: date) -> list[PartyDay]:
    """What each party paid in fees in a month, for its invoice; ``first`` is its first day."""
    return [one for one in _counted(day_start(first), day_start(next_month(first))) if one.fees_fen]


def next_month(first: date) -> date:
    """The first day of the month after."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def _counted(begin: datetime, end: datetime, only: Iterable[int] | None = None) -> list[PartyDay]:
    """Deliveries and corrections from one moment to another by party, in order of name."""
    found: dict[int, PartyDay] = defaultdict(PartyDay)
    shown = None if only is None else set(only)
    for sign, moment in ((1, "settled"), (-1, "corrected")):
        rows = Trade.objects.filter(**{f"{moment}__gte": begin, f"{moment}__lt": end})
        for side in (BUY, SELL):
            who, fee = _COLUMNS[side]
            mine = rows if shown is None else rows.filter(**{f"{who}__in": shown})
            sums = (Count("pk"), Sum("quantity"), Sum("amount_fen"), Sum(fee))
            for key, *told in mine.order_by().values_list(who).annotate(*sums):
                found[key].count(*told, side=side, sign=sign)
    for party in Party.objects.filter(pk__in=found):
        found[party.pk].party = party
    return sorted(found.values(), key=lambda one: (one.party.name, one.party.pk))


_COLUMNS = {BUY: ("buyer", "buyer_fee_fen"), SELL: ("seller", "seller_fee_fen")}
"""Who stands on a side of a deal, and what it is charged."""


def cleared_days(only: Iterable[int] | None = None, *, limit: int = 60) -> list[date]:
    """Days with deliveries or corrections, newest first, of everybody or of some parties."""
    rows = Trade.objects.all()
    if only is not None:
        mine = list(only)
        rows = rows.filter(Q(seller__in=mine) | Q(buyer__in=mine))
    days = {day for moment in _MOMENTS for day in last_days(by_moment(rows, moment), limit)}
    return sorted(days, reverse=True)[:limit]


def months_with_fees() -> list[date]:
    """The first days of the months that have a cleared day, newest first."""
    rows = Trade.objects.all()
    months = {
        first
        for moment in _MOMENTS
        for first in last_days(by_moment(rows, moment), _MONTHS, span=month_of)
    }
    return sorted(months, reverse=True)[:_MONTHS]
