"""Deals of a span of time added up: in all, by use, by mode, by ticket, by day or month.

Deals count when they were agreed, as in the bulletin of a day, and not once they were led back as
errors: a month is the sum of the last editions of its bulletins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from qingshan.apps.books.accounting_period import AccountingPeriod
from qingshan.apps.exchange.modes import PICKED

# Each deal is read once for all sums; what a set does not group by is null in it.
_PARTS = """
select grouping(purpose, mode, asset, span), coalesce(purpose, mode, asset, span::text),
  count(*), sum(quantity)::bigint, sum(amount_fen)::bigint,
  min(price_fen) filter (where mode = any(%(picked)s)),
  max(price_fen) filter (where mode = any(%(picked)s))
from (
  select purpose, mode, asset, quantity, amount_fen, price_fen,
    date_trunc(%(span)s, agreed at time zone 'Asia/Shanghai')::date as span
  from exchange_trade
  where (agreed at time zone 'Asia/Shanghai')::date between %(first)s and %(last)s
    and corrected is null
) as dealt
group by grouping sets ((purpose), (mode), (asset), (span))
order by 1, 2
"""
_BY = {0b0111: "use", 0b1011: "mode", 0b1101: "ticket", 0b1110: "span"}
# Sides that met are few beside their deals.
_TOTALS = """
select coalesce(sum(deals), 0)::bigint, coalesce(sum(quantity), 0)::bigint,
  coalesce(sum(amount_fen), 0)::bigint, count(distinct buyer_id), count(distinct seller_id)
from (
  select buyer_id, seller_id,
    count(*) as deals, sum(quantity) as quantity, sum(amount_fen) as amount_fen
  from exchange_trade
  where (agreed at time zone 'Asia/Shanghai')::date between %(first)s and %(last)s
    and corrected is null
  group by buyer_id, seller_id
) as pairs
"""
_LED_BACK = """
select count(*) from exchange_trade
where (agreed at time zone 'Asia/Shanghai')::date between %(first)s and %(last)s
  and corrected is not null
"""
_MEMORY = "64MB"
"""What the sums of a year may take, so that none of them is written to the disk on the way."""


@dataclass(frozen=True)
class Sum:
    """Some deals: quantity in carbon units, amount and picked prices in fen (None without any)."""

    name: str
    deals: int
    quantity: int
    amount_fen: int
    low_fen: int | None
    high_fen: int | None

    @property
    def day(self) -> date:
        """The day, or the first day of the month, of a sum by span."""
        return date.fromisoformat(self.name)

    @property
    def month(self) -> str:
        """The month of a sum by months, as an address names it."""
        return self.name[:7]

    @property
    def ticket(self) -> str:
        """The number of the ticket, of a sum by ticket."""
        return self.name.removeprefix("ticket:")


@dataclass(frozen=True)
class Totals:
    """All deals of a period: how many, how much, and how many bought and sold."""

    deals: int
    quantity: int
    amount_fen: int
    buyers: int
    sellers: int


@dataclass(frozen=True)
class Turnover:
    """The deals of a period by their parts; ``spans`` are the days of a month, months of a year."""

    uses: Sequence[Sum]
    modes: Sequence[Sum]
    tickets: Sequence[Sum]
    spans: Sequence[Sum]
    led_back: int


def totals_of(period: AccountingPeriod) -> Totals:
    """All deals of a period as they are known now."""
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS, {"first": period.first, "last": period.last})
        return Totals(*cursor.fetchone())


def turnover_of(period: AccountingPeriod) -> Turnover:
    """The parts of a period as they are known now."""
    told = {
        "first": period.first,
        "last": period.last,
        "span": "day" if period.month else "month",
        "picked": list(PICKED),
    }
    found: dict[str, list[Sum]] = {name: [] for name in _BY.values()}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("select set_config('work_mem', %s, true)", [_MEMORY])
        cursor.execute(_PARTS, told)
        for kind, *row in cursor.fetchall():
            found[_BY[kind]].append(Sum(*row))
        cursor.execute(_LED_BACK, told)
        (led_back,) = cursor.fetchone()
    return Turnover(
        uses=found["use"],
        modes=found["mode"],
        tickets=found["ticket"],
        spans=found["span"],
        led_back=led_back,
    )
