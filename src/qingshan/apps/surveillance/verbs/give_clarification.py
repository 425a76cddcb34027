"""Explain deals that the exchange asked about (情况说明)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.parties.reads import must_act_for
from qingshan.apps.surveillance.judging import text_faults
from qingshan.apps.surveillance.models import Clarification
from qingshan.core.kernel.errors import refuse_all
from qingshan.core.kernel.label import Label
from qingshan.core.ledger.model import booking_day


@verb(
    event="clarification.given",
    label=Label("提交情况说明", "explain the deals"),
    roles=("trader", "applicant"),
)
def give_clarification(
    call: Call, *, clarification: int, text: str, attachment: int | None = None
) -> Done[Clarification]:
    """Tell the operator; after its day it is taken all the same and shown as late.

    ``attachment`` is the key of a kept file.

    Raises
    ------
    Refused
        E-AU-02 a foreign party, E-MC-01 when it was given or is no longer asked for, E-SV-03
        nothing said.
    """
    found = locked(Clarification, clarification)
    must_act_for(call, found.party_id)
    advance(found, "give_clarification", call)
    refuse_all(text_faults(found.number, text))
    found.text, found.attachment_id, found.given = text.strip(), attachment, call.when
    found.save(update_fields=["state", "text", "attachment", "given"])
    is_late = booking_day(call.when) > found.due
    return Done(found, {"number": found.number, "is_late": is_late})
