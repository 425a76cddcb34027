"""What the proposer of a block deal brings: held at once, and released when nothing comes of it."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.roles import role_missing
from qingshan.apps.books import store
from qingshan.apps.exchange.models import BlockTrade
from qingshan.apps.exchange.modes import BUY, SELL
from qingshan.apps.rulebook.reads import open_rulebook
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import AccountId, Chain, booking_day, hold, release
from qingshan.core.market.charge import Charge, charged
from qingshan.core.market.settlement import cash, clearing, escrow, units


def must_be_trader(call: Call) -> None:
    """Refuse (E-AU-01) a buyer for whom nobody may buy."""
    if not call.actor.may("trader"):
        raise role_missing(call.actor, Label("买入", "buy"), ("trader",))


def buyer_charge(block: BlockTrade) -> Charge:
    """What the buyer is charged, under the rows of the day on which the deal was proposed."""
    day = booking_day(block.proposed)
    return charged(block.quantity, block.price_fen, shelf=open_rulebook(), as_of=day)


def hold_side(block: BlockTrade, side: str, key: str, call: Call) -> None:
    """Set aside what one side brings: units, or money with the fee."""
    source, target, amount = _brought(block, side)
    code = "list" if side == SELL else "order"
    held = hold(key, source, target, amount)
    store.post_one(Chain(f"hold:{key}", code, (held,)), when=call.when)


def give_back_block(block: BlockTrade, call: Call) -> None:
    """Release what the proposer brought."""
    source, target, amount = _brought(block, block.side)
    code = "unlist" if block.side == SELL else "order_cancel"
    freed = release(block.hold, source, target, amount)
    store.post_one(Chain(f"free:{block.number}", code, (freed,)), when=call.when)
    block.save(update_fields=["state"])


def _brought(block: BlockTrade, side: str) -> tuple[AccountId, AccountId, int]:
    if side == BUY:
        return cash(block.buyer.owner), clearing(), buyer_charge(block).total_fen
    source = units(block.asset, block.seller.owner)
    return source, escrow(block.asset), block.quantity
