"""The states of a court-ordered subscription."""

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
