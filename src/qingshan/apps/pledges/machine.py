"""The states of a pledge."""

from __future__ import annotations

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine, Move

PLEDGE = Machine(
    name="pledge",
    start="registered",
    states={
        "registered": Label("质押中", "registered"),
        "released": Label("已解除", "released"),
    },
    moves=(Move("release_pledge", "registered", "released", "bank"),),
)
