"""Deals of a span of time added up: in all, by use, by mode, by ticket, by day or month.

Deals count when they were agreed, as in the bulletin of a day, and not once they were led back as
errors: a month is the sum of the last editions of its bulletins.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection

from qingshan.apps.books.accounting_period import AccountingPeriod
from qingshan.apps.exchange.modes import PICKED

# Each deal is read once for all sums; a set that a row does not belong to is null in it.
_SUMS = """
select grouping(purpose, mode, asset, span), coalesce(purpose, mode, asset, span::text, ''),
  count(*), sum(quantity)::bigint, sum(amount_fen)::bigint,
  min(price_fen) filter (where mode = any(%(picked)s)),
  max(price_fen) filter (where mode = any(%(picked)s))
from (
  select purpose, mode, asset, quantity, amount_fen, price_fen,
    date_trunc(%(span)s, agreed at time zone 'Asia/Shanghai')::date as span
  from exchange_trade where agreed >= %(begin)s and agreed < %(end)s and corrected is null
) as dealt
group by grouping sets ((), (purpose), (mode), (asset), (span))
order by 1, 2
"""
_BY = {0b1111: "all", 0b0111: "use", 0b1011: "mode", 0b1101: "ticket", 0b1110: "span"}
_SIDES = """
select count(distinct buyer_id), count(distinct seller_id)
from exchange_trade where agreed >= %(begin)s and agreed < %(end)s and corrected is null
"""
_LED_BACK = """
select count(*) from exchange_trade
where agreed >= %(begin)s and agreed < %(end)s and corrected is not null
"""


@dataclass(frozen=True)
class Sum:
    """Some deals: quantity in carbon units, amount and picked prices in fen (None without any)."""

    name: str
    deals: int = 0
    quantity: int = 0
    amount_fen: int = 0
    low_fen: int | None = None
    high_fen: int | None = None

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
class Turnover:
    """What was dealt in a period; ``spans`` are the days of a month, the months of a year."""

    whole: Sum
    uses: Sequence[Sum]
    modes: Sequence[Sum]
    tickets: Sequence[Sum]
    spans: Sequence[Sum]
    buyers: int
    sellers: int
    led_back: int


def turnover_of(period: AccountingPeriod) -> Turnover:
    """What was dealt in a period as it is known now."""
    told = {
        "begin": period.begin,
        "end": period.end,
        "span": "day" if period.month else "month",
        "picked": list(PICKED),
    }
    found: dict[str, list[Sum]] = {name: [] for name in _BY.values()}
    with connection.cursor() as cursor:
        cursor.execute(_SUMS, told)
        for kind, *row in cursor.fetchall():
            found[_BY[kind]].append(Sum(*row))
        cursor.execute(_SIDES, told)
        buyers, sellers = cursor.fetchone()
        cursor.execute(_LED_BACK, told)
        (led_back,) = cursor.fetchone()
    (whole,) = found["all"]
    return Turnover(
        whole=whole if whole.deals else Sum(""),
        uses=found["use"],
        modes=found["mode"],
        tickets=found["ticket"],
        spans=found["span"],
        buyers=buyers,
        sellers=sellers,
        led_back=led_back,
    )
