"""Propose that a face says something else (更正登记): what was wrong stays on record."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.registry.life import basis_wrong, valid_ticket
from qingshan.apps.registry.models import CORRECTED_ITEMS, Correction
from qingshan.apps.registry.printing import face_of
from qingshan.apps.registry.refusals import ITEM_FIXED, NOTHING_CORRECTED
from qingshan.core.kernel.errors import Refusal, Refused, refuse_all
from qingshan.core.kernel.label import Label


@verb(
    event="correction.proposed",
    label=Label("提出更正", "propose a correction"),
    roles=("registrar",),
)
def propose_correction(
    call: Call, *, ticket: int, item: str, becomes: str, reason: str, document: str
) -> Done[Correction]:
    """Enter the words that a face is to bear instead of those it bears.

    Raises
    ------
    Refused
        E-RG-17 for what never changes; E-RG-11 and E-RG-16 together; E-RG-13 when the ticket is
        not valid.
    """
    found = valid_ticket(ticket, "propose_correction")
    if item not in CORRECTED_ITEMS:
        raise Refused.because(ITEM_FIXED, item or "—")
    was = str(getattr(face_of(found), item))
    wrong = basis_wrong(found, reason, document)
    if becomes.strip() in {"", was}:
        wrong.append(Refusal(NOTHING_CORRECTED, str(found)))
    refuse_all(wrong)
    done = Correction.objects.create(
        ticket=found,
        item=item,
        was=was,
        becomes=becomes.strip(),
        reason=reason,
        document=document,
        proposer=call.actor.name,
        proposed=call.when,
    )
    return Done(done, {"number": found.number, "item": item, "was": was, "becomes": done.becomes})
