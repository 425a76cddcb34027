"""Accept a proposed correction: the face is printed anew, the print before is void."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.registry.deciding import decide
from qingshan.apps.registry.life import valid_ticket
from qingshan.apps.registry.models import Correction
from qingshan.apps.registry.prints import print_again
from qingshan.core.kernel.label import Label


@verb(
    event="correction.accepted",
    label=Label("复核更正", "accept the correction"),
    roles=("registrar",),
)
def accept_correction(call: Call, *, correction: int) -> Done[Correction]:
    """Enter the correction and print a face that bears it.

    Raises
    ------
    Refused
        E-MC-01 when it was decided already, E-RG-15 for the person who proposed it, E-RG-13 when
        the ticket is not valid any more.
    """
    found = decide(correction, "accept_correction", call)
    ticket = valid_ticket(found.ticket_id, "accept_correction")
    made = print_again(ticket, "corrected", call, document=found.document)
    facts = {"number": ticket.number, "item": found.item, "edition": made.serial}
    return Done(found, {**facts, "face": made.face.digest})
