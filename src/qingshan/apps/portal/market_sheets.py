"""Lists of a ticket and of the market as sheets: the head of each and its rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from qingshan.apps.exchange.models import Trade
from qingshan.apps.registry.models import Ticket
from qingshan.apps.registry.reads import movements
from qingshan.core.kernel.money import plain_yuan
from qingshan.core.kernel.units import CARBON_PER_TONNE

DEALS = [
    *("number", "ticket", "tonnes", "price_yuan", "amount_yuan", "purpose", "settled"),
    *("corrected", "mode", "relation"),
]
MOVEMENTS = ["when", "code", "act", "source", "target", "tonnes", "first_number", "last_number"]


def deal_cells(trades: Iterable[Trade]) -> Iterator[list[Any]]:
    """Deals of the tape; nobody is named."""
    for trade in trades:
        yield [
            trade.number,
            trade.asset.removeprefix("ticket:"),
            trade.quantity // CARBON_PER_TONNE,
            plain_yuan(trade.price_fen),
            plain_yuan(trade.amount_fen),
            trade.purpose,
            trade.settled,
            trade.corrected,
            *(trade.mode, trade.relation or "none"),
        ]


def movement_cells(ticket: Ticket) -> Iterator[list[Any]]:
    """Every movement of a ticket, the newest first."""
    for line in movements(ticket):
        yield [
            line.when,
            line.code,
            line.act.value,
            line.source.zh,
            line.target.zh,
            f"{line.amount / CARBON_PER_TONNE:.4f}",
            line.span.lower if line.span else "",
            line.span.upper - 1 if line.span else "",
        ]
