"""What a request costs: its parts pay together what the whole would pay."""

from __future__ import annotations

from qingshan.apps.exchange.models import Bid
from qingshan.apps.rulebook.reads import open_rulebook
from qingshan.core.ledger.model import booking_day
from qingshan.core.market.charge import Charge, charged


def due_fen(bid: Bid, quantity: int) -> int:
    """Price and fee of the first ``quantity`` carbon units; nothing for none."""
    return _charge(bid, quantity).total_fen


def still_due_fen(bid: Bid) -> int:
    """What is held for the part that nobody sold yet."""
    return due_fen(bid, bid.quantity) - due_fen(bid, bid.quantity - bid.left)


def fee_of_part_fen(bid: Bid, quantity: int) -> int:
    """The share of the request's fee that its next ``quantity`` pays.

    The fee of all that is then bought less the fee of what was bought before: however many parts
    there are, together they pay the fee of the whole, under the rows of the day of the request.
    """
    before = bid.quantity - bid.left
    return _charge(bid, before + quantity).fee_fen - _charge(bid, before).fee_fen


def _charge(bid: Bid, quantity: int) -> Charge:
    if not quantity:
        return Charge(0, 0)
    return charged(quantity, bid.price_fen, shelf=open_rulebook(), as_of=booking_day(bid.placed))
