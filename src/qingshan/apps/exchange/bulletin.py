"""The bulletin of a day (日报): each ticket's open, high, low and close, and what was dealt in it.

Deals count on the day on which they were agreed; what was led back as an error counts in the
editions before its correction alone. Open, high, low and close are those of picked
deals; block deals and others stand beside them. No price of the whole market is made.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.db.models import Count, Max, Min, Q, QuerySet, Sum

from qingshan.apps.exchange.days_of_deals import last_days, when_agreed
from qingshan.apps.exchange.editions import Edition, agreed_on, editions_of
from qingshan.apps.exchange.models import AGREED_DAY, Trade
from qingshan.apps.exchange.modes import PICKED
from qingshan.apps.exchange.reads import STANDING, UseMean, last_closes, standing_at
from qingshan.apps.exchange.trading_days import is_running
from qingshan.core.kernel.money import plain_yuan
from qingshan.core.kernel.units import plain_tonnes
from qingshan.core.market.rules import mean_price_fen


@dataclass(frozen=True)
class Line:
    """One ticket on one day; prices in fen per tonne, quantities in carbon units.

    Without a picked deal the four prices are None and ``close_fen`` is the close before, if any.
    """

    asset: str
    before_fen: int | None
    open_fen: int | None
    high_fen: int | None
    low_fen: int | None
    close_fen: int | None
    deals: int
    quantity: int
    amount_fen: int
    other_quantity: int
    other_amount_fen: int

    @property
    def ticket(self) -> str:
        """The number of the ticket."""
        return self.asset.removeprefix("ticket:")

    @property
    def change_percent(self) -> Decimal | None:
        """The close against the close before, with two decimals; None where one is missing."""
        if self.before_fen is None or self.open_fen is None or self.close_fen is None:
            return None
        exact = Decimal(self.close_fen - self.before_fen) * 100 / self.before_fen
        return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def direction(self) -> str:
        """``up``, ``down`` or nothing."""
        change = self.change_percent
        return "" if not change else "up" if change > 0 else "down"


@dataclass(frozen=True)
class Correction:
    """A deal that an edition takes out of the sums."""

    edition: Edition
    trade: Trade


@dataclass(frozen=True)
class Bulletin:
    """A day in one edition: its lines, and the deals of all modes by use.

    ``editions`` are all there are of the day, this one among them. ``so_far`` is the moment at
    which it was read on a day that is not over: then what stands as close is the mean so far.
    """

    day: date
    edition: Edition
    editions: tuple[Edition, ...]
    lines: tuple[Line, ...]
    uses: tuple[UseMean, ...]
    so_far: datetime | None = None

    @property
    def quantity(self) -> int:
        """What was dealt in all modes."""
        return sum(line.quantity + line.other_quantity for line in self.lines)

    @property
    def amount_fen(self) -> int:
        """What was paid for it."""
        return sum(line.amount_fen + line.other_amount_fen for line in self.lines)

    @property
    def deals(self) -> int:
        """How many deals there were."""
        return sum(use.deals for use in self.uses)


def bulletin_of(
    day: date, edition: int | None = None, *, moment: datetime | None = None
) -> Bulletin:
    """The bulletin of a day, its last edition where none is asked for.

    With a moment it says so if the day was not over then.

    A day without deals has no lines; ``LookupError`` for an edition that there is not.
    """
    editions = editions_of(day)
    number = len(editions) if edition is None else edition
    if not 1 <= number <= len(editions):
        raise LookupError(number)
    chosen = editions[number - 1]
    dealt = agreed_on(day).filter(standing_at(chosen.until))
    uses = dealt.values("purpose").annotate(
        deals=Count("pk"), quantity=Sum("quantity"), amount_fen=Sum("amount_fen")
    )
    means = tuple(UseMean(**row) for row in uses.order_by("purpose"))
    lines = tuple(_lines(day, dealt, chosen))
    so_far = moment if moment is not None and is_running(day, moment) else None
    return Bulletin(day, chosen, tuple(editions), lines, means, so_far)


@dataclass(frozen=True)
class DaySums:
    """What the last edition of a day's bulletin comes to."""

    day: date
    deals: int
    quantity: int
    amount_fen: int


