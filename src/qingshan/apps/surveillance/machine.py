"""The states of what stands out in the market, and of what the exchange asks about it."""

from __future__ import annotations

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine, Move

ALERT = Machine(
    name="alert",
    start="open",
    states={"open": Label("待核查", "to be looked into"), "closed": Label("已办结", "closed")},
    moves=(Move("close_alert", "open", "closed", "operator"),),
)

CLARIFICATION = Machine(
    name="clarification",
    start="asked",
    states={
        "asked": Label("待说明", "asked for"),
        "given": Label("已说明", "given"),
        "dropped": Label("不再要求", "no longer asked for"),
    },
    moves=(
        Move("give_clarification", "asked", "given", "trader"),
        Move("drop_clarification", "asked", "dropped", "operator"),
        Move("close_alert", "asked", "dropped", "operator"),
    ),
)
"""An clarification after its day is taken all the same and shown as late."""
