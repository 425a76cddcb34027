"""The states of a shared pre-check report; outside the first its contents are erased."""

from __future__ import annotations

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine, Move

SHARED_REPORT = Machine(
    name="shared_report",
    start="shared",
    states={
        "shared": Label("分享中", "shared"),
        "withdrawn": Label("已撤回", "withdrawn"),
        "expired": Label("已到期", "expired"),
    },
    moves=(
        Move("withdraw_report", "shared", "withdrawn", "visitor"),
        Move("expire_report", "shared", "expired", "system"),
    ),
)
