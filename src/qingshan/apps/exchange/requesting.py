"""What a request costs: its parts pay together what the whole would pay."""

from __future__ import annotations

from qingshan.apps.exchange.models import Bid
from qingshan.core.kernel.money import amount_fen
from qingshan.core.kernel.units import CARBON_PER_TONNE
from qingshan.core.ledger.model import booking_day
from qingshan.core.market.fee import fee_fen
from qingshan.core.tables.shelf import open_shelf


def due_fen(bid: Bid, quantity: int) -> int:
    """Price and fee of the first ``quantity`` carbon units; nothing for none."""
    return _amount(bid, quantity) + _fee(bid, quantity)


def still_due_fen(bid: Bid) -> int:
    """What is held for the part that nobody sold yet."""
    return due_fen(bid, bid.quantity) - due_fen(bid, bid.quantity - bid.left)


def fee_of_part_fen(bid: Bid, quantity: int) -> int:
    """The share of the request's fee that its next ``quantity`` pays.

    The fee of all that is then bought less the fee of what was bought before: however many parts
    there are, together they pay the fee of the whole, under the rows of the day of the request.
    """
    before = bid.quantity - bid.left
    return _fee(bid, before + quantity) - _fee(bid, before)


def _amount(bid: Bid, quantity: int) -> int:
    return amount_fen(quantity, bid.price_fen, CARBON_PER_TONNE)


def _fee(bid: Bid, quantity: int) -> int:
    if not quantity:
        return 0
    day = booking_day(bid.placed)
    return fee_fen(_amount(bid, quantity), side="buyer", shelf=open_shelf(), as_of=day)
