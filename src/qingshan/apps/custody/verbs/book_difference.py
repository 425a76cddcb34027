"""Money that came in without a match is booked for the party whose it is."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.books import store
from qingshan.apps.custody.models import Difference, PayIn
from qingshan.apps.custody.paying import received
from qingshan.apps.custody.refusals import EXPLANATION_MISSING, NOT_BOOKABLE
from qingshan.apps.parties.reads import party as party_of
from qingshan.core.kernel.errors import Refusal, refuse_all
from qingshan.core.kernel.label import Label


@verb(
    event="difference.booked",
    label=Label("补记入金", "book the difference"),
    roles=("operator",),
)
def book_difference(
    call: Call, *, difference: int, party: int, explanation: str
) -> Done[Difference]:
    """Post bank → party under the movement's own reference.

    Raises
    ------
    Refused
        E-CU-11 no explanation, E-CU-12 what is no money that came in, E-MC-01 when it is corrected.
    """
    found = locked(Difference, difference)
    advance(found, "book_difference", call)
    line = found.line
    faults = [] if explanation.strip() else [Refusal(EXPLANATION_MISSING)]
    if line is None or found.kind != "unmatched" or found.amount_fen <= 0:
        faults.append(Refusal(NOT_BOOKABLE, str(found)))
    refuse_all(faults)
    assert line is not None
    paid = PayIn.objects.create(
        party=party_of(party),
        amount_fen=line.amount_fen,
        bank_reference=line.reference,
        when=call.when,
    )
    line.pay_in = paid
    line.save(update_fields=["pay_in"])
    found.explanation = explanation.strip()
    found.settled, found.settled_by = call.when, call.actor.name
    found.save(update_fields=["state", "explanation", "settled", "settled_by"])
    store.post_one(received(paid), when=call.when)
    facts = {"party": party, "amount_fen": paid.amount_fen, "reference": paid.bank_reference}
    return Done(found, facts)
