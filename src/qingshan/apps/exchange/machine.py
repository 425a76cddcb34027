"""The states of a listing and of a trade; a listing with nothing left is filled without a move."""

from __future__ import annotations

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine, Move

LISTING = Machine(
    name="listing",
    start="open",
    states={
        "open": Label("挂牌中", "open"),
        "cancelled": Label("已撤牌", "cancelled"),
        "expired": Label("已到期", "expired"),
    },
    moves=(
        Move("take_listing", "open", "open", "trader"),
        Move("cancel_listing", "open", "cancelled", "trader"),
        Move("expire_listing", "open", "expired", "system"),
    ),
)

TRADE = Machine(
    name="trade",
    start="agreed",
    states={
        "agreed": Label("已成交待交割", "agreed"),
        "settled": Label("已交割", "settled"),
    },
    moves=(Move("settle_trade", "agreed", "settled", "operator"),),
)
