"""The states of a public notice."""

from __future__ import annotations

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine, Move

NOTICE = Machine(
    name="notice",
    start="open",
    states={
        "open": Label("公示中", "open"),
        "closed": Label("公示结束", "closed"),
        "ended": Label("已终止", "ended"),
    },
    moves=(
        Move("close_notice", "open", "closed", "registrar"),
        Move("end_notice", "open", "ended", "registrar"),
    ),
)
