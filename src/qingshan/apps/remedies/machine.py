"""The states of a court-ordered subscription, and of a freeze by a court."""

from __future__ import annotations

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine, Move

SUBSCRIPTION = Machine(
    name="subscription",
    start="ordered",
    states={
        "ordered": Label("已裁判认购", "ordered"),
        "accepted": Label("持有人已同意", "accepted by the holder"),
        "fulfilled": Label("已认购注销", "fulfilled"),
    },
    moves=(
        Move("accept_subscription", "ordered", "accepted", "applicant"),
        Move("fulfil_subscription", "accepted", "fulfilled", "operator"),
    ),
)

JUDICIAL_HOLD = Machine(
    name="judicial_hold",
    start="requested",
    states={
        "requested": Label("待登记", "requested"),
        "rejected": Label("退回法院", "sent back"),
        "withdrawn": Label("法院已撤回", "withdrawn by the court"),
        "queued": Label("轮候冻结", "waiting in the queue"),
        "effective": Label("冻结中", "frozen"),
        "released": Label("已解冻", "released"),
        "expired": Label("期满失效", "lapsed"),
        "executed": Label("已划转", "transferred"),
    },
    moves=(
        Move("enter_hold", "requested", "queued", "registrar"),
        Move("reject_hold", "requested", "rejected", "registrar"),
        Move("withdraw_hold", "requested", "withdrawn", "court"),
        Move("promote_hold", "queued", "effective", "system"),
        Move("extend_hold", "effective", "effective", "registrar"),
        Move("extend_hold", "queued", "queued", "registrar"),
        Move("release_hold", "effective", "released", "registrar"),
        Move("release_hold", "queued", "released", "registrar"),
        Move("execute_hold", "effective", "executed", "registrar"),
        Move("execute_hold", "queued", "executed", "registrar"),
        Move("lapse_hold", "effective", "expired", "system"),
        Move("lapse_hold", "queued", "expired", "system"),
    ),
)
"""One that waits may be frozen in part, and what is frozen extended or transferred."""
