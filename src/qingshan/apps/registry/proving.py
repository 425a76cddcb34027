"""The bundle by which a stranger proves a ticket's life offline."""

from __future__ import annotations

from qingshan.apps.base import journal
from qingshan.apps.books import reads as books
from qingshan.apps.log import reads as log
from qingshan.apps.registry.models import Ticket
from qingshan.core.proof.bundle import bundle_document


def ticket_proof(ticket: Ticket) -> bytes:
    """Issue, all that left circulation and the changes of state, with their proofs.

    What no signed head covers yet is named as waiting.
    """
    keys = [f"issue:{ticket.number}", *ticket.cuts.order_by("pk").values_list("chain", flat=True)]
    chains, states, waiting = [], [], []
    for key in keys:
        booked = books.chain(key)
        assert booked is not None, "a ticket and its cuts are booked with them"
        proof = _proof("chain", booked.number)
        if proof is None:
            waiting.append(key)
        else:
            chains.append((proof, [move.plain for move in booked.chain.transfers]))
    events = [journal.of_subject(state).get() for state in ticket.states.order_by("pk")]
    for event in events:
        proof = _proof("event", event.pk)
        if proof is None:
            waiting.append(event.name)
        else:
            states.append(proof)
    if keys[0] in waiting:
        chains, states = [], []
    return bundle_document(ticket.number, chains, states, waiting)


def _proof(kind: str, row: int) -> bytes | None:
    line, head = log.line_of(kind, row), log.latest_head()
    if line is None or head is None or head.size <= line.number:
        return None
    return log.proof(line.number)
