"""The operator says why bank and ledger differ."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.custody.models import Difference
from qingshan.apps.custody.refusals import EXPLANATION_MISSING
from qingshan.core.kernel.errors import must_say
from qingshan.core.kernel.label import Label


@verb(
    event="difference.explained",
    label=Label("说明差异", "explain the difference"),
    roles=("operator",),
)
def explain_difference(call: Call, *, difference: int, explanation: str) -> Done[Difference]:
    """It stays in the sums until it is corrected.

    Raises
    ------
    Refused
        E-CU-11 no explanation, E-MC-01 when it is explained or corrected.
    """
    found = locked(Difference, difference)
    advance(found, "explain_difference", call)
    found.explanation = must_say(explanation, EXPLANATION_MISSING)
    found.settled, found.settled_by = call.when, call.actor.name
    found.save(update_fields=["state", "explanation", "settled", "settled_by"])
    return Done(found, {"kind": found.kind, "amount_fen": found.amount_fen})