def day_sums(days: Sequence[date]) -> list[DaySums]:
    """The sums of some days in their order, from their deals at once."""
    if not days:
        return []
    dealt = Trade.objects.annotate(day=AGREED_DAY).filter(
        STANDING, day__gte=min(days), day__lte=max(days)
    )
    by_day = dealt.order_by().values_list("day")
    told = by_day.annotate(deals=Count("pk"), total=Sum("quantity"), amount=Sum("amount_fen"))
    found = {day: DaySums(day, *sums) for day, *sums in told}
    return [found.get(day, DaySums(day, 0, 0, 0)) for day in days]


def days_with_deals(limit: int, *, before: date | None = None) -> list[date]:
    """The last days on which anything was dealt, newest first; before a day if one is told."""
    return last_days(when_agreed, limit, before=before)


def _lines(day: date, dealt: QuerySet[Trade], edition: Edition) -> Iterator[Line]:
    picked = Q(mode__in=PICKED)
    sums = dealt.values("asset").annotate(
        high_fen=Max("price_fen", filter=picked),
        low_fen=Min("price_fen", filter=picked),
        deals=Count("pk", filter=picked),
        quantity_picked=Sum("quantity", filter=picked, default=0),
        amount_picked=Sum("amount_fen", filter=picked, default=0),
        other_quantity=Sum("quantity", filter=~picked, default=0),
        other_amount_fen=Sum("amount_fen", filter=~picked, default=0),
    )
    opened = _opening_prices(dealt.filter(picked))
    rows = list(sums.order_by("asset"))
    closes = last_closes([row["asset"] for row in rows], before=day, known=edition.until)
    for row in rows:
        quantity, amount = row["quantity_picked"], row["amount_picked"]
        was = closes.get(row["asset"])
        yield Line(
            before_fen=was,
            open_fen=opened.get(row["asset"]),
            close_fen=mean_price_fen(amount, quantity) if quantity else was,
            quantity=quantity,
            amount_fen=amount,
            asset=row["asset"],
            high_fen=row["high_fen"],
            low_fen=row["low_fen"],
            deals=row["deals"],
            other_quantity=row["other_quantity"],
            other_amount_fen=row["other_amount_fen"],
        )


def _opening_prices(picked: QuerySet[Trade]) -> dict[str, int]:
    first = picked.order_by("asset", "agreed", "pk").distinct("asset")
    return dict(first.values_list("asset", "price_fen"))


HEAD = (
    *("day", "ticket", "close_before_yuan", "open_yuan", "high_yuan", "low_yuan", "close_yuan"),
    *("change_percent", "deals", "tonnes", "amount_yuan", "other_tonnes", "other_amount_yuan"),
)


def corrections(told: Bulletin) -> list[Correction]:
    """What this edition and those before it corrected, the oldest first."""
    known = told.editions[: told.edition.number]
    return [Correction(one, trade) for one in known for trade in one.corrected]


def plain_rows(told: Bulletin) -> Iterable[list[Any]]:
    """The lines as a file has them, one a ticket; nothing where there is nothing."""
    for line in told.lines:
        prices = (line.before_fen, line.open_fen, line.high_fen, line.low_fen, line.close_fen)
        yield [
            told.day.isoformat(),
            line.ticket,
            *(_yuan(price) for price in prices),
            "" if line.change_percent is None else str(line.change_percent),
            line.deals,
            plain_tonnes(line.quantity),
            _yuan(line.amount_fen),
            plain_tonnes(line.other_quantity),
            _yuan(line.other_amount_fen),
        ]


def _yuan(amount_fen: int | None) -> str:
    return "" if amount_fen is None else plain_yuan(amount_fen)
