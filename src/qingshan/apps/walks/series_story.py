"""A ticket that is dealt in day after day, so that its page shows candles beside the marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta

from qingshan.apps.base.call import Call
from qingshan.apps.base.clock import SHANGHAI
from qingshan.apps.exchange.trading_days import is_trading_day
from qingshan.apps.exchange.verbs.settle_trade import settle_trade
from qingshan.apps.exchange.verbs.take_listing import take_listing
from qingshan.apps.registry.models import Ticket
from qingshan.apps.walks.cast import Player
from qingshan.apps.walks.offering import offered
from qingshan.core.kernel.money import fen
from qingshan.core.kernel.units import carbon

SELLER = "shuicheng"
DAYS = (
    ("78.00", "79.50", "79.00", "80.50", "80.00"),
    ("80.00", "81.50", "82.00", "81.00", "80.50", "82.50"),
    ("82.00", "81.00", "80.00", "79.50", "79.00"),
    ("79.50", "80.00"),
    ("80.00", "82.00", "84.00", "83.50", "83.00"),
    ("83.00", "83.50", "82.00", "81.50", "82.50"),
)
"""Yuan per tonne of each deal on trading days in a row; on the fourth there are too few."""

BUYERS = (
    ("buyer", "own_emissions"), ("brewery", "product_period"), ("scenic", "event"),
)  # fmt: skip
"""Who buys in turn, and for what; none of them ever sells the ticket again."""

OPENS, APART = time(10, 0), timedelta(minutes=17)


def tell_series(
    players: Mapping[str, Player], tickets: Mapping[str, Ticket], *, now: datetime
) -> Iterator[str]:
    """Small deals of one seller with three buyers, each picked and delivered at once."""
    count = 0
    for day, prices in zip(_days_before(now.astimezone(SHANGHAI).date()), DAYS, strict=True):
        for place, price in enumerate(prices):
            when = datetime.combine(day, OPENS, SHANGHAI) + place * APART
            buyer, purpose = BUYERS[count % len(BUYERS)]
            count += 1
            _dealt(players, tickets[SELLER], (buyer, purpose, price, 2 + count % 4), when)
    yield f"{tickets[SELLER].number}  连续 {len(DAYS)} 个交易日点选成交 {count} 笔"


def _days_before(today: date) -> list[date]:
    """As many trading days as there are prices, the last of them before today."""
    found: list[date] = []
    day = today
    while len(found) < len(DAYS):
        day -= timedelta(days=1)
        if is_trading_day(day):
            found.insert(0, day)
    return found


def _dealt(
    players: Mapping[str, Player],
    ticket: Ticket,
    deal: tuple[str, str, str, int],
    when: datetime,
) -> None:
    buyer, purpose, price, tonnes = deal
    key = f"story/series/{when:%Y%m%d%H%M}"
    listing = offered(
        Call(players[SELLER].actor, when, f"{key}/list"),
        players["operator"].actor,
        asset=ticket.asset,
        seller=players[SELLER].party.pk,
        quantity=carbon(tonnes),
        price_fen=fen(price),
        expires=when + timedelta(days=1),
    )
    trade = take_listing(
        Call(players[buyer].actor, when, f"{key}/take"),
        listing=listing.pk,
        buyer=players[buyer].party.pk,
        quantity=carbon(tonnes),
        purpose=purpose,
    )
    settle_trade(Call(players["operator"].actor, when, f"{key}/settle"), trade=trade.pk)
