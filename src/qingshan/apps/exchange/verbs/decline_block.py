"""Decline a block deal: what the proposer brought is free again."""

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
    event="block.declined",
    label=Label("不同意大宗协议", "decline the block deal"),
    roles=("applicant", "trader"),
)
def decline_block(call: Call, *, block: int) -> Done[BlockTrade]:
    """Say no; E-MC-01 when it was answered before."""
    found = locked(BlockTrade, block)
    must_act_for(call, found.counterparty_id)
    advance(found, "decline_block", call)
    give_back_block(found, call)
    return Done(found, {"number": found.number})
