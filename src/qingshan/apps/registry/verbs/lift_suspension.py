"""Lift the suspension of a ticket (解除暂停)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import store
from qingshan.apps.registry.life import bring
from qingshan.apps.registry.models import TicketState
from qingshan.core.kernel.label import Label


@verb(
    event="ticket.suspension_lifted",
    label=Label("解除暂停", "lift the suspension"),
    roles=("registrar",),
)
def lift_suspension(call: Call, *, ticket: int, reason: str, document: str) -> Done[TicketState]:
    """Let the series move again.

    Raises
    ------
    Refused
        E-RG-11 without reason or paper, E-MC-01 when it is not suspended.
    """
    reached = bring(ticket, "lift_suspension", call, reason=reason, document=document)
    store.thaw_asset(reached.ticket.asset)
    return Done(reached, {"number": reached.ticket.number, "document": document})
