"""The states of a ticket after its issue, and of a correction of its face."""

from __future__ import annotations

from qingshan.core.kernel.label import Label
from qingshan.core.kernel.machine import Machine, Move

TICKET_STATE = Machine(
    name="ticket_state",
    start="valid",
    states={
        "valid": Label("有效", "valid"),
        "suspended": Label("暂停", "suspended"),
        "revoked": Label("已撤销", "revoked"),
    },
    moves=(
        Move("suspend_ticket", "valid", "suspended", "registrar"),
        Move("lift_suspension", "suspended", "valid", "registrar"),
        Move("revoke_ticket", "valid", "revoked", "registrar"),
        Move("revoke_ticket", "suspended", "revoked", "registrar"),
    ),
)
"""How much of a ticket is retired, pledged or listed is no state: the ledger says it."""

CORRECTION = Machine(
    name="correction",
    start="proposed",
    states={
        "proposed": Label("待复核", "proposed"),
        "accepted": Label("已更正", "accepted"),
        "rejected": Label("不予更正", "rejected"),
    },
    moves=(
        Move("accept_correction", "proposed", "accepted", "registrar"),
        Move("reject_correction", "proposed", "rejected", "registrar"),
    ),
)
