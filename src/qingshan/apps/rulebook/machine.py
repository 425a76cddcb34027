"""A change of rules is announced, and may be withdrawn while it is still far off."""

from __future__ import annotations

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine, Move

RULE_NOTICE = Machine(
    name="rule_notice",
    start="announced",
    states={
        "announced": Label("已公告", "announced"),
        "withdrawn": Label("已撤回", "withdrawn"),
    },
    moves=(Move("withdraw_rules", "announced", "withdrawn", "operator"),),
)
