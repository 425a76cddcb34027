"""The states of a pledge."""

from __future__ import annotations

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine, Move

PLEDGE = Machine(
    name="pledge",
    start="registered",
    states={
        "registered": Label("质押中", "registered"),
        "defaulted": Label("违约待处置", "in default"),
        "released": Label("已解除", "released"),
        "foreclosed": Label("已处置", "foreclosed"),
    },
    moves=(
        Move("release_pledge", "registered", "released", "bank"),
        Move("note_default", "registered", "defaulted", "bank"),
        Move("release_pledge", "defaulted", "released", "bank"),
        Move("foreclose_pledge", "defaulted", "foreclosed", "registrar"),
    ),
)

STANDING = ("registered", "defaulted")
"""States in which the units are held for the bank."""
