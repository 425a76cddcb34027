"""Let a block deal lapse that nobody answered in time."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.exchange.blocks import give_back_block
from qingshan.apps.exchange.models import BlockTrade
from qingshan.core.kernel.label import Label


@verb(
    event="block.expired",
    label=Label("大宗协议到期", "expire the block deal"),
    roles=("system",),
)
def expire_block(call: Call, *, block: int) -> Done[BlockTrade]:
    """Release what the proposer brought once the time is over; the timer calls it."""
    found = locked(BlockTrade, block)
    assert found.expires <= call.when, "the timer came too early"
    advance(found, "expire_block", call)
    give_back_block(found, call)
    return Done(found, {"number": found.number})
