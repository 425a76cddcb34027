"""The states of a pooled retirement."""

from __future__ import annotations

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine, Move

RETIREMENT_POOL = Machine(
    name="retirement_pool",
    start="open",
    states={
        "open": Label("登记份额", "open"),
        "retired": Label("已注销", "retired"),
        "withdrawn": Label("已撤回", "withdrawn"),
    },
    moves=(
        Move("add_shares", "open", "open", "applicant"),
        Move("drop_share", "open", "open", "applicant"),
        Move("close_pool", "open", "retired", "applicant"),
        Move("withdraw_pool", "open", "withdrawn", "applicant"),
    ),
)
