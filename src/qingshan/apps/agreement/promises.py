"""Single promises: what one offer, deal, pledge or freeze says that it holds, and what is held.

``comparing`` adds everything up each night; here only what an act touched is looked at, hold by
hold, so that two errors that make up for each other are seen, too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any

from django.db.models import Model, Q

from qingshan.apps.agreement.comparing import UNDECIDED, Mismatch
from qingshan.apps.auctions.models import Auction, SealedBid
from qingshan.apps.books.following import left_of
from qingshan.apps.custody.models import PayOut
from qingshan.apps.exchange.blocks import buyer_charge
from qingshan.apps.exchange.inquiry_models import Inquiry, Quotation
from qingshan.apps.exchange.models import Bid, BlockTrade, Listing, Trade
from qingshan.apps.exchange.modes import BUY, SELL
from qingshan.apps.exchange.requesting import still_due_fen
from qingshan.apps.pledges.machine import STANDING
from qingshan.apps.pledges.models import Pledge
from qingshan.apps.remedies.models import JudicialHold

FIGURE = "promise"
COURT = "court"
_ALONE = (Listing, Bid, BlockTrade, Quotation, Pledge, PayOut)
HOLDING = (*_ALONE, Trade, SealedBid, JudicialHold, Inquiry, Auction)
"""Everything for which something may be held."""


def holds_of(subject: Model) -> Iterator[str]:
    """The holds that a thing has in the ledger, or had: those that an act on it may touch."""
    if isinstance(subject, Trade):
        yield from (subject.unit_hold, subject.cash_hold)
    elif isinstance(subject, SealedBid):
        yield from (subject.deposit_hold, subject.money_hold)
    elif isinstance(subject, JudicialHold):
        yield from (subject.piece(place) for place in range(1, subject.pieces + 1))
    elif isinstance(subject, Inquiry):
        yield from (one.hold for one in subject.quotations.all())
    elif isinstance(subject, Auction):
        yield subject.hold
        for bid in subject.bids.all():
            yield from holds_of(bid)
    elif isinstance(subject, _ALONE):
        yield subject.hold


def broken(holds: Iterable[str]) -> Iterator[Mismatch]:
    """Each of some holds in which the ledger has not exactly what the rooms say.

    A freeze is looked at as a whole: its row does not say how much is in which of its pieces.
    """
    keys = {key for key in holds if key}
    freezes = {key.split(":")[1] for key in keys if key.startswith(f"{COURT}:")}
    for one in JudicialHold.objects.filter(number__in=freezes) if freezes else ():
        pieces = set(holds_of(one))
        keys -= pieces
        held = sum(left_of(pieces).values())
        if held != one.held:
            yield Mismatch(FIGURE, one.number, f"{one.held}", f"{held}")
    if not keys:
        return
    told, left = _told(keys), left_of(keys)
    for key in sorted(keys):
        if told[key] != left.get(key, 0):
            yield Mismatch(FIGURE, key, f"{told[key]}", f"{left.get(key, 0)}")


def _told(keys: Collection[str]) -> Counter[str]:
    """What the rooms say of some holds."""
    numbers = defaultdict(list)
    for key in keys:
        kind, _, number = key.partition(":")
        numbers[kind].append(number)
    told: Counter[str] = Counter()
    for kind, found in numbers.items():
        if kind in _OWN:
            model, amount = _OWN[kind]
            for row in model._default_manager.filter(number__in=found):
                told[f"{kind}:{row.number}"] += amount(row)
    mine = Q(unit_hold__in=list(keys)) | Q(cash_hold__in=list(keys))
    for trade in Trade.objects.filter(mine, state="agreed"):
        told[trade.unit_hold] += trade.quantity
        told[trade.cash_hold] += trade.charge(BUY).total_fen
    return told


def _in_block(block: BlockTrade) -> int:
    if block.state != "proposed" or block.side == SELL:
        return block.quantity if block.state == "proposed" else 0
    return buyer_charge(block).total_fen


def _in_bid(bid: SealedBid, *, opened: bool) -> int:
    is_here = (bid.opened is not None) is opened and bid.auction.state in UNDECIDED
    return bid.held_fen if is_here else 0


_OWN: Mapping[str, tuple[type[Any], Callable[[Any], int]]] = {
    "listing": (Listing, lambda row: row.left),
    "bid": (Bid, lambda row: still_due_fen(row) if row.left else 0),
    "block": (BlockTrade, _in_block),
    "quotation": (Quotation, lambda row: row.quantity if row.state == "standing" else 0),
    "auction": (Auction, lambda row: row.quantity if row.state in UNDECIDED else 0),
    "deposit": (SealedBid, lambda row: _in_bid(row, opened=False)),
    "sealed": (SealedBid, lambda row: _in_bid(row, opened=True)),
    "pledge": (Pledge, lambda row: row.quantity if row.state in STANDING else 0),
    "pay_out": (PayOut, lambda row: row.amount_fen if row.state == "asked" else 0),
}
"""What holds are named after, and what its row says that it holds apart from deals."""
