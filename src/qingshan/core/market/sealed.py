"""A bid that nobody can read before the opening and nobody can change after it was sent.

The bidder sends a digest of the bid with a secret; at the opening price, quantity and secret are
told, and must give the same digest. A digest without its bid is worth nothing: the deposit is lost.
"""

from __future__ import annotations

import hmac
import re

from qingshan.core.kernel.digest import canonical, sha256

SECRET_BYTES = 16
_SECRET = re.compile(r"[0-9a-f]{32}")


def commitment(auction: str, party: int, price_fen: int, quantity: int, secret: str) -> str:
    """The digest of one bid; ``secret`` is thirty-two hexadecimal digits that nobody else knows.

    Auction and party are part of it, so that no bid is copied from one auction or one bidder to
    another. ``quantity`` in carbon units.
    """
    assert is_secret(secret)
    return sha256(canonical([auction, party, price_fen, quantity, secret]))


def opens(told: str, auction: str, party: int, price_fen: int, quantity: int, secret: str) -> bool:
    """Whether a bid is the one that was sealed."""
    if not is_secret(secret):
        return False
    return hmac.compare_digest(told, commitment(auction, party, price_fen, quantity, secret))


def is_secret(text: str) -> bool:
    """Whether a text has the form of a secret."""
    return _SECRET.fullmatch(text) is not None
