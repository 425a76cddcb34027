"""Suspend a ticket (暂停): its whole series stands still until the suspension is lifted."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import store
from qingshan.apps.registry.life import bring
from qingshan.apps.registry.models import TicketState
from qingshan.core.kernel.label import Label


@verb(event="ticket.suspended", label=Label("暂停碳票", "suspend a ticket"), roles=("registrar",))
def suspend_ticket(call: Call, *, ticket: int, reason: str, document: str) -> Done[TicketState]:
    """Freeze the series: nothing of it is sold, pledged, transferred or retired.

    Listings and pledges may still be ended, and courts may still act (see the ledger's codes).

    Raises
    ------
    Refused
        E-RG-11 without reason or paper, E-MC-01 when it is not valid.
    """
    reached = bring(ticket, "suspend_ticket", call, reason=reason, document=document)
    store.freeze_asset(reached.ticket.asset)
    return Done(reached, {"number": reached.ticket.number, "document": document})
