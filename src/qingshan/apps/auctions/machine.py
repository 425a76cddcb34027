"""The states of an auction and of a sealed bid; bidding and opening follow from the clock."""

from __future__ import annotations

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine, Move

AUCTION = Machine(
    name="auction",
    start="proposed",
    states={
        "proposed": Label("待审核", "to be admitted"),
        "returned": Label("已退回", "sent back"),
        "announced": Label("已公告", "announced"),
        "withdrawn": Label("已撤回", "withdrawn"),
        "lapsed": Label("逾期未审核", "lapsed"),
        "called_off": Label("已取消", "called off"),
        "decided": Label("已出结果", "decided"),
    },
    moves=(
        Move("admit_auction", "proposed", "announced", "operator"),
        Move("return_auction", "proposed", "returned", "operator"),
        Move("withdraw_auction", "proposed", "withdrawn", "trader"),
        Move("withdraw_auction", "announced", "withdrawn", "trader"),
        Move("lapse_auction", "proposed", "lapsed", "system"),
        Move("call_off_auction", "announced", "called_off", "operator"),
        Move("call_to_open", "announced", "announced", "system"),
        Move("clear_auction", "announced", "decided", "operator"),
    ),
)

SEALED_BID = Machine(
    name="sealed_bid",
    start="sealed",
    states={
        "sealed": Label("未开标", "sealed"),
        "opened": Label("已开标", "opened"),
    },
    moves=(Move("unseal_bid", "sealed", "opened", "trader"),),
)
