"""The states of a holder's consent that a bank looks at its units."""

from __future__ import annotations

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine, Move

RIGHTS_CONSENT = Machine(
    name="rights_consent",
    start="asked",
    states={
        "asked": Label("待持有人同意", "asked for"),
        "granted": Label("已同意", "granted"),
        "declined": Label("未同意", "declined"),
        "withdrawn": Label("已撤回", "withdrawn"),
    },
    moves=(
        Move("grant_rights_check", "asked", "granted", "applicant"),
        Move("decline_rights_check", "asked", "declined", "applicant"),
        Move("withdraw_rights_check", "asked", "withdrawn", "bank"),
        Move("withdraw_rights_check", "granted", "withdrawn", "applicant"),
    ),
)
"""A consent that was granted holds until its last day; that it is over is no act of anybody."""
