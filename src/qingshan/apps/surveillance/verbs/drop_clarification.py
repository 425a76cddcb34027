"""Take a question back: the side need not explain any more (撤回说明要求)."""

from __future__ import annotations

from qingshan.apps.base.call import Call
from qingshan.apps.base.moves import advance
from qingshan.apps.base.rows import locked
from qingshan.apps.base.verb import Done, verb
from qingshan.apps.surveillance.models import Clarification
from qingshan.core.kernel.label import Label


@verb(
    event="clarification.dropped",
    label=Label("撤回说明要求", "take the question back"),
    roles=("operator",),
)
def drop_clarification(call: Call, *, clarification: int) -> Done[Clarification]:
    """The side is told; what was asked stays on record.

    Raises
    ------
    Refused
        E-MC-01 when it was given or taken back.
    """
    found = locked(Clarification, clarification)
    advance(found, "drop_clarification", call)
    found.save(update_fields=["state"])
    return Done(found, {"number": found.number})
