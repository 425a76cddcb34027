"""Withdraw a block deal that the other side has not answered."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.exchange.blocks import give_back_block
from qingshan.apps.exchange.models import BlockTrade
from qingshan.apps.parties.reads import must_act_for
from qingshan.core.kernel.label import Label


@verb(
    event="block.withdrawn",
    label=Label("撤回大宗协议", "withdraw the block deal"),
    roles=("applicant", "trader"),
)
def withdraw_block(call: Call, *, block: int) -> Done[BlockTrade]:
    """Release what was held; E-MC-01 when the other side was faster."""
    found = locked(BlockTrade, block)
    must_act_for(call, found.proposer_id)
    advance(found, "withdraw_block", call)
    give_back_block(found, call)
    return Done(found, {"number": found.number})
