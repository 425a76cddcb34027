"""The slip of a sealed bid: what its bidder keeps, as a small file, and needs for the opening."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from qingshan.core.market.sealed import commitment, is_secret

MOST_BYTES = 4_096


@dataclass(frozen=True)
class Slip:
    """A bid in the clear; the house keeps nothing of it but the digest."""

    auction: str
    bidder: int
    price_fen: int
    quantity: int
    secret: str

    @property
    def commitment(self) -> str:
        """The digest that is sent."""
        return commitment(self.auction, self.bidder, self.price_fen, self.quantity, self.secret)

    @property
    def text(self) -> str:
        """The file."""
        return json.dumps({**asdict(self), "commitment": self.commitment}, indent=1) + "\n"

    @property
    def name(self) -> str:
        """What the file is called."""
        return f"slip-{self.auction}.json"


def read_slip(data: bytes) -> Slip | None:
    """A slip as it was saved; None where the file is none."""
    if len(data) > MOST_BYTES:
        return None
    try:
        told = json.loads(data)
        texts = [told[name] for name in ("auction", "secret")]
        numbers = [told[name] for name in ("bidder", "price_fen", "quantity")]
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
    is_sound = all(type(one) is str for one in texts) and all(type(one) is int for one in numbers)
    if not is_sound or not is_secret(texts[1]):
        return None
    return Slip(texts[0], numbers[0], numbers[1], numbers[2], texts[1])
